"""The platform's interfaces: citizens' dossiers for applications that act for them, figures for programs."""

import logging
from typing import Any

from flask import Flask, Response, jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from clients.kit.database import Database
from clients.kit.provider import Provider, ProviderUnreachable
from clients.kit.settings import Settings
from clients.lgsp.access_tokens import Caller, Refused, presented_token, read_access_token
from clients.lgsp.figures import Unreadable, read_figures
from clients.lgsp.holdings import Holdings
from clients.lgsp.introspection import Introspection

DOSSIERS = "lgsp:dossiers.read"
SYNC = "lgsp:sync"
LARGEST_DOCUMENT = 256 * 1024
METADATA = "/.well-known/oauth-protected-resource"
_log = logging.getLogger(__name__)


def create_app(settings: Settings) -> Flask:
    """The platform.

    Args:
        settings: How it runs; its `base_url` is the audience its tokens are for.
    """
    app = Flask(__package__ or "clients.lgsp")
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_DOCUMENT
    provider = app.extensions["provider"] = Provider(settings.issuer)
    door = Door(provider, settings)
    holdings = Holdings(Database(settings.database))
    _register_description(app, settings)
    _register_interfaces(app, door, holdings)
    _register_answers(app, settings)
    return app


class Door:
    """Who is let in."""

    def __init__(self, provider: Provider, settings: Settings) -> None:
        self._provider = provider
        self._audience = settings.base_url
        self._introspection = Introspection(provider, settings)

    def caller(self, scope: str, *, writes: bool = False) -> Caller:
        """Whoever calls, if their token opens this.

        Args:
            scope: What it must open.
            writes: Whether something is about to change: then the provider is asked, too.

        Raises:
            Refused: They are not let in.
            ProviderUnreachable: That cannot be said now.
        """
        caller = read_access_token(presented_token(request), self._provider, self._audience)
        if scope not in caller.scopes:
            raise Refused(403, "insufficient_scope", f"this needs the scope {scope}", scope)
        if writes and self._introspection.is_possible and not self._introspection.is_active(caller.token):
            raise Refused(401, "invalid_token", "the token was revoked")
        return caller


def _register_interfaces(app: Flask, door: Door, holdings: Holdings) -> None:
    @app.get("/api/dossiers")
    def dossiers() -> ResponseReturnValue:
        caller = door.caller(DOSSIERS)
        if not caller.is_for_citizen:
            raise Refused(403, "insufficient_scope", "dossiers are shown on behalf of a citizen", DOSSIERS)
        return jsonify(dossiers=holdings.dossiers_of(caller.subject))

    @app.get("/api/statistics")
    def statistics() -> ResponseReturnValue:
        door.caller(SYNC)
        return jsonify(figures=holdings.figures())

    @app.post("/api/sync")
    def sync() -> ResponseReturnValue:
        caller = door.caller(SYNC, writes=True)
        figures = read_figures(request.get_json(silent=True))
        holdings.take(figures)
        _log.info("%s sent %d figures", ascii(caller.client_id), len(figures))
        return jsonify(accepted=len(figures))


def _register_description(app: Flask, settings: Settings) -> None:
    @app.get("/")
    def description() -> ResponseReturnValue:
        return jsonify(
            name="Nền tảng tích hợp, chia sẻ dữ liệu tỉnh An Liên (LGSP)",
            interfaces={"GET /api/dossiers": DOSSIERS, "GET /api/statistics": SYNC, "POST /api/sync": SYNC},
            metadata=settings.base_url + METADATA,
        )

    @app.get("/healthz")
    def healthz() -> ResponseReturnValue:
        return jsonify(status="ok")

    @app.get(METADATA)
    def metadata() -> ResponseReturnValue:
        # RFC 9728, 2
        return jsonify(
            resource=settings.base_url,
            authorization_servers=[settings.issuer],
            scopes_supported=[DOSSIERS, SYNC],
            bearer_methods_supported=["header"],
        )


def _register_answers(app: Flask, settings: Settings) -> None:
    @app.errorhandler(Refused)
    def refused(reason: Refused) -> ResponseReturnValue:
        body = {"error": reason.error or "unauthorized", "error_description": reason.description}
        return _answer(
            body, reason.status, {"WWW-Authenticate": reason.challenge(settings.base_url + METADATA)}
        )

    @app.errorhandler(Unreadable)
    def unreadable(reason: Unreadable) -> ResponseReturnValue:
        return _answer({"error": "invalid_request", "error_description": str(reason)}, 422)

    @app.errorhandler(ProviderUnreachable)
    def unreachable(reason: ProviderUnreachable) -> ResponseReturnValue:
        _log.warning("tokens cannot be checked: %s", reason)
        return _answer({"error": "temporarily_unavailable"}, 503, {"Retry-After": "30"})

    @app.errorhandler(HTTPException)
    def other(error: HTTPException) -> ResponseReturnValue:
        return _answer({"error": error.name.lower().replace(" ", "_")}, error.code or 500)

    @app.after_request
    def quiet(response: Response) -> Response:
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Content-Security-Policy"] = "default-src 'none'; frame-ancestors 'none'"
        return response


def _answer(
    body: dict[str, Any], status: int, headers: dict[str, str] | None = None
) -> tuple[Response, int, dict[str, str]]:
    return jsonify(body), status, headers or {}
