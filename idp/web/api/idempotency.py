"""Requests that are sent twice: with the same `Idempotency-Key` the first answer is given again.

Source: draft-ietf-httpapi-idempotency-key-header, 2; the answer is kept for a day.
"""

import re
from collections.abc import Callable

from flask import Response, make_response, request

from idp.crypto.digests import digest
from idp.store.models import IdempotentAnswer
from idp.store.repositories.idempotent_answers import IdempotentAnswers
from idp.web.api.door import program
from idp.web.api.problems import refuse
from idp.web.current import services

HEADER = "Idempotency-Key"
_KEY = re.compile(r'"?[\x21\x23-\x5b\x5d-\x7e]{1,200}"?')


def once(work: Callable[[], Response]) -> Response:
    """Do something, or give the answer of the first time.

    Args:
        work: What is done. A refusal it raises is not kept: the request may be sent again, mended.

    Raises:
        Problem: The key belongs to another request, or its first one is still being answered.
    """
    key = request.headers.get(HEADER)
    if key is None:
        return work()
    if not _KEY.fullmatch(key):
        refuse(400, "bad-parameter", f"{HEADER} must be 1 to 200 visible characters.")
    kept, client_id = _answers(), program().client_id
    key_digest, asked = (
        digest(key),
        digest(f"{request.method} {request.path} {request.get_data(as_text=True)}"),
    )
    if not kept.begin(client_id, key_digest, asked):
        found = kept.find(client_id, key_digest)
        return _again(kept, found, asked)
    response = work()
    kept.finish(client_id, key_digest, response.status_code, response.get_data(as_text=True))
    return response


def _again(kept: IdempotentAnswers, found: IdempotentAnswer | None, asked: str) -> Response:
    if found is None or found.status is None:
        refuse(409, "in-progress", "The first request with this key is still being answered.")
    if found.request_digest != asked:
        refuse(422, "key-reused", f"This {HEADER} belongs to another request.")
    response = make_response(kept.opened(found), found.status)
    response.mimetype = "application/json"
    response.headers["Idempotency-Replayed"] = "true"
    return response


def _answers() -> IdempotentAnswers:
    return IdempotentAnswers(services().session, services().sealer, services().clock)
