"""A deliverer that tests look into, and workers that carry for it."""

from contextlib import contextmanager
from typing import Any

from idp.outbound.delivery import Deliverer, Send
from idp.outbound.outbox import Parcel
from idp.outbound.worker import Worker
from idp.store.db import db
from idp.store.models import OutboxEntry
from idp.web.current import services


class Recording(Deliverer):
    """Delivers into a list, and fails as often as it is told to."""

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.sent: list[Parcel] = []
        self.settled: list[str] = []
        self.before_sending: Any = lambda: None

    def prepare(self, parcel: Parcel) -> Send:
        def send() -> str:
            self.before_sending()
            if self.failures:
                raise self.failures.pop(0)
            self.sent.append(parcel)
            return "receipt"

        return send

    def delivered(self, parcel: Parcel, result: Any) -> None:
        self.settled.append(f"{result} {parcel.attempt}")

    def gave_up(self, parcel: Parcel, reason: str) -> None:
        self.settled.append(f"{reason} {parcel.attempt}")


def a_worker(app, deliverers, chores=()) -> Worker:
    @contextmanager
    def unit_of_work():
        with app.app_context():
            yield
            db.session.commit()

    return Worker(services().outbox, deliverers, list(chores), unit_of_work, services().clock)


def queued(kind: str = "note", **options: Any) -> str:
    added = services().outbox.add(kind, {"say": "xin chào"}, **options)
    db.session.commit()
    return added


def entry(entry_id: str) -> OutboxEntry:
    db.session.expire_all()
    return db.session.get_one(OutboxEntry, entry_id)
