"""What is outside of the house. It may be down while we serve: nothing here is red but a certificate that is none."""

import socket
import ssl
from datetime import UTC, datetime
from urllib.parse import urlsplit

from idp.checkup.finding import Amber, Red
from idp.clock import Clock
from idp.outbound.demo_sink import URL as MESSAGES_PAGE
from idp.outbound.mail import MailServer
from idp.outbound.sms import SmsGateway
from idp.outbound.tls import machine_authorities
from idp.registry.outcomes import Misconfigured, Unavailable
from idp.registry.port import PopulationRegister
from idp.store.redis_rates import Rates
from idp.store.repositories.throttles import Throttles

_SECONDS = 5.0
_DAYS_AHEAD = 30


def register(population: PopulationRegister, url: str) -> str:
    """Whether the population register answers, and signs what it says."""
    waits = "citizens can sign in, verification waits"
    match population.probe():
        case Unavailable(trouble=trouble):
            raise Amber(
                f"{url} gives no usable answer ({trouble}); {waits}", "look at IDP_POPULATION_URL and _JWKS"
            )
        case Misconfigured(code=code):
            raise Amber(f"{url} refuses us with {code}; {waits}", "look at IDP_POPULATION_API_KEY")
    return f"{url} answers, and its signature is good"


def mail(url: str) -> str:
    """Whether the mail server takes connections. Nothing is sent."""
    if url == MESSAGES_PAGE:
        return "goes to the messages page of the demonstration"
    server = MailServer.from_url(url)
    return _reached("IDP_MAIL_URL", server.host, server.port)


def sms(url: str) -> str:
    """Whether the SMS gateway takes connections. Nothing is sent."""
    if url == MESSAGES_PAGE:
        return "goes to the messages page of the demonstration"
    gateway = urlsplit(SmsGateway.from_url(url).url)
    return _reached("IDP_SMS_URL", gateway.hostname or "", gateway.port or _usual_port(gateway.scheme))


def rates(throttle: Throttles) -> str:
    """Whether Redis answers, where rates are meant to be there."""
    if not isinstance(throttle, Rates):
        return "counted in the database"
    if not throttle.answers():
        raise Amber("Redis does not answer; the database counts meanwhile", "look at IDP_REDIS_URL")
    return "counted in Redis, and it answers"


def certificate(issuer: str, now: Clock, tls: ssl.SSLContext | None = None) -> str:
    """Whether browsers reach the issuer over TLS, and for how long its certificate is good.

    Args:
        issuer: The public address.
        now: The only source of time.
        tls: How certificates are checked; the machine's authorities if left out.
    """
    parts = urlsplit(issuer)
    host, port = parts.hostname or "", parts.port or _usual_port(parts.scheme)
    try:
        with (
            socket.create_connection((host, port), _SECONDS) as plain,
            (tls or machine_authorities()).wrap_socket(plain, server_hostname=host) as secured,
        ):
            held = secured.getpeercert() or {}
    except ssl.SSLCertVerificationError as refusal:
        raise Red(
            f"browsers will not believe {host}: {refusal.verify_message}", "renew or mend its certificate"
        ) from None
    except OSError as error:
        raise Amber(
            f"{host}:{port} is not reached from here ({type(error).__name__})",
            "see that the proxy runs and the name leads to it",
        ) from None
    days = (_ends(str(held["notAfter"])) - now()).days
    if days < _DAYS_AHEAD:
        raise Amber(f"the certificate of {host} ends in {days} days", "renew it")
    return f"{host} is reached over TLS; its certificate is good for {days} days"


def _reached(variable: str, host: str, port: int) -> str:
    try:
        socket.create_connection((host, port), _SECONDS).close()
    except OSError as error:
        raise Amber(
            f"{host}:{port} takes no connection ({type(error).__name__}); what is to be sent waits",
            f"look at {variable}, and at the way there",
        ) from None
    return f"{host}:{port} takes connections"


def _usual_port(scheme: str) -> int:
    return 443 if scheme == "https" else 80


def _ends(text: str) -> datetime:
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(text), UTC)
