"""The providers of others, as `make bench-peers` has installed them: started, filled, asked as ours is."""

import json
import os
import platform
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tests.architecture.source import ROOT
from tests.bench.browsing import Person
from tests.bench.ours import Stores
from tests.bench.processes import Nobody, Processes
from tests.bench.targets import CREDENTIALS, DISCOVERY, FULL, JWKS, SCENARIOS, Paths, Target
from tests.builders import API, CLIENT_SECRET, PASSWORD, REDIRECT_URI
from tests.servers import Server, free_ports, running
from tests.waiting import until

INSTALLED = ROOT / ".peers"
CONFIGURED = ROOT / "tests" / "bench" / "peers"
PEOPLE = 32
SECONDS_TO_START = 60
_KIND = "arm64" if platform.machine() == "aarch64" else "x64"
NODE = INSTALLED / "oidc_provider" / "node_modules" / f"node-linux-{_KIND}"
REGISTERED = {"SECRET": CLIENT_SECRET, "REDIRECT_URI": REDIRECT_URI, "PASSWORD": PASSWORD, "API": API}

IN_MEMORY = "oidc-provider, memory"
IN_MEMORY_JWT = "oidc-provider, memory, JWT"
IN_REDIS = "oidc-provider, Redis"
DJANGO_SQLITE = "django-oauth-toolkit, SQLite"
DJANGO_POSTGRESQL = "django-oauth-toolkit, PostgreSQL"
CANAILLE = "Canaille, SQLite"


@dataclass(frozen=True)
class Peer:
    """One provider in one arrangement.

    Args:
        name: What it is called in tables.
        needs: What has to be there.
        starts: Starts it for a block, on the databases of the benchmark and under a word of its own.
    """

    name: str
    needs: tuple[Path, ...]
    starts: Callable[[Stores, str], AbstractContextManager[Target]]

    @property
    def missing(self) -> str:
        """Why it is left out, in a sentence; empty when it is there."""
        gone = [path for path in self.needs if not path.exists()]
        return f"{self.name} is left out: {gone[0].name} is not installed (make bench-peers)." if gone else ""


@contextmanager
def oidc_provider(
    stores: Stores, word: str, *, name: str, tokens: str = "opaque", redis: bool = False
) -> Iterator[Target]:
    """npm oidc-provider, one process of Node, with its development pages; in memory, or in a Redis of its own."""
    folder = _folder(stores, word)
    with redis_server(folder) if redis else _nothing() as (database, port):
        environment = {**REGISTERED, "TOKENS": tokens, "REDIS": port, "NODE_ENV": "production"}
        listens = free_ports(1)[0]
        with running(
            [NODE / "bin" / "node", _beside_its_packages()],
            address=f"http://localhost:{listens}",
            log=folder / "peer.log",
            environment={**environment, "PORT": str(listens)},
            asks="/.well-known/openid-configuration",
            seconds=SECONDS_TO_START,
        ) as server:
            yield Target(
                name=name,
                address=server.address,
                paths=Paths("/auth", "/token", "/me", "/token/introspection", "/jwks"),
                people=tuple(
                    Person({"login": f"citizen-{number}", "password": PASSWORD}, {})
                    for number in range(PEOPLE)
                ),
                scenarios=(CREDENTIALS,) if tokens == "jwt" else tuple(SCENARIOS),
                processes=Processes.of(server.process),
                database=database,
                first_answer=server.first_answer,
            )


@contextmanager
def django(stores: Stores, word: str, *, name: str, on_postgresql: bool) -> Iterator[Target]:
    """django-oauth-toolkit on gunicorn with two synchronous workers."""
    folder = _folder(stores, word)
    own, configured = INSTALLED / "django_oauth_toolkit", CONFIGURED / "django_oauth_toolkit"
    environment = {
        **REGISTERED,
        "STORE": str(folder),
        "DATABASE": stores.url_for_others(f"tests_{os.getpid()}_{word}") if on_postgresql else "",
        "DJANGO_SETTINGS_MODULE": "settings",
        "PYTHONPATH": str(configured),
    }
    _prepare(own, configured, environment)
    application = "django.core.wsgi:get_wsgi_application()"
    with _gunicorn(own, application, folder, environment, "/o/.well-known/openid-configuration") as server:
        yield Target(
            name=name,
            address=server.address,
            paths=Paths(
                "/o/authorize/",
                "/o/token/",
                "/o/userinfo/",
                "/o/introspect/",
                "/o/.well-known/jwks.json",
                "/o/.well-known/openid-configuration",
            ),
            people=_people("username", pressed={"allow": "Authorize"}),
            scenarios=tuple(SCENARIOS),
            processes=Processes.of(server.process),
            database=stores.processes("postgresql" if on_postgresql else "sqlite"),
            first_answer=server.first_answer,
        )


