"""Whether this process is alive, and whether it can serve: for machines that watch over it."""

from collections.abc import Callable

from flask import Blueprint, Response, jsonify
from sqlalchemy.exc import SQLAlchemyError

from idp.crypto.sealing import CannotOpen
from idp.keys.ring import NoSigningKey
from idp.store import patience, schema
from idp.store.db import db
from idp.web.current import services

blueprint = Blueprint("health", __name__)

Check = Callable[[], str | None]
"""Looks at one thing; what is missing, or None."""

_SECONDS = 2.0
"""Whoever watches over processes waits for a few seconds and takes silence for death."""


@blueprint.get("/healthz")
def alive() -> Response:
    """The process answers. Nothing else is looked at: restarting it would not mend a database."""
    return jsonify(alive=True)


@blueprint.get("/readyz")
def ready() -> Response:
    """Whether requests can be served: the database answers, its tables are current, and keys are there."""
    missing: dict[str, str] = {}
    _say_that_we_run()
    for name, check in CHECKS.items():
        try:
            with patience.at_most(_SECONDS):
                found = check()
        except Exception as error:  # noqa: BLE001  whatever it is, requests cannot be served
            # By name only: its text may hold the database's address.
            found = f"cannot be used ({type(error).__name__})"
            db.session.rollback()
        if found:
            missing[name] = found
            break
    answer = jsonify(ready=not missing, missing=missing)
    answer.status_code = 503 if missing else 200
    if missing:
        answer.headers["Retry-After"] = "5"
    return answer


def _say_that_we_run() -> None:
    # Where no worker of this process says so. Whoever decides about requests asks here every few seconds.
    if not services().settings.embedded_worker:
        try:
            services().running_processes.note()
        except SQLAlchemyError:  # looked at below, by asking
            db.session.rollback()


def _tables() -> str | None:
    with db.engine.connect() as connection:
        if not schema.is_current(connection):
            return "the tables are not at the newest migration"
        return None if schema.takes_writes(connection) else "it takes no writes"


def _keys() -> str | None:
    try:
        services().ring.signer("RS256")
    except NoSigningKey:
        return "there are no signing keys"
    except CannotOpen:
        return "the signing keys do not open with this key-encryption key"
    return None


CHECKS: dict[str, Check] = {"database": _tables, "keys": _keys}
"""In this order; the first that fails is told."""
