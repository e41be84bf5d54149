"""The request inspector."""

import pytest

from idp.oauth.supported import ENDPOINTS
from idp.store.db import db
from idp.store.models import ProtocolCall
from idp.store.repositories.protocol_calls import LOGOUT
from idp.web.developers import call_words
from idp.web.protocol_calls import _NAMES
from tests.builders import CLIENT_SECRET, REDIRECT_URI, a_client
from tests.relying_party import RelyingParty
from tests.web.sandbox.test_sides import tokens_of

CALLS = "/developers/apps/mine/calls"


@pytest.fixture
def party(desk, minh, app):
    a_client("mine", made_by=minh.operator_id, state="draft")
    return RelyingParty(app.test_client(), "mine")


def rows(page) -> int:
    return page.text.count('<tr><th scope="row">')


def test_every_endpoint_has_a_name():
    known = {each.name for each in ENDPOINTS} | {LOGOUT}
    assert set(_NAMES.values()) | {LOGOUT} == set(call_words.ENDPOINTS)
    assert set(call_words.ENDPOINTS) <= known


def test_nothing_yet(desk, party):
    assert "Chưa có lần gọi nào" in desk.get(CALLS).text


def test_a_developer_sees_each_call_and_what_helps(desk, party):
    tokens = tokens_of(party)
    party.refresh("nonsense")
    refused = party.ask(redirect_uri="https://elsewhere.example/")

    page = desk.get(CALLS)

    assert rows(page) == 5
    assert 'href="/developers/guide/errors#error-invalid_grant"' in page.text
    assert 'href="/developers/guide/errors#redirect-uri"' in page.text
    incident = db.session.query(ProtocolCall).filter(ProtocolCall.incident.is_not(None)).one().incident
    assert incident in refused.text
    assert f"/developers/incidents?code={incident}" in page.text
    for secret in (tokens["access_token"], CLIENT_SECRET, REDIRECT_URI, "a state", "Trần Thị Bảy"):
        assert secret not in page.text


def test_calls_are_filtered_by_endpoint_and_outcome(desk, party):
    tokens_of(party)
    party.refresh("nonsense")
    page = desk.get(CALLS)

    assert rows(desk.submit(page, form="filter", endpoint="token")) == 2
    assert rows(desk.submit(page, form="filter", endpoint="token", outcome="failed")) == 1
    assert rows(desk.submit(page, form="filter", outcome="good")) == 3
    nothing = desk.submit(page, form="filter", endpoint="userinfo")
    assert "Không có lần gọi nào như vậy" in nothing.text
    assert rows(desk.get(f"{CALLS}?endpoint=<script>&outcome=x")) == 0


def test_calls_of_a_live_application_are_shown_as_well(desk, party, minh):
    client = a_client("live", made_by=minh.operator_id)
    RelyingParty(party.caller, "live").redeem("nonsense")

    page = desk.get("/developers/apps/live/calls")

    assert client.is_live
    assert rows(page) == 1
    assert "vài giây gần đây" in page.text


def test_older_calls_are_a_step_away(desk, party):
    for _ in range(43):
        party.refresh("nonsense")
    page = desk.get(CALLS)

    assert rows(page) == 40
    assert "Xem thêm 3 lần gọi cũ hơn" in page.text
    assert rows(desk.get(f"{CALLS}?all=yes")) == 43
