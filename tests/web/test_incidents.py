"""Incidents: kept after the request has ended, without anything personal, and only so many a minute."""

import pytest
from sqlalchemy import func, select

from idp.store.db import db
from idp.store.models import Incident
from idp.web.current import services
from idp.web.incidents import MOST_A_MINUTE, MOST_OF_A_KIND, Pace, without_values
from tests.builders import a_client
from tests.pages import code_of
from tests.relying_party import RelyingParty

EVIL = "https://evil.example/"


@pytest.fixture
def portal(client):
    a_client()
    return RelyingParty(client)


def test_a_refusal_is_found_by_the_code_on_its_page(portal, clock):
    page = portal.ask(redirect_uri="https://portal.anlien.example/callback/")

    found = services().incidents.find(code_of(page.text))

    assert (found.client_id, found.endpoint) == ("portal", "GET /oauth/authorize")
    assert found.reason.startswith("invalid_request: The redirect_uri")
    assert found.expected == "https://portal.anlien.example/callback"
    assert found.received == "https://portal.anlien.example/callback/"
    assert found.at == clock()


def test_what_was_right_is_not_said_to_be_expected(portal):
    page = portal.ask(client_id="nobody")

    found = services().incidents.find(code_of(page.text))

    assert (found.client_id, found.expected) == ("nobody", None)


def test_a_code_is_found_however_it_is_read_out(portal):
    code = code_of(portal.ask(redirect_uri=EVIL).text)
    find = services().incidents.find

    assert find(f" {code.lower().replace('-', ' ')} ").code == code
    assert find(code.replace("-", "")).code == code
    for other in ("", "x", code[:-1], code + "2", "////////", "'; --"):
        assert find(other) is None


def test_a_failure_is_kept_though_its_transaction_was_rolled_back(app, client, monkeypatch):
    monkeypatch.setattr("idp.web.home.settings", lambda: 1 / 0)
    page = client.get("/help")

    assert page.status_code == 500
    found = services().incidents.find(code_of(page.text))
    assert (found.endpoint, found.reason) == ("GET /help", "unexpected error (ZeroDivisionError)")


def test_the_name_of_a_waiting_request_is_not_kept(app, client):
    page = client.get("/oauth/authorize/a-secret-handle")

    found = services().incidents.find(code_of(page.text))
    assert found.endpoint == "GET /oauth/authorize/<handle>"
    assert "a-secret-handle" not in str(vars(found))


def test_without_a_database_nothing_is_tried(app, client, monkeypatch):
    def gone():
        raise db_gone()

    monkeypatch.setattr("idp.web.home.settings", gone)
    page = client.get("/help")

    assert page.status_code == 503
    assert services().incidents.find(code_of(page.text)) is None


def test_answers_to_programs_carry_no_code(portal):
    for answer in (
        portal.post("/oauth/token", grant_type="authorization_code", code="x"),
        portal.post("/oauth/par", response_type="x"),
        portal.userinfo("x"),
        portal.ask(prompt="none", nonce="x" * 5000),
    ):
        assert "eference" not in answer.text
        assert answer.status_code < 500

    assert _count() == 0


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("https://a.example/b", "https://a.example/b"),
        ("https://a.example/b?so=012345678901&x=", "https://a.example/b?so=...&x=..."),
        ("https://me:secret@a.example/b#frag", "https://a.example/b"),
        ("https://a.example/dan@anlien.example", "https://a.example/..."),
        ("https://a.example/dan%40anlien.example", "https://a.example/..."),
        ("https://a.example/a%20b", "https://a.example/a%20b"),
        ("https://a.example/dan/079190000017", "https://a.example/dan/..."),
        ("https://a.example/" + "x" * 900, "https://a.example/" + "x" * 282),
        ("https://[::1", "(not an address)"),
        ("x\r\ny\x00đ", "xy??"),
        (None, None),
    ],
)
def test_an_address_is_kept_without_what_may_be_a_persons(sent, kept):
    assert without_values(sent) == kept


def test_a_flood_fills_no_disk(portal, clock):
    for _ in range(MOST_OF_A_KIND + 5):
        portal.ask(redirect_uri=EVIL)
    assert _count() == MOST_OF_A_KIND

    clock.advance(minutes=1)
    portal.ask(redirect_uri=EVIL)
    assert _count() == MOST_OF_A_KIND + 1


def test_many_kinds_together_are_too_many(clock):
    pace = Pace(clock)

    assert sum(pace.allows(f"kind {number}") for number in range(3 * MOST_A_MINUTE)) == MOST_A_MINUTE


def test_beyond_the_most_the_oldest_go(app, clock):
    for number in range(5):
        services().incidents.add(f"2222-222{number + 2}", endpoint="GET /", reason="a test")
        clock.advance(seconds=1)

    assert services().incidents.remove_surplus(most=3, batch=1) == 1
    assert services().incidents.remove_surplus(most=3) == 1
    assert services().incidents.remove_surplus(most=3) == 0
    assert [each.code for each in services().incidents.latest(9)] == ["2222-2226", "2222-2225", "2222-2224"]


def _count():
    return db.session.scalar(select(func.count()).select_from(Incident))


def db_gone():
    from sqlalchemy.exc import OperationalError

    return OperationalError("SELECT 1", {}, Exception("gone"))
