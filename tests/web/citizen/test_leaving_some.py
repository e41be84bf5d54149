"""Choosing which services to leave: the others, and the session itself, go on."""

import re
from contextlib import ExitStack
from datetime import timedelta
from urllib.parse import urljoin

import pytest

from idp.config import Settings
from idp.store.db import db
from idp.store.models import BrowserSession
from idp.web.current import services
from tests.builders import SIGNED_OUT_URI, a_citizen, a_client
from tests.caller import form_of
from tests.conformance.leaving import resigned
from tests.deliveries import deliver_due
from tests.installation import changed
from tests.pages import ids_in
from tests.receivers import answers, receiver
from tests.relying_party import RelyingParty, agree, signed_in

NAMES = {"health": "Sở Y tế", "land": "Sở Đất đai"}


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return changed(settings, sign_out_wait=timedelta(0))


@pytest.fixture
def servers():
    with ExitStack() as stack:
        yield {name: stack.enter_context(receiver()) for name in NAMES}


@pytest.fixture
def citizen(app):
    return a_citizen()


@pytest.fixture
def session(client, citizen) -> BrowserSession:
    return signed_in(client, citizen)


@pytest.fixture
def visited(client, citizen, session, servers) -> dict[str, RelyingParty]:
    """Both departments, signed in to, the health department with offline access too."""
    found = {}
    for client_id, server in servers.items():
        metadata = {"backchannel_logout_uri": server.address}
        a_client(client_id, name=NAMES[client_id], sector=client_id, metadata=metadata)
        agree(citizen.id, client_id)
        found[client_id] = RelyingParty(client, client_id)
        found[client_id].tokens()
    return found


def choose(client, leave: list[str], shown: tuple[str, ...] = tuple(NAMES), **query: str):
    """Answer the question as a browser does, with some of the ticks."""
    page = client.get("/sign-out", query_string=query)
    data = {"csrf_token": form_of(page).fields["csrf_token"], "shown": list(shown), "leave": leave}
    return client.post("/sign-out", data=data, query_string=query)


def open_next(client, answer):
    return client.get(urljoin(answer.request.url, answer.location))


def ticks_of(page) -> dict[str, bool]:
    """The services of the question, and whether each is ticked."""
    boxes = re.findall(r'<input type="checkbox"[^>]*name="leave" value="([^"]+)"([^>]*)>', page.text)
    return {client_id: "checked" in rest for client_id, rest in boxes}


def is_live(session: BrowserSession) -> bool:
    db.session.expire_all()
    return db.session.get_one(BrowserSession, session.id).ended_at is None


def test_every_service_is_ticked_at_first(client, visited):
    assert ticks_of(client.get("/sign-out")) == {"health": True, "land": True}


def test_all_ticks_end_the_session(client, visited, session):
    page = open_next(client, choose(client, ["health", "land"]))

    assert "op-logged-out" in ids_in(page.text)
    assert not is_live(session)


def test_one_service_is_left_and_told_and_the_session_goes_on(client, visited, session, servers):
    answer = choose(client, ["land"])
    deliver_due()
    page = open_next(client, answer)

    assert "op-left-some" in ids_in(page.text)
    assert "op-logged-out" not in ids_in(page.text)
    assert {name: len(server.received) for name, server in servers.items()} == {"health": 0, "land": 1}
    assert is_live(session)
    assert "Clear-Site-Data" not in answer.headers


def test_the_page_says_plainly_what_is_still_open(client, visited):
    page = open_next(client, choose(client, ["land"])).text

    assert "Ông/Bà vẫn đang đăng nhập" in page
    assert "mở lại mà không hỏi mật khẩu" in page
    told, _, still = page.partition("Dịch vụ còn mở:")
    assert "Sở Đất đai" in told
    assert "Sở Y tế" in still
    assert "Sở Y tế" not in told


def test_what_the_service_was_given_in_the_session_ends_and_offline_access_does_not(client, visited):
    plain = visited["land"].tokens()
    offline = visited["land"].tokens(scope="openid offline_access")
    kept = visited["health"].tokens()
    choose(client, ["land"])

    assert visited["land"].userinfo(plain["access_token"]).status_code == 401
    assert visited["land"].refresh(offline["refresh_token"]).status_code == 200
    assert visited["health"].userinfo(kept["access_token"]).status_code == 200


