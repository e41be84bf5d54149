"""Puts the parts together: a Flask application that knows how to sign citizens in and out."""

import hashlib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from flask import Blueprint, Flask, url_for

from clients.kit import backchannel, callback, initiate_login, notice, sign_in_problem, sign_out
from clients.kit.csrf import register_csrf
from clients.kit.database import Database
from clients.kit.english import ENGLISH
from clients.kit.headers import register_headers
from clients.kit.language import register_language
from clients.kit.oidc import register_provider
from clients.kit.problems import register_problems
from clients.kit.session_store import SessionStore
from clients.kit.sessions import ServerSessions
from clients.kit.settings import Settings
from clients.kit.sign_in import register_sign_in

LARGEST_FORM = 64 * 1024
HERE = Path(__file__).parent


def application(
    package: str, settings: Settings, *, scope: str, english: Mapping[str, str]
) -> tuple[Flask, Database]:
    """An application without pages of its own yet, and its database.

    Args:
        package: The package with `templates` and `static`.
        settings: How it runs.
        scope: What it asks the provider for.
        english: Its sentences in English, by the Vietnamese ones.
    """
    app = Flask(package)
    app.config.update(MAX_CONTENT_LENGTH=LARGEST_FORM, MAX_FORM_MEMORY_SIZE=LARGEST_FORM, MAX_FORM_PARTS=100)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    database = Database(settings.database)
    store = SessionStore(database)
    app.extensions["session_store"] = store
    app.session_interface = ServerSessions(store, settings)
    app.register_blueprint(
        Blueprint(
            "kit",
            __name__,
            template_folder="templates",
            static_folder="static",
            static_url_path="/static/kit",
        )
    )
    register_headers(app, settings)
    register_language(app, settings, {**ENGLISH, **english})
    register_csrf(app, exempt=frozenset({"backchannel.receive", "initiate_login.start"}))
    register_provider(app, settings, scope)
    register_sign_in(app)
    for part in (callback, sign_in_problem, sign_out, backchannel, notice, initiate_login):
        app.register_blueprint(part.blueprint)
    register_problems(app)
    app.jinja_env.globals["asset"] = _asset_of(app)
    return app, database


def _asset_of(app: Flask) -> Callable[[str], str]:
    @cache
    def asset(name: str) -> str:
        """The address of a file; it changes with the file, so that browsers may keep it for a year."""
        is_kit = name.startswith("kit/")
        folder = HERE / "static" if is_kit else Path(app.static_folder or "")
        file = name.removeprefix("kit/")
        mark = hashlib.sha256((folder / file).read_bytes()).hexdigest()[:12]
        return url_for("kit.static" if is_kit else "static", filename=file, v=mark)

    return asset
