"""The application: names every part of it. Read this first."""

import logging
from datetime import timedelta
from pathlib import Path

from flask import Blueprint, Flask
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined

from idp.clock import Clock, utc_now
from idp.config import Settings
from idp.crypto.passwords import PROFILES, Passwords
from idp.services import EXTENSION, Services
from idp.store.db import current_session, db, engine_options, prepare_engine
from idp.turns import Turnstile
from idp.web import (
    assets,
    authorize,
    check_session,
    end_session,
    grants,
    health,
    home,
    messages,
    metrics,
    protocol,
    registration,
    well_known,
)
from idp.web.admin import BLUEPRINTS as CONSOLE
from idp.web.api import routes as api
from idp.web.body_limit import register_body_limit
from idp.web.citizen import (
    access,
    account,
    consent,
    contact,
    continue_as,
    device,
    password_page,
    raise_level,
    recovery,
    register,
    requests,
    securing,
    security,
    sign_in,
    sign_out,
    verify,
)
from idp.web.context import register_context
from idp.web.developers import BLUEPRINTS as DESK
from idp.web.developers import WITHOUT_FORM_TOKEN
from idp.web.errors import register_error_pages
from idp.web.headers import register_headers
from idp.web.incidents import register_incidents
from idp.web.lane import Application
from idp.web.language import register_languages
from idp.web.protocol_calls import register_protocol_calls
from idp.web.proxies import trust_proxies
from idp.web.ready_answers import answer_documents_early
from idp.web.redirects import VerbatimResponse
from idp.web.request_record import register_request_record
from idp.web.sandbox import sign_in as sandbox_sign_in
from idp.web.scim import officer_routes as scim_officers
from idp.web.scim import routes as scim
from idp.web.secret_uses import register_secret_uses
from idp.web.side import SANDBOX_NAMES, SANDBOX_PATHS
from idp.web.turns import take_turns
from idp.web.unit_of_work import begin_units_of_work

BLUEPRINTS: tuple[Blueprint, ...] = (
    assets.blueprint,
    home.blueprint,
    check_session.blueprint,
    well_known.blueprint,
    health.blueprint,
    metrics.blueprint,
    messages.blueprint,
    sign_in.blueprint,
    register.blueprint,
    securing.blueprint,
    recovery.blueprint,
    verify.blueprint,
    sign_out.blueprint,
    account.blueprint,
    security.blueprint,
    password_page.blueprint,
    contact.blueprint,
    access.blueprint,
    consent.blueprint,
    continue_as.blueprint,
    raise_level.blueprint,
    device.blueprint,
    requests.blueprint,
    sandbox_sign_in.blueprint,
    *CONSOLE,
    *DESK,
)
ON_BOTH_SIDES: tuple[Blueprint, ...] = (device.blueprint, requests.blueprint)
"""Pages that the sandbox's people come to as well, under an address of the sandbox."""

MACHINE_BLUEPRINTS: tuple[Blueprint, ...] = (
    protocol.blueprint,
    registration.blueprint,
    grants.blueprint,
    authorize.blueprint,
    end_session.blueprint,
    api.blueprint,
    scim.blueprint,
    scim_officers.blueprint,
)
"""Endpoints for programs: they authenticate each request, so they carry no form token."""

_LARGEST_BODY = 128 * 1024


def create_app(
    settings: Settings,
    *,
    clock: Clock = utc_now,
    passwords: Passwords | None = None,
    turnstile: Turnstile | None = None,
) -> Flask:
    """Build the provider.

    Args:
        settings: What the deployment decided.
        clock: The only source of time; tests move it.
        passwords: Hashes passwords; tests bring a cheap one.
        turnstile: Who signs in goes through it; nobody has to wait where there is none.
    """
    app = Application(
        "idp", root_path=str(Path(__file__).parent), template_folder="web/templates", static_folder=None
    )
    app.config.update(_flask_settings(settings))
    app.jinja_env.undefined = StrictUndefined
    app.response_class = VerbatimResponse
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
    app.extensions[EXTENSION] = Services(
        settings, current_session(), clock, passwords or Passwords(PROFILES[settings.hashing_profile])
    )

    _observe(app, settings)
    # after_request functions run last to first: headers see the final answer, the commit comes before them.
    register_headers(app)
    register_languages(app)
    register_incidents(app, clock)
    desk = app.extensions[EXTENSION].client_desk
    register_secret_uses(app, desk.secrets, desk.secret_uses, clock)
    begin_units_of_work(app)
    house: Services = app.extensions[EXTENSION]
    register_protocol_calls(app, house.calls.add, house.call_counts.add, house.coach.look_again, clock)
    register_body_limit(app, but_not=[registration.blueprint.name])
    register_context(app)
    register_error_pages(app)
    _register_blueprints(app, CSRFProtect(app))
    if turnstile:
        take_turns(app, turnstile)
    answer_documents_early(app, house.ring.glance)
    trust_proxies(app, settings.trusted_proxies)
    logging.getLogger("idp").debug("provider built for %s", settings.issuer)
    return app


def _register_blueprints(app: Flask, form_tokens: CSRFProtect) -> None:
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    for blueprint in WITHOUT_FORM_TOKEN:
        form_tokens.exempt(blueprint)
    for blueprint in ON_BOTH_SIDES:
        name = blueprint.name
        app.register_blueprint(blueprint, name=f"{SANDBOX_NAMES}{name}", url_prefix=f"{SANDBOX_PATHS}{name}")
    for blueprint in MACHINE_BLUEPRINTS:
        form_tokens.exempt(blueprint)
        app.register_blueprint(blueprint)


def _observe(app: Flask, settings: Settings) -> None:
    # Before whatever else looks at requests: what observes them begins first and ends last.
    if settings.tracing_endpoint:
        from idp.tracing import begin_tracing  # noqa: PLC0415  an extra, which few have installed

        begin_tracing(app, settings.tracing_endpoint)
    register_request_record(app)


def _flask_settings(settings: Settings) -> dict[str, object]:
    signing, *older = settings.secret_key.listed()
    return {
        "DEBUG": settings.debug,
        "SECRET_KEY": signing,
        "SECRET_KEY_FALLBACKS": older,
        # Signs form tokens, and knows no fallbacks: of a list the serializer signs with the last one (itsdangerous).
        "WTF_CSRF_SECRET_KEY": [*reversed(older), signing],
        "SQLALCHEMY_DATABASE_URI": settings.database,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(settings.database),
        "MAX_CONTENT_LENGTH": _LARGEST_BODY,
        "MAX_FORM_MEMORY_SIZE": _LARGEST_BODY,
        "MAX_FORM_PARTS": 200,
        "SESSION_COOKIE_NAME": settings.cookie_name("form"),
        "SESSION_COOKIE_SECURE": settings.cookies_secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_PATH": "/",
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=12),
        # A phone that slept: the form token lives as long as the cookie it is bound to.
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": False,  # it compares the Referer, which our own policy withholds
    }
