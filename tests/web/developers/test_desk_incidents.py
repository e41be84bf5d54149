"""Incident lookup at the desk."""

import re

import pytest

from idp.store.db import db
from idp.store.models import AuditRecord
from idp.web.current import services
from idp.web.developers import incidents
from tests.builders import a_client

LOOKUP = "/developers/incidents"
CODE = "2B7C-9XYZ"


@pytest.fixture
def mine(minh):
    return a_client("mine", made_by=minh.operator_id)


def shown_by(page, code: str) -> str:
    # A form's token carries the second in which it was made.
    return re.sub(r'value="[^"]{40,}"', "", page.text.replace(code, ""))


def happened(client_id: str | None, code: str = CODE) -> None:
    services().incidents.add(
        code,
        endpoint="GET /oauth/authorize",
        client_id=client_id,
        reason="invalid_request: The redirect_uri is not one of those registered for the client.",
        expected="https://portal.anlien.example/callback",
        received="https://portal.anlien.example/callback/",
    )
    db.session.commit()


def denied():
    return [
        (each.client_id, each.details["about"], each.details["right"])
        for each in db.session.query(AuditRecord).filter_by(name="operator.denied")
    ]


@pytest.mark.parametrize("typed", [CODE, "2b7c9xyz", " 2B7C 9XYZ "])
def test_a_code_is_found_however_it_was_read_out(desk, mine, typed):
    happened("mine")

    page = desk.submit(desk.get(LOOKUP), form="lookup", code=typed)

    assert page.status_code == 200
    for shown in (
        "The redirect_uri is not one of those",
        "https://portal.anlien.example/callback/",
        "/developers/guide/errors#redirect-uri",
        "/developers/apps/mine",
    ):
        assert shown in page.text, shown


@pytest.mark.parametrize("client_id", ["theirs", None, "gone"])
def test_one_of_somebody_else_looks_like_none_and_leaves_a_record(desk, mine, client_id):
    a_client("theirs")
    happened(client_id)

    page = desk.get(LOOKUP, query_string={"code": CODE})
    nothing = desk.get(LOOKUP, query_string={"code": "AAAA-AAAA"})

    assert (page.status_code, nothing.status_code) == (404, 404)
    assert 'id="not-found"' in page.text
    assert shown_by(page, CODE) == shown_by(nothing, "AAAA-AAAA")
    assert denied() == [("theirs" if client_id == "theirs" else None, CODE, "see_incidents")]


@pytest.mark.parametrize("typed", ["", "nonsense", "<script>alert(1)</script>", "2B7C-9XYZ-2B7C", "Ð" * 200])
def test_what_is_no_code_is_not_found(desk, mine, typed):
    happened("mine")

    page = desk.get(LOOKUP, query_string={"code": typed})

    assert page.status_code == (404 if typed else 200)
    assert "<script>alert" not in page.text
    assert denied() == []


def test_codes_are_not_tried_out(desk, mine, monkeypatch):
    monkeypatch.setattr(incidents, "MOST_LOOKUPS", 2)
    happened("mine")
    for _ in range(2):
        assert desk.get(LOOKUP, query_string={"code": CODE}).status_code == 200

    page = desk.get(LOOKUP, query_string={"code": CODE})

    assert page.status_code == 429
    assert 'id="slowed"' in page.text
    assert "redirect_uri is not" not in page.text


def test_nobody_looks_anything_up_without_signing_in(client):
    happened("mine")

    assert client.get(LOOKUP, query_string={"code": CODE}).status_code == 303
