"""The house that things happen to: a provider with its database, an application, and everybody who comes to it."""

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Self

import psutil
import sqlalchemy as sa

from idp.config import Settings
from idp.store.db import engine_options, prepare_engine
from tests.builders import TOTP_KEY, a_citizen, a_client, a_person
from tests.faults import once
from tests.faults.application import CLIENT
from tests.faults.cluster import Cluster
from tests.faults.day import Day
from tests.faults.kept import Kept, kept_in
from tests.faults.office import Office, Regular, Watch, register
from tests.faults.record import Record
from tests.installation import application
from tests.receivers import Receiver, receiver
from tests.servers import SERVE, Server, free_ports, provider, provider_settings
from tests.waiting import lasting, until

CITIZENS = 3
SIZE = {"workers": "2", "threads": "8"}


class House:
    """Everything of one scenario, on tables that are there already.

    Args:
        url: The database.
        folder: The provider's data folder.
        cluster: The PostgreSQL it is on, if it is one.
    """

    server: Server
    portal: Receiver
    visitor: str
    """What somebody types as user name who has no day of their own: nothing of theirs ends but by what a fault does."""
    passwords_change = True
    """Whether citizens choose other passwords now and then."""
    command: Sequence[str] = SERVE
    """What serves."""
    processes = int(SIZE["workers"])
    """How many answer when all is well."""

    def __init__(self, url: str, folder: Path, cluster: Cluster | None = None) -> None:
        self.url, self.folder, self._cluster = url, folder, cluster
        self.port = free_ports(1)[0]
        self.record = Record()
        self.more_settings: dict[str, str] = {}
        self.notes: list[str] = []
        """What is worth saying in the report, in words."""
        self.rounds = 1
        self._citizens: list[tuple[str, str]] = []
        self._busy: list[Day | Regular] = []
        self._careful = ""
        """Whoever has an authenticator app."""
        self.stack = ExitStack()

    @property
    def address(self) -> str:
        """The provider's address."""
        return f"http://localhost:{self.port}"

    @property
    def cluster(self) -> Cluster:
        """The PostgreSQL it is on."""
        assert self._cluster is not None, "this house is on SQLite"
        return self._cluster

    @property
    def environment(self) -> dict[str, str]:
        """The environment of commands beside the server."""
        return provider_settings(self.address, self.url, self.folder)

    @property
    def logins(self) -> list[str]:
        """What citizens type as user names."""
        return [login for login, _ in self._citizens]

    def __enter__(self) -> Self:
        self.portal = self.stack.enter_context(receiver())
        settings = Settings(
            env="demo", issuer=self.address, data_dir=self.folder, database_url=self.url, port=self.port
        )
        with application(settings):
            a_client(CLIENT, scope_policy=_policy(), metadata={"backchannel_logout_uri": self.portal.address})
            register(self.address)
            once.register(self.address)
            for _ in range(CITIZENS):
                person = a_person()
                self._citizens.append((person.phone, a_citizen(person).id))
            person = a_person()
            a_citizen(person)
            self.visitor = person.phone
            person = a_person()
            a_citizen(person, totp=TOTP_KEY)
            self._careful = person.phone
        return self

    def __exit__(self, *_: object) -> None:
        self.send_home()
        self.stack.close()

    def serve(self) -> None:
        """Start the provider."""
        settings = {**SIZE, **self.more_settings}
        self.server = self.stack.enter_context(
            provider(self.url, self.folder, port=self.port, command=self.command, **settings)
        )

    def workers(self) -> list[psutil.Process]:
        """The processes that answer."""
        return processes_of(self.server)

    def begin_the_day(self) -> None:
        """Let everybody begin, and see that all is well."""
        everybody = [Day(self.address, *each, self.record) for each in self._citizens]
        for each in everybody:
            each.chooses_passwords = self.passwords_change
        others = [kind(self.address, self.record) for kind in (Office, Watch, once.Signer)]
        self._busy = [*everybody, *others, once.Careful(self.address, self._careful, self.record)]
        for each in self._busy:
            each.start()
        self.wait_for_flows(CITIZENS)

    def send_home(self) -> None:
        """Let everybody finish the step they are at."""
        busy, self._busy = self._busy, []
        for each in busy:
            each.stop()
        for each in busy:
            each.join(60)

    def wait_for_flows(self, count: int, seconds: float = 45.0) -> None:
        """Wait until so many more flows have gone through."""
        wanted = len(self.record.flows) + count
        until(lambda: len(self.record.flows) >= wanted, seconds=seconds, what="a whole flow")

    def wait(self, seconds: float) -> None:
        """Let a fault last."""
        lasting(seconds)

    @contextmanager
    def broken(self) -> Iterator[None]:
        """The block is the fault."""
        self.record.broken_from = min(time.monotonic(), self.record.broken_from)
        try:
            yield
        finally:
            self.record.mended_at = time.monotonic()

    def mending(self) -> None:
        """What was taken away is given back from now on; the fault is over when it is there."""
        self.record.mending_from = time.monotonic()

    def kept(self) -> Kept:
        """What the tables hold now."""
        engine = sa.create_engine(self.url, **engine_options(self.url))
        prepare_engine(engine)
        try:
            return kept_in(engine)
        finally:
            engine.dispose()


class SettledHouse(House):
    """Where everybody keeps their password."""

    passwords_change = False


def processes_of(server: Server) -> list[psutil.Process]:
    """The processes of a provider that answer."""
    children = psutil.Process(server.process.pid).children()
    return [each for each in children if each.is_running() and each.status() != psutil.STATUS_ZOMBIE]


def _policy() -> dict[str, Any]:
    words = {"vi": "Giải quyết thủ tục hành chính", "en": "Handling a procedure"}
    asked = {"legal_basis": "consent", "purpose": words, "optional": False}
    return dict.fromkeys(("openid", "profile", "offline_access"), asked)