@contextmanager
def canaille(stores: Stores, word: str) -> Iterator[Target]:
    """Canaille on gunicorn with two synchronous workers."""
    folder = _folder(stores, word)
    own, configured = INSTALLED / "canaille", CONFIGURED / "canaille"
    port = free_ports(1)[0]
    environment = {**REGISTERED, "STORE": str(folder), "PORT": str(port), "PYTHONPATH": str(configured)}
    _prepare(own, configured, environment)
    with _gunicorn(
        own, "peer:made()", folder, environment, "/.well-known/openid-configuration", port
    ) as server:
        yield Target(
            name=CANAILLE,
            address=server.address,
            paths=Paths(
                "/oauth/authorize", "/oauth/token", "/oauth/userinfo", "/oauth/introspect", "/oauth/jwks.json"
            ),
            people=_people("login", pressed={"answer": "accept"}),
            # It answers 500 to two tokens of one person in the same second: what repeats one is left out.
            scenarios=(CREDENTIALS, FULL, DISCOVERY, JWKS),
            processes=Processes.of(server.process),
            first_answer=server.first_answer,
        )


@contextmanager
def redis_server(folder: Path) -> Iterator[tuple[Processes, str]]:
    """Debian's Redis on a free port, keeping nothing on disk: as cheap as it can be."""
    port = str(free_ports(1)[0])
    command = [
        "redis-server",
        "--port",
        port,
        "--bind",
        "127.0.0.1",
        "--save",
        "",
        "--appendonly",
        "no",
        "--dir",
        str(folder),
    ]
    with (folder / "redis.log").open("wb") as log:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)
    try:
        until(lambda: _answers(int(port)), seconds=SECONDS_TO_START, what="an answer of Redis")
        yield Processes.of(process), port
    finally:
        process.terminate()
        process.wait(SECONDS_TO_START)


PEERS: tuple[Peer, ...] = (
    Peer(IN_MEMORY, (NODE,), partial(oidc_provider, name=IN_MEMORY)),
    Peer(IN_MEMORY_JWT, (NODE,), partial(oidc_provider, name=IN_MEMORY_JWT, tokens="jwt")),
    Peer(
        IN_REDIS,
        (NODE, Path(shutil.which("redis-server") or "redis-server")),
        partial(oidc_provider, name=IN_REDIS, redis=True),
    ),
    Peer(
        DJANGO_SQLITE,
        (INSTALLED / "django_oauth_toolkit" / "bin" / "gunicorn",),
        partial(django, name=DJANGO_SQLITE, on_postgresql=False),
    ),
    Peer(
        DJANGO_POSTGRESQL,
        (INSTALLED / "django_oauth_toolkit" / "bin" / "gunicorn",),
        partial(django, name=DJANGO_POSTGRESQL, on_postgresql=True),
    ),
    Peer(CANAILLE, (INSTALLED / "canaille" / "bin" / "gunicorn",), canaille),
)


def versions() -> dict[str, str]:
    """What is installed, by name."""
    found = {}
    package = NODE.parent / "oidc-provider" / "package.json"
    if NODE.exists() and package.exists():
        found["Node.js"] = _first_line([NODE / "bin" / "node", "--version"]).lstrip("v")
        found["oidc-provider"] = str(json.loads(package.read_text())["version"])
    for name, folder in (("django-oauth-toolkit", "django_oauth_toolkit"), ("Canaille", "canaille")):
        lock = CONFIGURED / folder / "requirements.txt"
        if (INSTALLED / folder / "bin" / "gunicorn").exists():
            pins = dict(line.split("==") for line in lock.read_text().splitlines() if "==" in line)
            found[name] = pins[name]
    if shutil.which("redis-server"):
        found["Redis"] = _first_line(["redis-server", "--version"]).partition("v=")[2].split(" ")[0]
    return found


def _folder(stores: Stores, word: str) -> Path:
    folder = stores.folder / f"peer-{word}"
    folder.mkdir()
    return folder


def _people(field: str, *, pressed: dict[str, str]) -> tuple[Person, ...]:
    return tuple(
        Person({field: f"citizen-{number}", "password": PASSWORD}, pressed) for number in range(PEOPLE)
    )


def _prepare(own: Path, configured: Path, environment: dict[str, str]) -> None:
    command = [own / "bin" / "python", configured / "prepare.py", str(PEOPLE)]
    done = subprocess.run(
        command, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"{command}: {done.stdout}{done.stderr}"[-4000:])


def _gunicorn(
    own: Path, application: str, folder: Path, environment: dict[str, str], asks: str, port: int = 0
) -> AbstractContextManager[Server]:
    port = port or free_ports(1)[0]
    command = [own / "bin" / "gunicorn", "--workers", "2", "--bind", f"127.0.0.1:{port}", application]
    return running(
        command,
        address=f"http://localhost:{port}",
        log=folder / "peer.log",
        environment=environment,
        asks=asks,
        seconds=SECONDS_TO_START,
    )


def _beside_its_packages() -> Path:
    # Node looks for packages from where a module is.
    place = INSTALLED / "oidc_provider"
    for name in ("server.mjs", "redis_adapter.mjs"):
        shutil.copyfile(CONFIGURED / "oidc_provider" / name, place / name)
    return place / "server.mjs"


@contextmanager
def _nothing() -> Iterator[tuple[Processes, str]]:
    yield Nobody(), ""


def _answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


def _first_line(command: Sequence[str | Path]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()[0]
