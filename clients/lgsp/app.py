"""The platform's interfaces: citizens' dossiers for applications that act for them, figures for programs."""

import logging
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, abort, jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from clients.kit.database import Database
from clients.kit.provider import Provider, ProviderUnreachable
from clients.kit.settings import Settings
from clients.lgsp.access_tokens import Caller, Refused, presented_token, read_access_token
from clients.lgsp.authority import TYPE, demand_submission
from clients.lgsp.figures import Unreadable, read_figures
from clients.lgsp.holdings import PENDING, SETTLED, Holdings
from clients.lgsp.introspection import Introspection
from clients.lgsp.strength import Strength

DOSSIERS = "lgsp:dossiers.read"
SYNC = "lgsp:sync"
LARGEST_DOCUMENT = 256 * 1024
LEVEL_FOR_RESULTS = 2
SECONDS_FOR_RESULTS = 15 * 60
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
    _register_dossier(app, door, holdings, settings)
    _register_answers(app, settings)
    return app


class Door:
    """Who is let in."""

    def __init__(self, provider: Provider, settings: Settings) -> None:
        self._provider = provider
        self._audience = settings.base_url
        self._introspection = Introspection(provider, settings)

    def caller(self, scope: str | None, *, writes: bool = False) -> Caller:
        """Whoever calls, if their token opens this.

        Args:
            scope: What it must open; None where authorization details decide.
            writes: Whether something is about to change: then the provider is asked, too.

        Raises:
            Refused: They are not let in.
            ProviderUnreachable: That cannot be said now.
        """
        caller = read_access_token(presented_token(request), self._provider, self._audience)
        if scope is not None and scope not in caller.scopes:
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


def _register_dossier(app: Flask, door: Door, holdings: Holdings, settings: Settings) -> None:
    """What can be done with one dossier: its result is read, or it is handed in for its citizen."""
    strength = Strength(settings.issuer, LEVEL_FOR_RESULTS, SECONDS_FOR_RESULTS)

    @app.get("/api/dossiers/<code>/result")
    def result(code: str) -> ResponseReturnValue:
        caller = door.caller(DOSSIERS)
        strength.demand(caller)
        found = holdings.find(caller.subject, code)
        if found is None or found["state"] != SETTLED:
            abort(404)
        return jsonify(code=code, title=found["title"], unit=found["unit"], due=found["due"])

    @app.post("/api/dossiers/<code>/submission")
    def submission(code: str) -> ResponseReturnValue:
        caller = door.caller(None, writes=True)
        unit = demand_submission(caller, code, settings.base_url)
        if holdings.find(caller.subject, code) is None:
            abort(404)
        if not holdings.submit(caller.subject, code, unit):
            abort(409)
        _log.info("%s handed in a dossier for its citizen", ascii(caller.client_id))
        return jsonify(code=code, state=PENDING, submitted_by=unit), 201


def metadata_address(resource: str) -> str:
    """Where a resource says what it is: the well-known part goes between its host and its path (RFC 9728, 3).

    Args:
        resource: Its address, its name as the audience of tokens.
    """
    parts = urlsplit(resource)
    return parts._replace(path=METADATA + parts.path).geturl()


def _register_description(app: Flask, settings: Settings) -> None:
    @app.get("/")
    def description() -> ResponseReturnValue:
        return jsonify(
            name="Nền tảng tích hợp, chia sẻ dữ liệu tỉnh An Liên (LGSP)",
            interfaces={
                "GET /api/dossiers": DOSSIERS,
                "GET /api/dossiers/{code}/result": DOSSIERS,
                "POST /api/dossiers/{code}/submission": f"authorization_details {TYPE}",
                "GET /api/statistics": SYNC,
                "POST /api/sync": SYNC,
            },
            metadata=metadata_address(settings.base_url),
        )

    @app.get("/healthz")
    def healthz() -> ResponseReturnValue:
        return jsonify(status="ok")

    @app.get(urlsplit(metadata_address(settings.base_url)).path)
    def metadata() -> ResponseReturnValue:
        # RFC 9728, 2
        return jsonify(
            resource=settings.base_url,
            resource_name="LGSP",
            authorization_servers=[settings.issuer],
            scopes_supported=[DOSSIERS, SYNC],
            bearer_methods_supported=["header"],
            authorization_details_types_supported=[TYPE],
        )


def _register_answers(app: Flask, settings: Settings) -> None:
    @app.errorhandler(Refused)
    def refused(reason: Refused) -> ResponseReturnValue:
        body = {"error": reason.error or "unauthorized", "error_description": reason.description}
        return _answer(
            body, reason.status, {"WWW-Authenticate": reason.challenge(metadata_address(settings.base_url))}
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
