"""What Prometheus reads. Without its token there is no such page, for anybody."""

import secrets
from collections.abc import Iterator

from flask import Blueprint, Response, abort, request
from sqlalchemy.exc import SQLAlchemyError

from idp import measures
from idp.measures import metrics
from idp.store.db import db
from idp.web.current import services, settings

blueprint = Blueprint("metrics", __name__)


@blueprint.get("/metrics")
def show() -> Response:
    """Every metric of this server's processes, and what the database says now."""
    if not measures.is_measuring() or not _knows_the_token():
        abort(404)
    body, content_type = measures.exposition(_asked())
    answer = Response(body, content_type=content_type)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _knows_the_token() -> bool:
    token = settings().metrics_token.reveal()
    given = request.headers.get("Authorization", "")
    return bool(token) and secrets.compare_digest(given.encode(), f"Bearer {token}".encode())


def _asked() -> list[measures.Sample]:
    """What is looked up: three small SELECTs. A database that is gone is told, and hides nothing else."""
    try:
        return [*_of_database(), (metrics.DATABASE_UP, (), 1)]
    except SQLAlchemyError:
        db.session.rollback()
        return [(metrics.DATABASE_UP, (), 0)]


def _of_database() -> Iterator[measures.Sample]:
    live, now = services().watch.live, services().clock()
    for queue in live.queues():
        age = (now - queue.oldest).total_seconds() if queue.oldest else 0
        yield metrics.OUTBOX_WAITING, (queue.kind,), queue.waiting
        yield metrics.OUTBOX_OLDEST, (queue.kind,), age
        yield metrics.OUTBOX_GIVEN_UP, (queue.kind,), queue.given_up
    ages: dict[tuple[str, str], float] = {}
    for each in live.ring():
        place = each.key.algorithm, each.key.state
        ages[place] = max(ages.get(place, 0), each.age.total_seconds())
    for place, age in ages.items():
        yield metrics.KEY_AGE, place, age
    yield metrics.KEY_ROTATION, (), settings().key_rotation_every.total_seconds()
    for outcome, count in live.pulses().items():
        yield metrics.PULSES, (outcome,), count
