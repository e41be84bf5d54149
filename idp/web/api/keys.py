"""Signing keys in the API: told, rotated on schedule, and anything else asked of two people."""

from typing import Any

from flask import Response, jsonify, make_response

from idp.operators.change_requests import LONGEST_REASON, Kind
from idp.store.models import SigningKey
from idp.web.api.bodies import body
from idp.web.api.door import program
from idp.web.api.problems import refuse
from idp.web.api.requests import told_request
from idp.web.current import services, settings


def list_keys() -> Response:
    """The signing keys, public parts only."""
    items = [_key(each) for each in services().key_requests.ring()]
    return jsonify({"items": items, "next": None})


def rotate_keys() -> Response:
    """Rotate what is due; ask people for a rotation that is not."""
    reason = _reason()
    if services().key_requests.rotate_due(settings().key_rotation_every, program().id):
        return list_keys()
    _not_twice(Kind.KEY_ROTATION)
    asked = services().key_requests.ask_to_rotate(services().change_requests, reason, program().id)
    return make_response(jsonify({"request": told_request(asked)}), 202)


def revoke_key(kid: str) -> Response:
    """Ask people to destroy a key."""
    if kid not in {each.kid for each in services().key_requests.ring()}:
        refuse(404, "not-found", "There is no such key.")
    reason = _reason()
    _not_twice(Kind.KEY_REVOCATION, kid)
    asked = services().key_requests.ask_to_revoke(services().change_requests, kid, reason, program().id)
    if asked is None:
        refuse(404, "not-found", "There is no such key.")
    return make_response(jsonify({"request": told_request(asked)}), 202)


def _reason() -> str:
    reason = body(["reason"], ["reason"])["reason"]
    if not isinstance(reason, str) or not 0 < len(reason.strip()) <= LONGEST_REASON:
        refuse(422, "bad-member", f"reason must be text of 1 to {LONGEST_REASON} characters.")
    return reason.strip()


def _not_twice(kind: Kind, subject: str | None = None) -> None:
    """A program that asks every hour does not bury the people who decide."""
    if services().change_requests.open([kind], subject):
        refuse(409, "not-now", "This has been asked for already and waits for people.")


def _key(key: SigningKey) -> dict[str, Any]:
    return {
        "kid": key.kid,
        "algorithm": key.algorithm,
        "state": key.state,
        "created_at": key.created_at.isoformat(),
        "current_since": key.current_since.isoformat() if key.current_since else None,
        "public_jwk": key.public_jwk,
    }
