"""Two more who go about their day: an office that changes something by the API, and whoever watches over the house."""

import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import requests

from tests.bench.traffic import basic
from tests.builders import a_machine
from tests.faults.record import Fact, Record, Watched

ROBOT = "robot"
SCOPES = ("sen:banners.write", "sen:units.all")
LOOKED_AT = ("/healthz", "/readyz", "/.well-known/openid-configuration", "/oauth/jwks")
SECONDS_BETWEEN = 0.5


def register(issuer: str) -> None:
    """Let the office's program in. Needs an app context."""
    a_machine(ROBOT, scopes=SCOPES, audiences=[f"{issuer}/api/v1"])


class Regular(threading.Thread):
    """Does something again and again, until told to stop.

    Args:
        address: The provider's.
        record: Takes down everything.
    """

    def __init__(self, address: str, record: Record) -> None:
        super().__init__(name=type(self).__name__, daemon=True)
        self._address, self._record = address, record
        self._stop_asked = threading.Event()

    def stop(self) -> None:
        """End after what is under way."""
        self._stop_asked.set()

    def run(self) -> None:
        """Go on."""
        while not self._stop_asked.is_set():
            with suppress(requests.RequestException):
                self.once()
            self._stop_asked.wait(SECONDS_BETWEEN)

    def once(self) -> None:
        """What is done."""
        raise NotImplementedError


class Office(Regular):
    """Announces something, and takes it down again."""

    def __init__(self, address: str, record: Record) -> None:
        super().__init__(address, record)
        self._program = Watched(record)
        self._token = ""

    def once(self) -> None:
        """One announcement."""
        if not self._token:
            form = {"grant_type": "client_credentials", "scope": " ".join(SCOPES)}
            answer = self._program.post(f"{self._address}/oauth/token", data=form, headers=basic(ROBOT))
            if answer.status_code != 200:
                return
            self._token = answer.json()["access_token"]
        made = self._post("/banners", _announcement())
        if made is None:
            return
        self._record.add(Fact("announced", (made["id"],)))
        if self._post(f"/banners/{made['id']}/withdraw", None) is not None:
            self._record.add(Fact("withdrawn", (made["id"],)))

    def _post(self, path: str, body: dict[str, str] | None) -> dict[str, str] | None:
        headers = {"Authorization": f"Bearer {self._token}"}
        answer = self._program.post(f"{self._address}/api/v1{path}", json=body, headers=headers)
        if answer.status_code == 401:
            self._token = ""
        elif 400 <= answer.status_code < 500 and answer.status_code != 429:
            self._record.surprises.append(f"{path}: {answer.status_code} {answer.text[:300]}")
        return dict(answer.json()) if answer.status_code < 300 else None


class Watch(Regular):
    """Asks whether the house is alive and ready, and for what needs nothing that breaks: each in its own time."""

    def __init__(self, address: str, record: Record) -> None:
        super().__init__(address, record)
        self._asking = [threading.Thread(target=self._ask, args=(path,), daemon=True) for path in LOOKED_AT]

    def run(self) -> None:
        """One thread for each path: a slow one hides no other."""
        for thread in self._asking:
            thread.start()
        for thread in self._asking:
            thread.join()

    def _ask(self, path: str) -> None:
        while not self._stop_asked.is_set():
            self._look(path)
            self._stop_asked.wait(SECONDS_BETWEEN)

    def _look(self, path: str) -> None:
        # A connection of its own, as a machine that watches makes: one that was open may be to a process that died.
        with suppress(requests.RequestException):
            Watched(self._record).get(self._address + path, headers={"Connection": "close"})


def _announcement() -> dict[str, str]:
    now = datetime.now(UTC)
    return {
        "kind": "maintenance",
        "vi": "Bảo trì",
        "en": "Maintenance",
        "starts_at": (now + timedelta(days=2)).isoformat(),
        "ends_at": (now + timedelta(days=3)).isoformat(),
    }
