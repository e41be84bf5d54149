"""Signing out, page by page: everywhere at once, and what the citizen learns of it."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from functools import partial
from time import monotonic
from urllib.parse import urljoin

import pytest
from sqlalchemy import select

from idp import foundation
from idp.config import Settings
from idp.outbound.http import Outgoing
from idp.store.db import db
from idp.store.models import BrowserSession
from idp.web.current import services
from idp.working import start_embedded
from tests.builders import SIGNED_OUT_URI, a_citizen, a_client
from tests.deliveries import deliver_due
from tests.installation import changed
from tests.pages import ids_in
from tests.receivers import answers, is_silent, receiver
from tests.relying_party import RelyingParty, agree, signed_in
from tests.waiting import until

LONG = 60
"""Seconds: no machine is so slow that what is meant to come at once takes half of it."""


@pytest.fixture
def wait(request: pytest.FixtureRequest) -> float:
    """Seconds the page waits for services. Without a worker there is nothing to wait for."""
    return LONG if "running" in request.fixturenames else 0


@pytest.fixture
def settings(settings: Settings, wait: float, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr(foundation, "Outgoing", partial(Outgoing, seconds=2 * LONG))
    return changed(settings, sign_out_wait=timedelta(seconds=wait))


@pytest.fixture
def running(app) -> Iterator[None]:
    """A worker beside the application, as `idp serve` has one."""
    embedded = start_embedded(app)
    yield
    embedded.stop()


@pytest.fixture
def citizen(app):
    return a_citizen()


@pytest.fixture
def browser_session(client, citizen, clock) -> BrowserSession:
    session = signed_in(client, citizen)
    clock.advance(minutes=1)
    return session


@pytest.fixture
def servers():
    """Receivers of two departments; a test makes one of them misbehave."""
    with ExitStack() as stack:
        yield {name: stack.enter_context(receiver()) for name in ("health", "land")}


@pytest.fixture
def visited(client, citizen, browser_session, servers) -> dict[str, RelyingParty]:
    """Both departments, signed in to."""
    names = {"health": ("Sở Y tế", "Department of Health"), "land": ("Sở Đất đai", "Department of Land")}
    found = {}
    for client_id, server in servers.items():
        name, name_en = names[client_id]
        a_client(
            client_id,
            name=name,
            name_en=name_en,
            sector=client_id,
            metadata={"backchannel_logout_uri": f"{server.address}/backchannel-logout"},
        )
        agree(citizen.id, client_id)
        found[client_id] = RelyingParty(client, client_id)
        found[client_id].tokens()
    return found


def confirm(client, **query):
    return client.submit(client.get("/sign-out", query_string=query))


def open_next(client, answer):
    return client.get(urljoin(answer.request.url, answer.location))


def cookie_value(client) -> str | None:
    found = client.get_cookie("__Host-sen_session", domain="id.anlien.example")
    return found.value if found else None


def test_the_question_names_the_services_and_has_the_ids_of_the_contract(client, visited):
    page = client.get("/sign-out")

    assert {"op-logout", "logout-confirm"} <= ids_in(page.text)
    assert "Sở Y tế" in page.text
    assert "Sở Đất đai" in page.text


def test_confirming_ends_the_session_and_takes_the_cookie(client, visited, browser_session):
    answer = confirm(client)

    assert answer.status_code == 303
    assert db.session.get_one(BrowserSession, browser_session.id).ended_at is not None
    assert not cookie_value(client)
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get("/sign-out").text.count("logout-confirm") == 0


def test_the_page_says_which_services_have_confirmed(client, visited, servers):
    servers["land"].behaviour = answers(500)
    answer = confirm(client)
    deliver_due()
    page = open_next(client, answer)

    assert "op-logged-out" in ids_in(page.text)
    health, land = page.text.split("Sở Đất đai")[:2]
    assert "✓ đã đăng xuất" in health
    assert "chưa xác nhận" in land
    assert "đã báo 1 lần" in land
    assert "vui lòng đóng trình duyệt" in page.text


def test_the_page_looks_again_by_itself_and_stops_after_a_while(client, visited, servers, clock):
    servers["land"].behaviour = answers(500)
    answer = confirm(client)
    deliver_due()
    page = open_next(client, answer)
    assert page.headers["Refresh"].startswith("2; url=/sign-out/done?")

    clock.advance(seconds=31)
    page = open_next(client, answer)
    assert "Refresh" not in page.headers
    assert "chưa xác nhận" in page.text


def test_it_stops_looking_once_everybody_has_confirmed(client, visited):
    answer = confirm(client)
    deliver_due()
    page = open_next(client, answer)

    assert "Refresh" not in page.headers
    assert "chưa xác nhận" not in page.text


def test_a_service_that_cannot_be_told_is_named_as_such(client, citizen, visited):
    a_client("portal")
    agree(citizen.id, "portal")
    RelyingParty(client, "portal").tokens()
    answer = confirm(client)
    deliver_due()
    page = open_next(client, answer)

    assert "ứng dụng này không nhận được tin báo" in page.text
    assert "Refresh" not in page.headers


def sign_out_by(application: RelyingParty, client):
    hint = application.tokens()["id_token"]
    way = {"id_token_hint": hint, "post_logout_redirect_uri": SIGNED_OUT_URI, "state": "s"}
    answer = client.get("/oauth/end-session", query_string=way)
    return open_next(client, answer)


def test_an_application_gets_its_citizen_back_once_all_have_confirmed(client, visited):
    ended = sign_out_by(visited["health"], client)
    deliver_due()

    assert open_next(client, ended).location == SIGNED_OUT_URI + "?state=s"


def test_meanwhile_the_citizen_is_told_and_goes_back_within_two_seconds_or_stays(client, visited, servers):
    servers["land"].behaviour = answers(500)
    ended = sign_out_by(visited["health"], client)
    deliver_due()
    page = open_next(client, ended)

    assert page.headers["Refresh"] == f"2; url={SIGNED_OUT_URI}?state=s"
    assert "Sở Đất đai" in page.text
    stay = next(link for link in page.text.split('"') if "stay=1" in link).replace("&amp;", "&")
    page = client.get(stay)
    assert SIGNED_OUT_URI not in page.headers["Refresh"]
    assert f'href="{SIGNED_OUT_URI}?state=s"' in page.text


@pytest.mark.parametrize("ticket", ["x", "", "A" * 10_000, "%00", "Ä"])
def test_a_ticket_that_is_not_ours_is_as_good_as_none(client, browser_session, ticket):
    assert "logout-confirm" in ids_in(client.get("/sign-out", query_string={"request": ticket}).text)
    assert "op-logged-out" in ids_in(client.get("/sign-out/done", query_string={"request": ticket}).text)


def test_an_old_ticket_signs_nobody_out(client, visited, clock):
    hint = visited["health"].tokens()["id_token"]
    answer = client.get("/oauth/end-session", query_string={"id_token_hint": hint})
    clock.advance(minutes=11)

    assert "logout-confirm" in ids_in(open_next(client, answer).text)


def test_passing_a_ticket_on_does_not_make_it_younger(client, visited, servers, clock):
    servers["land"].behaviour = answers(500)
    page = open_next(client, confirm(client))
    clock.advance(minutes=9)
    page = client.get(page.headers["Refresh"].partition("url=")[2])
    assert "Sở Y tế" in page.text

    clock.advance(minutes=2)
    assert "Sở Y tế" not in client.get(page.request.url).text


def test_nobody_signed_in_is_not_asked(client):
    assert "op-logged-out" in ids_in(client.get("/sign-out").text)


def test_signing_out_takes_a_form_token(client, browser_session):
    assert client.post("/sign-out").status_code == 400
    assert db.session.get_one(BrowserSession, browser_session.id).ended_at is None


def test_pressing_twice_ends_once_and_says_so(client, visited, servers):
    page = client.get("/sign-out")
    client.submit(page)
    again = client.submit(page)
    deliver_due()

    assert "op-logged-out" in ids_in(again.text)
    assert len(servers["health"].received) == 1


def test_only_this_browser_is_signed_out(client, app, citizen, visited):
    elsewhere = signed_in(app.test_client(), citizen)
    confirm(client)

    assert db.session.get_one(BrowserSession, elsewhere.id).ended_at is None


def test_english_is_complete(client, visited):
    page = client.get("/sign-out?lang=en")

    assert "Department of Health" in page.text
    assert "Sign out?" in page.text
    assert "A service without a tick stays open" in page.text


def test_every_ended_session_is_in_one_place(client, visited, browser_session):
    confirm(client)

    assert {told.client.client_id for told in services().logouts.report.of(browser_session.id)} == {
        "health",
        "land",
    }
    assert len(db.session.scalars(select(BrowserSession)).all()) == 1


def test_the_page_has_the_answers_at_once(client, running, visited):
    page = open_next(client, confirm(client))

    assert page.text.count("✓ đã đăng xuất") == 2


def test_the_application_gets_its_citizen_back_without_a_page(client, running, visited, servers):
    ended = sign_out_by(visited["health"], client)

    assert open_next(client, ended).location == SIGNED_OUT_URI + "?state=s"
    assert all(len(server.received) == 1 for server in servers.values())


@pytest.mark.parametrize("wait", [0.5])
def test_a_silent_service_is_waited_for_no_longer_than_set(client, running, visited, servers):
    servers["land"].behaviour = is_silent
    ended = sign_out_by(visited["health"], client)
    begun = monotonic()
    page = open_next(client, ended)

    assert monotonic() - begun < LONG / 2
    assert "đang báo" in page.text
    until(lambda: len(servers["health"].received) == 1, what="what the other service is told")


def test_reloading_the_page_does_not_wait_again(client, running, visited, servers, clock):
    servers["land"].behaviour = is_silent
    answer = confirm(client)
    clock.advance(seconds=LONG + 1)
    begun = monotonic()
    open_next(client, answer)

    assert monotonic() - begun < LONG / 2
