"""What the settings say about the deployment, beyond what each of them must be by itself."""

import os
from ipaddress import ip_address

from idp.checkup.finding import Amber, Red
from idp.config import Settings
from idp.store.db import MOST_CONNECTIONS
from idp.variables import Secret, parse_networks

_THREADS = 2 * MOST_CONNECTIONS
"""As many threads may share them: half of them wait for their turn, or for a hash, and hold none."""
_WIDEST = {4: 8, 6: 32}
"""A wider network than this, by its prefix, is no place where proxies stand."""
_INVENTED = {
    "province": "the name of the province",
    "support_line": "the telephone number of your support line",
    "mail_from": "the sender of mail, at a domain of yours",
    "population_api_key": "the key by which the register knows you",
}
_LEAST_DIFFERENT = 10
"""Different characters that a secret made by chance has, with a probability that needs no discussion."""


def proxies(settings: Settings) -> str:
    """Who is believed about where requests come from. Throttles and the audit log rest on it."""
    networks = parse_networks(settings.trusted_proxies)
    if not networks:
        remedy = "set IDP_TRUSTED_PROXIES to the addresses of the proxies"
        if _is_loopback(settings.host):
            raise Red("everybody would seem to come from the proxy's own address", remedy)
        raise Amber("no proxy is trusted: everybody seems to come from where the connection does", remedy)
    wide = [str(network) for network in networks if network.prefixlen < _WIDEST[network.version]]
    if wide:
        raise Red(
            f"whoever is in {', '.join(wide)} may claim any address", "name the proxies, not a whole network"
        )
    return f"believed are {', '.join(map(str, networks))}"


def secrets(settings: Settings) -> str:
    """Whether secrets look like made by chance, each for one purpose."""
    if settings.secret_key.reveal().strip() == settings.key_encryption_key.reveal().strip():
        raise Red("IDP_SECRET_KEY and IDP_KEY_ENCRYPTION_KEY are the same", "make one of them anew")
    for name in ("secret_key", "key_encryption_key"):
        if len(set(getattr(settings, name).reveal())) < _LEAST_DIFFERENT:
            remedy = "make one by chance: `openssl rand -base64 32`"
            raise Red(f"IDP_{name.upper()} has hardly any different characters", remedy)
    return "the two secrets differ, and look like made by chance"


def names(settings: Settings) -> str:
    """Whether something is still called as in the demonstration."""
    described = settings.described()
    kept = [
        f"IDP_{name.upper()} ({what})"
        for name, what in _INVENTED.items()
        if _text(getattr(settings, name)) == _text(described[name].default)
    ]
    if kept:
        raise Amber("left as in the demonstration", f"set {', '.join(kept)}")
    return "nothing is called as in the demonstration"


def processes(settings: Settings) -> str:
    """Whether processes, threads and the worker suit the machine and the database."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if settings.workers > 2 * cores:
        raise Amber(
            f"{settings.workers} processes on {cores} processors",
            "set IDP_WORKERS to their number, or double",
        )
    if settings.threads > _THREADS:
        raise Amber(
            f"{settings.threads} threads share {MOST_CONNECTIONS} database connections",
            f"set IDP_THREADS to {_THREADS} or less, and rather IDP_WORKERS higher",
        )
    if settings.embedded_worker and not settings.database.startswith("sqlite"):
        raise Amber(
            "each server process delivers mail beside serving",
            "run `idp worker` and set IDP_EMBEDDED_WORKER=false",
        )
    worker = "deliveries by the server itself" if settings.embedded_worker else "deliveries by `idp worker`"
    return f"{settings.workers} x {settings.threads} threads on {cores} processors, {worker}"


def database_kind(settings: Settings) -> str:
    """Which database it is."""
    if settings.database.startswith("sqlite"):
        raise Amber(
            "SQLite: one machine, one writer at a time",
            "use PostgreSQL for a province (docs/operations.md says how)",
        )
    return "PostgreSQL"


def _text(value: str | Secret) -> str:
    return value.reveal() if isinstance(value, Secret) else value


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