def test_afterwards_only_the_others_are_asked_about_and_told(client, visited, servers):
    choose(client, ["land"])
    question = client.get("/sign-out")
    assert ticks_of(question) == {"health": True}

    client.submit(question)
    deliver_due()
    assert {name: len(server.received) for name, server in servers.items()} == {"health": 1, "land": 1}


def test_the_service_can_be_opened_again(client, visited):
    choose(client, ["land"])
    visited["land"].tokens(prompt="none")

    assert ticks_of(client.get("/sign-out")) == {"health": True, "land": True}


def test_without_any_tick_the_question_is_asked_again(client, visited, session):
    page = choose(client, [])

    assert page.status_code == 422
    assert "Vui lòng chọn ít nhất một dịch vụ." in page.text
    assert is_live(session)


def test_a_service_opened_meanwhile_ends_with_the_rest_when_all_ticks_stay(client, visited, session, servers):
    answer = choose(client, ["health"], shown=("health",))
    deliver_due()

    assert not is_live(session)
    assert "op-logged-out" in ids_in(open_next(client, answer).text)
    assert all(len(server.received) == 1 for server in servers.values())


@pytest.mark.parametrize("leave", [["never-visited"], ["x" * 5_000], ["\x00"]])
def test_services_nobody_opened_cannot_be_left(client, visited, session, servers, leave):
    a_client("never-visited")
    answer = choose(client, leave)
    deliver_due()

    assert answer.status_code == 303
    assert answer.location.startswith("/sign-out")
    assert is_live(session)
    assert not any(server.received for server in servers.values())


def test_pressing_twice_tells_once(client, visited, servers):
    page = client.get("/sign-out")
    data = {"csrf_token": form_of(page).fields["csrf_token"], "shown": list(NAMES), "leave": ["land"]}
    for _ in range(2):
        client.post("/sign-out", data=data)
    deliver_due()

    assert len(servers["land"].received) == 1


def test_other_browsers_of_the_citizen_are_not_touched(client, app, citizen, visited, servers):
    phone = app.test_client()
    signed_in(phone, citizen)
    RelyingParty(phone, "land").tokens()
    choose(client, ["land"])
    deliver_due()

    assert len(servers["land"].received) == 1
    assert ticks_of(phone.get("/sign-out")) == {"land": True}


def asked_by(client, application: RelyingParty) -> str:
    """A sign-out an application asks for, without vouching for this session: the citizen is asked."""
    claims = {**application.claims(application.tokens()["id_token"]), "sid": "of another session"}
    hint = resigned(application, application.tokens()["id_token"], **claims)
    way = {"id_token_hint": hint, "post_logout_redirect_uri": SIGNED_OUT_URI}
    return client.get("/oauth/end-session", query_string=way).location.partition("request=")[2]


def test_who_asked_gets_its_citizen_back_if_it_was_left(client, visited):
    ticket = asked_by(client, visited["land"])
    answer = choose(client, ["land"], request=ticket)
    deliver_due()

    assert open_next(client, answer).location == SIGNED_OUT_URI


def test_who_asked_and_was_kept_does_not(client, visited):
    ticket = asked_by(client, visited["health"])
    answer = choose(client, ["land"], request=ticket)
    deliver_due()
    page = open_next(client, answer)

    assert page.status_code == 200
    assert SIGNED_OUT_URI not in page.text


def test_each_try_is_shown_with_its_time_and_outcome(client, visited, servers, clock):
    servers["land"].behaviour = answers(503)
    answer = choose(client, ["land"])
    deliver_due()
    clock.advance(seconds=3)
    deliver_due()
    page = open_next(client, answer).text

    tries = re.findall(r'<li><time datetime="[^"]+">(\d\d:\d\d:\d\d)</time> ([^<]+)</li>', page)
    assert [words for _, words in tries] == ["máy chủ trả lời mã 503"] * 2
    assert len({at for at, _ in tries}) == 2


def test_the_citizen_is_told_of_no_session_but_their_own(client, visited, session):
    left = services().logouts.departures.leave(session, ["land"])

    assert left == ["land"]
    assert services().logouts.departures.leave(session, ["land"]) == []
