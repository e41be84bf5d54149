"""Refreshes and other requests at a steady pace, in a process of their own: nothing else of the benchmark delays them.

`python -m tests.bench.pace`: what to do comes as JSON on standard input, the milliseconds of each kind are its output.
Each is counted from when it was due, not from when it was sent: a server that stalls does not slow its own examination.
"""

import json
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from functools import partial
from urllib.parse import urlencode

from tests.bench.wire import Wire, basic
from tests.builders import REDIRECT_URI
from tests.walker import challenge_of

REFRESH = "refresh"
SILENT = "silent authorization"


@dataclass(frozen=True)
class Visitor:
    """Somebody with a session, and the application's tokens for them.

    Args:
        refresh_token: The newest.
        access_token: Theirs.
        cookies: Of the session, as a browser sends them to the authorization endpoint.
    """

    refresh_token: str
    access_token: str
    cookies: str


@dataclass(frozen=True)
class Task:
    """What to do.

    Args:
        address: The provider's.
        paths: Its endpoints by name: authorize, token, userinfo, introspection, discovery.
        clients: The application and the resource server.
        secret: Of both.
        visitors: One for each connection.
        per_second: How many requests of all kinds, over all connections. Each connection asks one kind:
            a slow one does not delay another.
        seconds: For how long.
    """

    address: str
    paths: dict[str, str]
    clients: tuple[str, str]
    secret: str
    visitors: list[Visitor]
    per_second: float
    seconds: float

    def as_text(self) -> str:
        """For standard input."""
        return json.dumps(asdict(self))

    @classmethod
    def from_text(cls, text: str) -> "Task":
        """From standard input."""
        told = json.loads(text)
        return cls(**{**told, "visitors": [Visitor(**each) for each in told["visitors"]]})


@dataclass
class Told:
    """The milliseconds of every request by its kind, and what went wrong."""

    ms: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)


class Connection:
    """One connection, with what each kind of request on it takes."""

    def __init__(self, task: Task, number: int) -> None:
        self._task = task
        self._wire = Wire(task.address)
        self._visitor = task.visitors[number]
        self._token = self._visitor.refresh_token
        self._as_application, self._as_reader = (basic(name, task.secret) for name in task.clients)

    def kinds(self) -> dict[str, Callable[[], str]]:
        """What can be asked, by name; each answers with what went wrong, or with nothing."""
        paths = self._task.paths
        shown = {"Authorization": f"Bearer {self._visitor.access_token}"}
        asked = {"token": self._visitor.access_token}
        post, get = self._wire.post, self._wire.get
        return {
            REFRESH: self._refresh,
            "userinfo": lambda: _fault(*get(paths["userinfo"], shown)),
            "introspection": lambda: _fault(*post(paths["introspection"], asked, self._as_reader)),
            "discovery": lambda: _fault(*get(paths["discovery"], {})),
            SILENT: self._authorize,
        }

    def close(self) -> None:
        """Let go of it."""
        self._wire.close()

    def _refresh(self) -> str:
        form = {"grant_type": "refresh_token", "refresh_token": self._token}
        status, body = self._wire.post(self._task.paths["token"], form, self._as_application)
        if status == 200:
            self._token = body["refresh_token"]
        return _fault(status, body)

    def _authorize(self) -> str:
        asked = {
            "response_type": "code",
            "client_id": self._task.clients[0],
            "redirect_uri": REDIRECT_URI,
            "scope": "openid profile",
            "prompt": "none",
            "state": "a-state",
            "code_challenge": challenge_of("v" * 64),
            "code_challenge_method": "S256",
        }
        path = f"{self._task.paths['authorize']}?{urlencode(asked)}"
        reply = self._wire.ask("GET", path, {"Cookie": self._visitor.cookies})
        reached = reply.location or reply.text
        return "" if "code=" in reached else f"{reply.status}: {reached}"[:200]


def main() -> None:
    """Read, do, tell."""
    json.dump(asdict(run(Task.from_text(sys.stdin.read()))), sys.stdout)


def run(task: Task) -> Told:
    """Keep the pace on every connection."""
    told = Told()
    begun = time.perf_counter()
    threads = [
        threading.Thread(target=partial(_keep_pace, task, number, begun, told))
        for number in range(len(task.visitors))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def _keep_pace(task: Task, number: int, begun: float, told: Told) -> None:
    connection = Connection(task, number)
    kinds = [*connection.kinds().items()]
    name, ask = kinds[number % len(kinds)]
    due = begun + number / task.per_second
    while due < begun + task.seconds:
        # An event nobody sets: a wait with a limit.
        threading.Event().wait(max(due - time.perf_counter(), 0))
        try:
            fault = ask()
        except OSError as failure:
            fault = str(failure) or type(failure).__name__
        told.ms.setdefault(name, []).append((time.perf_counter() - due) * 1000)
        if fault:
            told.errors.append(f"{name}: {fault}")
        due += len(task.visitors) / task.per_second
    connection.close()


def _fault(status: int, body: object) -> str:
    return "" if status == 200 else f"{status}: {body}"[:200]


if __name__ == "__main__":
    main()
