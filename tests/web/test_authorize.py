"""Where the protocol and the citizen's pages meet. The clauses of OpenID Connect are in `tests/conformance`."""

import pytest
from sqlalchemy import func, select

from idp.store.db import db
from idp.store.models import AuditRecord, Authorization, Client, PendingAuthorization
from tests.builders import a_citizen
from tests.pages import ids_in
from tests.relying_party import SESSION_COOKIE, a_portal, agree, back, path_of, read_answer, signed_in


@pytest.fixture
def citizen(app):
    return a_citizen()


@pytest.fixture
def portal(client, citizen, clock):
    party = a_portal(client, citizen)
    agree(citizen.id)
    clock.advance(minutes=1)
    return party


def test_an_answer_at_once_leaves_nothing_waiting(portal):
    portal.answer()

    assert db.session.scalar(select(func.count()).select_from(PendingAuthorization)) == 0
    assert db.session.scalar(select(func.count()).select_from(Authorization)) == 1


def test_several_requests_may_wait_in_one_browser(portal, citizen, clock):
    first, second = portal.ask(prompt="login", state="1"), portal.ask(prompt="login", state="2")
    clock.advance(seconds=5)
    signed_in(portal.caller, citizen)

    assert read_answer(back(portal, second))["state"] == "2"
    assert read_answer(back(portal, first))["state"] == "1"


def test_the_cookie_of_a_waiting_request_is_well_kept(portal):
    cookie = portal.ask(prompt="login").headers["Set-Cookie"]

    assert cookie.startswith("__Host-sen_pending=")
    assert all(part in cookie for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"))


@pytest.mark.parametrize("cookie", ["", "x" * 101, "another"])
def test_without_its_cookie_a_request_is_lost(portal, cookie):
    waiting = portal.ask(prompt="login")
    portal.caller.set_cookie("__Host-sen_pending", cookie, domain="id.anlien.example", secure=True)

    answer = back(portal, waiting)

    assert answer.status_code == 400
    assert "op-error" in ids_in(answer.text)


def test_a_registration_that_changed_in_the_meantime_ends_the_request(portal, citizen):
    waiting = portal.ask(prompt="login")
    db.session.get(Client, "portal").state = "suspended"
    signed_in(portal.caller, citizen)

    assert back(portal, waiting).status_code == 400


def test_a_request_that_waits_can_be_seen_by_the_page_that_signs_in(portal):
    waiting = portal.ask(prompt="login", login_hint="quynh@dan.example")

    page = portal.caller.get(waiting.location)

    assert page.status_code == 200
    assert "Cổng dịch vụ công An Liên" in page.text
    assert "quynh@dan.example" in page.text
    assert "https://portal.anlien.example" in page.headers["Content-Security-Policy"]


def test_giving_up_is_recorded(portal, citizen):
    waiting = portal.ask(prompt="login")
    handle = waiting.location.rpartition("request=")[2]

    portal.caller.post(f"/oauth/authorize/{handle}/cancel")

    record = db.session.scalar(select(AuditRecord).where(AuditRecord.name == "oauth.declined"))
    assert (record.client_id, record.citizen_id) == ("portal", citizen.id)


def test_giving_up_without_a_session_is_recorded_too(portal):
    portal.caller.delete_cookie(SESSION_COOKIE, domain="id.anlien.example")
    handle = portal.ask().location.rpartition("request=")[2]

    assert read_answer(portal.caller.get(f"/oauth/authorize/{handle}/cancel"))["error"] == "access_denied"


def test_the_level_a_step_needs_is_told_to_its_page(portal):
    db.session.get(Client, "portal").minimum_level = 2
    waiting = portal.ask(prompt="login")
    assert db.session.scalar(select(PendingAuthorization)).minimum_level == 2

    assert path_of(waiting) == "/sign-in"


def test_the_page_about_a_level_out_of_reach_leads_back(portal):
    essential = '{"id_token":{"acr":{"essential":true,"value":"4"}}}'
    waiting = portal.ask(claims=essential)

    page = portal.caller.get(waiting.location)

    assert "4" in page.text
    assert "https://portal.anlien.example" in page.headers["Content-Security-Policy"]
    assert read_answer(portal.caller.submit(page))["error"] == "unmet_authentication_requirements"


def test_nothing_may_frame_or_keep_the_answers(portal):
    for answer in (portal.ask(), portal.ask(prompt="login"), portal.ask(client_id="nobody")):
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_other_methods_are_refused(portal):
    for method in ("PUT", "DELETE", "PATCH"):
        assert portal.caller.open("/oauth/authorize", method=method).status_code == 405


def test_who_only_asks_for_headers_is_handed_no_code(portal, citizen):
    signed_in(portal.caller, citizen)

    answer = portal.caller.head("/oauth/authorize")

    assert answer.status_code == 405
    assert db.session.scalar(select(func.count()).select_from(Authorization)) == 0
