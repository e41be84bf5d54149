"""The worker, driven by hand: tests decide when something leaves the outbox."""

from flask import Flask, current_app

from idp.outbound.worker import Worker
from idp.store.db import db
from idp.store.repositories.messages import ShownMessage
from idp.web.current import services
from idp.working import build_worker


def worker_of(app: Flask) -> Worker:
    """A worker on the application's database."""
    return build_worker(app)


def deliver_due() -> int:
    """Deliver everything that is due now; how many tries that were."""
    db.session.commit()
    tries = build_worker(current_app._get_current_object()).deliver_due()
    db.session.expire_all()
    return tries


def keep_house() -> None:
    """Do every chore of a worker that has just been started."""
    db.session.commit()
    build_worker(current_app._get_current_object()).keep_house()
    db.session.expire_all()


def messages_to(recipient: str) -> list[ShownMessage]:
    """Mail and SMS to somebody, newest first, after everything due has been delivered."""
    deliver_due()
    return services().messages.list(recipient)
