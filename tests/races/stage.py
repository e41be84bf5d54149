"""What the races play on: a provider that can be killed and started again on the same tables."""

import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any, Self

import requests
from sqlalchemy import func, select

from idp.config import Settings
from idp.crypto.digests import digest
from idp.store.db import db
from idp.store.models import Authorization, RefreshToken
from tests.bench.traffic import basic
from tests.builders import a_citizen, a_client, a_person
from tests.installation import application
from tests.servers import Server, free_ports, provider
from tests.walker import OverHttp, Returned, Walker

WORKERS = {"workers": "2", "threads": "16"}
AFTERWARDS = {"workers": "1", "threads": "4"}
"""Nothing races any more once the processes were killed: one is enough to ask what is left."""


class Stage:
    """A provider with several processes, and one citizen's browser."""

    server: Server
    walker: Walker

    def __init__(self, database_url: str, folder: Path) -> None:
        self.database_url = database_url
        self._folder = folder
        self._port = free_ports(1)[0]
        self._running = ExitStack()

    @property
    def address(self) -> str:
        """The provider's address, the same after a restart."""
        return f"http://localhost:{self._port}"

    def __enter__(self) -> Self:
        with application(self.settings()):
            a_client("portal")
        self.start()
        self.welcome_somebody()
        return self

    def __exit__(self, *_: object) -> None:
        self._running.close()

    def settings(self) -> Settings:
        """The settings of the provider, for an application on the same tables within the test."""
        return Settings(
            env="demo",
            issuer=self.address,
            data_dir=self._folder,
            database_url=self.database_url,
            port=self._port,
        )

    def welcome_somebody(self) -> None:
        """Let a citizen whom nobody knows yet sit down at the browser."""
        person = a_person()
        with application(self.settings()):
            a_citizen(person)
        self.walker = Walker(self.address, OverHttp(), person.phone)

    def start(self) -> None:
        """Start the provider."""
        self._start(WORKERS)

    def start_again(self) -> None:
        """Start the provider after it was killed, to see what it finds."""
        self._start(AFTERWARDS)

    def _start(self, size: dict[str, str]) -> None:
        started = provider(self.database_url, self._folder, port=self._port, **size)
        self.server = self._running.enter_context(started)

    def kill(self) -> None:
        """Kill every process of the provider, in the middle of whatever they do."""
        self.server.kill()

    def codes(self, count: int) -> list[Returned]:
        """Fresh codes of one signed-in citizen."""
        return [self.walker.authorize("portal") for _ in range(count)]

    def token(self, form: dict[str, str], session: requests.Session | None = None) -> requests.Response:
        """One token request."""
        caller = session or requests.Session()
        return caller.post(f"{self.address}/oauth/token", data=form, headers=basic("portal"), timeout=60)

    def kept(self, code: str) -> tuple[bool, int, int]:
        """What the tables hold about a code: redeemed, refresh tokens of its family, of these unspent."""
        with application(self.settings()):
            found = db.session.scalars(
                select(Authorization).where(Authorization.code_digest == digest(code))
            ).one()
            of_family = select(func.count()).where(RefreshToken.authorization_id == found.id)
            unspent = of_family.where(RefreshToken.used_at.is_(None))
            return (
                found.redeemed_at is not None,
                db.session.scalar(of_family) or 0,
                db.session.scalar(unspent) or 0,
            )


def all_at_once(
    acts: Sequence[Callable[[], Any]], meanwhile: Callable[[threading.Semaphore], object] = lambda _: None
) -> list[Any]:
    """Let every act begin at the same moment in a thread of its own; what each gave, None where it broke off.

    Args:
        acts: What to do.
        meanwhile: What to do here while they run; the semaphore is released each time one of them is done.
    """
    gate = threading.Barrier(len(acts) + 1)
    done = threading.Semaphore(0)
    results: list[Any] = [None] * len(acts)

    def run(place: int) -> None:
        gate.wait()
        with suppress(requests.RequestException):
            results[place] = acts[place]()
        done.release()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    gate.wait()
    meanwhile(done)
    for thread in threads:
        thread.join()
    return results
