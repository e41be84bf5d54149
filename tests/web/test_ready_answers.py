"""Documents answered before Flask: the same answer, and another one as soon as a key changes."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from idp.keys.ring import KeyRing
from idp.store.db import db
from idp.web import ready_answers
from idp.web.current import services

PATHS = sorted(ready_answers.PATHS)


@pytest.fixture
def asked(app, monkeypatch):
    """The requests that reached Flask."""
    reached = []
    inner = app.request_context

    def counted(environ):
        reached.append(environ["PATH_INFO"])
        return inner(environ)

    monkeypatch.setattr(app, "request_context", counted)
    return reached


def seen(answer):
    return (
        answer.status,
        sorted((name, value) for name, value in answer.headers if name != "Date"),
        answer.data,
    )


def test_the_second_answer_is_the_first_and_reaches_nobody(client, asked, statements):
    services().ring.public_jwks()
    for path in PATHS:
        first = client.get(path)
        with statements.counted():
            second = client.get(path)

        assert seen(second) == seen(first)
        assert second.headers["Date"]
    assert asked == PATHS
    assert len(statements) == 0


def test_who_has_it_already_is_told_so(client, asked):
    services().ring.public_jwks()
    for path in PATHS:
        etag = client.get(path).headers["ETag"]
        first, second = (client.get(path, headers={"If-None-Match": etag}) for _ in range(2))

        assert first.status_code == 304
        assert seen(second) == seen(first)
        assert second.data == b""
    assert len(asked) == 2 * len(PATHS)


def test_an_odd_request_is_answered_by_flask(client, asked):
    services().ring.public_jwks()
    client.get("/oauth/jwks")
    odd = {"If-Modified-Since": "x", "X-FAPI-Interaction-ID": "name-1", "If-None-Match": '"another"'}
    for name, value in odd.items():
        answer = client.get("/oauth/jwks", headers={name: value})

        assert answer.json["keys"]
        assert answer.headers.get("X-FAPI-Interaction-ID") == (value if name.startswith("X-FAPI") else None)
    assert client.get("/oauth/jwks?x=1").json["keys"]

    assert len(asked) == 5


def test_a_new_key_shows_at_once_and_one_of_another_process_when_the_ring_looks_again(client, clock):
    ring = services().ring
    ring.public_jwks()
    before, known = [client.get(path).data for path in PATHS], ring._loaded
    assert [client.get(path).data for path in PATHS] == before
    services().rotation.rotate()
    db.session.commit()
    after = [client.get(path).data for path in PATHS]
    assert not set(after) & set(before)

    ring._loaded = known  # as in a process that nobody has told
    assert client.get("/oauth/jwks").data in before
    clock.advance(seconds=KeyRing.FRESH_FOR.total_seconds())
    assert client.get("/oauth/jwks").data in after


def test_a_database_that_ends_while_the_keys_are_looked_at_takes_no_document_away(app, clock, monkeypatch):
    services().ring.public_jwks()
    clock.advance(seconds=5)
    monkeypatch.setattr(services().ring, "_read", _cut_off)

    for path in PATHS:
        services().ring._loaded = replace(services().ring._loaded, at=clock() - timedelta(seconds=5))
        assert app.test_client().get(path).status_code == 200


def _cut_off():
    db.session.connection().invalidate()
    raise OperationalError("SELECT 1", {}, OSError("server closed the connection"))
