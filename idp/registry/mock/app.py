"""The HTTP face of the mock register: the questions for programs, a page and a control plane for people."""

import json
from time import sleep
from typing import Any

from flask import Flask, Response, request

from idp.registry.mock import control, home
from idp.registry.mock.consumers import Consumer
from idp.registry.mock.register import Register
from idp.registry.mock.reply import Reply, reply
from idp.registry.mock.signing import Signer
from idp.registry.mock.simulation import Disturbance
from idp.registry.mock.wire import signed, spoilt

LARGEST_QUESTION = 16 * 1024
QUESTIONS = ("xac-nhan", "truy-van", "quan-he", "doi-so", "to-chuc", "can-bo")


def create_app(register: Register, signer: Signer) -> Flask:
    """The application. `register` and `signer` stay reachable, so that a test can switch them."""
    app = Flask(__name__, static_url_path="/static")
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_QUESTION
    face = _Face(register, signer)
    for question in QUESTIONS:
        app.add_url_rule(
            f"/v1/{question}", question, face.post, methods=["POST"], defaults={"question": question}
        )
    app.add_url_rule("/v1/su-kien", "su-kien", face.feed)
    app.add_url_rule("/v1/danh-muc/<kind>", "danh-muc", face.catalogue)
    app.add_url_rule("/suc-khoe", "suc-khoe", face.health)
    app.add_url_rule("/healthz", "healthz", face.health)
    app.add_url_rule("/.well-known/jwks.json", "jwks", face.keys)
    app.register_blueprint(control.blueprint(register))
    app.register_blueprint(home.blueprint(register))
    app.after_request(_headers)
    return app


class _Face:
    """From a request to a question, from a reply to a response."""

    def __init__(self, register: Register, signer: Signer) -> None:
        self._register = register
        self._signer = signer

    def post(self, question: str) -> Response:
        consumer, body = self._consumer(), _body()
        if consumer is None:
            return self._send(self._register.refuse_key(body))
        return self._send(*self._register.post(question, body, consumer))

    def feed(self) -> Response:
        consumer = self._consumer()
        if consumer is None:
            return self._send(self._register.refuse_key(request.args))
        return self._send(*self._register.get("su-kien", request.args, consumer))

    def catalogue(self, kind: str) -> Response:
        consumer = self._consumer()
        if consumer is None:
            return self._send(self._register.refuse_key(request.args))
        return self._send(*self._register.get("danh-muc", request.args, consumer, kind=kind))

    def health(self) -> Response:
        """Alive; `in_force` names the profile, so that a person wondering about a slow demo finds out."""
        return self._send(
            reply("000", "", result="song", people=len(self._register.population),
                  in_force=self._register.simulation.profile.name)
        )  # fmt: skip

    def keys(self) -> Response:
        return Response(json.dumps(self._signer.public_jwks()), mimetype="application/json")

    def _consumer(self) -> Consumer | None:
        scheme, _, key = request.headers.get("Authorization", "").partition(" ")
        return self._register.consumers.by_key(key.strip()) if scheme.lower() == "bearer" else None

    def _send(self, answer: Reply, disturbance: Disturbance = Disturbance()) -> Response:  # noqa: B008  frozen
        if disturbance.seconds:
            sleep(disturbance.seconds)
        sent = (
            spoilt(answer, self._signer, disturbance.fault)
            if disturbance.fault
            else signed(answer, self._signer)
        )
        response = Response(sent.body, sent.status, content_type=sent.media_type)
        if "retry_after" in answer.payload:
            response.headers["Retry-After"] = str(answer.payload["retry_after"])
        return response


def _body() -> dict[str, Any]:
    """The body as an object; whatever is not one becomes an empty one, which no question accepts."""
    try:
        body = json.loads(request.get_data())
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}


def _headers(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    return response
