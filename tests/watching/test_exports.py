"""Exports are noted before they leave, streamed, and signed."""

import itertools
import json

import pytest

from idp.audit.events.sign_in import SignInRefused
from idp.oauth.jws import header_of, verified
from idp.store.db import db
from idp.store.models import AuditRecord
from idp.store.repositories import audit_search
from idp.store.repositories.audit_search import Wanted
from idp.watching.exports import Exports, filters_of, wanted_of
from idp.web.current import services
from tests.moments import START


@pytest.fixture
def exports(app, monkeypatch) -> Exports:
    monkeypatch.setattr(audit_search, "_PORTION", 3)
    for _ in range(10):
        services().audit.record(SignInRefused(reason="password", client_id="portal"))
    db.session.commit()
    return services().watch.exports


def test_the_last_line_is_signed_by_the_provider(exports):
    lines = [json.loads(line) for line in exports.signed_lines(Wanted(client_id="portal"), by="op")]
    signature = lines[-1]["signature"]
    key = services().ring.signer("RS256")
    claims = verified(signature, key, ["RS256"])

    assert header_of(signature) == {"alg": "RS256", "kid": key.kid, "typ": "audit-export+jwt"}
    assert (claims["iss"], claims["records"], claims["complete"]) == ("https://id.anlien.example", 11, False)
    assert claims["iat"] == int(START.timestamp())
    assert len(lines) == 13


def test_it_is_in_the_log_before_the_first_line(exports):
    exports.signed_lines(Wanted(), by="op", request_id="r")
    noted = db.session.query(AuditRecord).filter(AuditRecord.name == "audit.exported").one()

    assert noted.operator_id == "op"
    assert noted.details == {"form": "jsonl", "by": [], "request_id": "r"}


def test_little_is_read_before_it_is_asked_for(exports, statements):
    lines = exports.signed_lines(Wanted())
    with statements.counted():
        list(itertools.islice(lines, 3))

    assert len(statements) == 1


def test_nothing_stays_in_the_session(exports):
    before = len(db.session.identity_map)
    list(exports.signed_lines(Wanted()))

    assert len(db.session.identity_map) == before


def test_filters_are_told_as_they_were_asked():
    wanted = Wanted(client_id="portal", names=("a",), since=START)

    assert filters_of(wanted) == {"client_id": "portal", "names": ["a"], "since": START.isoformat()}
    assert filters_of(Wanted()) == {}


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(),
        Wanted(client_id="portal", operator_id="op", names=("a", "b"), since=START, until=START),
        Wanted(citizen_id="c", without_citizens=True),
    ],
)
def test_what_was_agreed_on_is_read_as_it_was_asked(wanted):
    assert wanted_of({"export": "x", **filters_of(wanted)}) == wanted
