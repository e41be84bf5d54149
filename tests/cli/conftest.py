"""Commands run in this process, on the database of the test."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from idp.cli import main
from idp.config import Settings
from idp.crypto.passwords import ONLY_FOR_TESTS, Passwords
from idp.store.db import db
from tests.moments import MovingClock


@pytest.fixture
def run(
    app, settings: Settings, clock: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Result]:
    """Run a command; `typed` is its standard input, a document given as such is sent as JSON."""
    from idp.cli import context

    build = context.create_app

    made: list[Flask] = []

    def built(chosen: Settings) -> Flask:
        made.append(build(chosen, clock=clock, passwords=Passwords(ONLY_FOR_TESTS)))
        return made[-1]

    monkeypatch.setattr(context, "create_app", built)
    for name, value in (
        ("IDP_ENV", "demo"),
        ("IDP_ISSUER", settings.issuer),
        ("IDP_DATABASE_URL", settings.database_url),
        ("IDP_DATA_DIR", str(settings.data_dir)),
    ):
        monkeypatch.setenv(name, value)

    def command(*arguments: str, typed: Any = None) -> Result:
        db.session.commit()
        given = typed if typed is None or isinstance(typed, str | bytes) else json.dumps(typed)
        result = CliRunner().invoke(main, list(arguments), input=given)
        while made:
            with made.pop().app_context():
                db.engine.dispose()
        db.session.expire_all()
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return command
