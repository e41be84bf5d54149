"""OpenID Connect Session Management 1.0, by clause; the frame itself is asked in a browser."""

import hashlib
import re
from typing import Any

import pytest

from idp.oauth.session_state import origin_of
from tests.builders import REDIRECT_URI, a_citizen, a_person
from tests.caller import Caller
from tests.conformance.leaving import confirmed
from tests.relying_party import RelyingParty, agree, signed_in
from tests.web.citizen.browsing import HOST, sign_in

COOKIE = "__Host-sen_browser_state"
ORIGIN = "https://portal.anlien.example"


def browser_state(caller: Caller) -> str:
    found = caller.get_cookie(COOKIE, domain=HOST)
    return found.value if found else ""


def expected(caller: Caller, state: str, client_id: str = "portal", origin: str = ORIGIN) -> str:
    """What the frame's script makes of a browser's cookie and the salt of a session state."""
    salt = state.partition(".")[2]
    said = f"{client_id} {origin} {browser_state(caller)} {salt}"
    return f"{hashlib.sha256(said.encode()).hexdigest()}.{salt}"


def test_3_3_discovery_names_the_frame(portal):
    document = portal.caller.get("/.well-known/openid-configuration").json

    assert document["check_session_iframe"] == "https://id.anlien.example/oauth/check-session"


def test_2_every_successful_answer_has_a_session_state(portal):
    state = portal.answer()["session_state"]

    assert re.fullmatch(r"[0-9a-f]{64}\.[A-Za-z0-9_-]{16,}", state)
    assert state == expected(portal.caller, state)


def test_2_the_salt_is_new_each_time(portal):
    first, second = (portal.answer()["session_state"] for _ in range(2))

    assert first != second
    assert second == expected(portal.caller, second)


def test_2_silent_answers_and_form_posts_have_one_too(portal):
    silent = portal.answer(prompt="none")["session_state"]
    page = portal.ask(response_mode="form_post").text

    assert silent == expected(portal.caller, silent)
    assert 'name="session_state"' in page


@pytest.mark.parametrize("refused", [{"prompt": "none", "id_token_hint": "x"}, {"scope": "unknown"}])
def test_2_errors_have_none(portal, refused):
    answer = portal.answer(**refused)

    assert answer["error"]
    assert answer.get("session_state") is None


def test_3_2_the_cookie_can_be_read_by_the_frame_on_other_sites(portal):
    answer = portal.ask()
    [cookie] = [each for each in answer.headers.getlist("Set-Cookie") if each.startswith(COOKIE)]
    attributes = {part.partition("=")[0] for part in cookie.split("; ")}

    assert {"Secure", "SameSite=None", "Path=/"} <= set(cookie.split("; "))
    assert "HttpOnly" not in attributes
    assert "Domain" not in attributes


def test_a_browser_that_has_it_is_not_given_it_again(portal):
    portal.ask()

    assert COOKIE not in str(portal.ask().headers.getlist("Set-Cookie"))


def test_a_cookie_that_somebody_changed_is_put_right(portal):
    portal.ask()
    right = browser_state(portal.caller)
    portal.caller.set_cookie(COOKIE, "planted", domain=HOST, secure=True)
    state = portal.answer()["session_state"]

    assert browser_state(portal.caller) == right
    assert state == expected(portal.caller, state)


def test_3_after_sign_out_the_state_differs(portal):
    state = portal.answer()["session_state"]
    confirmed(portal, portal.caller.get("/sign-out"))

    assert state != expected(portal.caller, state)


def test_3_with_another_citizen_it_differs(portal, client, clock):
    state = portal.answer()["session_state"]
    another = a_citizen()
    signed_in(client, another)
    agree(another.id)

    assert portal.answer()["session_state"] != state
    assert state != expected(portal.caller, state)


def test_3_signing_in_anew_changes_it_and_using_the_session_does_not(app, client, clock):
    person = a_person()
    a_citizen(person)
    sign_in(client, person.phone)
    first = browser_state(client)
    clock.advance(minutes=5)
    client.get("/account")
    assert first
    assert browser_state(client) == first

    sign_in(client, person.phone)
    assert browser_state(client) not in ("", first)


def test_the_state_tells_neither_citizen_nor_session(portal):
    session = signed_in(portal.caller)
    agree(session.citizen_id)
    portal.ask()
    state = browser_state(portal.caller)

    assert session.id not in state
    assert session.citizen_id not in state


def test_the_session_is_still_known_by_its_own_cookie_only(portal):
    portal.ask()
    stranger = portal.caller.application.test_client()
    stranger.set_cookie(COOKIE, browser_state(portal.caller), domain=HOST, secure=True)

    assert RelyingParty(stranger).answer(prompt="none")["error"] == "login_required"


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        (REDIRECT_URI, ORIGIN),
        ("https://Portal.AnLien.example:443/cb", ORIGIN),
        ("https://portal.anlien.example:8443/cb?x", f"{ORIGIN}:8443"),
        ("http://localhost:8001/callback", "http://localhost:8001"),
        ("http://127.0.0.1:80/", "http://127.0.0.1"),
        ("http://[::1]:9000/", "http://[::1]:9000"),
        ("vn.anlien.app:/signed-in", "null"),
    ],
)
def test_2_the_origin_is_written_as_browsers_write_it(address, origin):
    assert origin_of(address) == origin


def frame(portal: RelyingParty) -> Any:
    return portal.caller.get("/oauth/check-session")


def test_3_2_the_frame_may_be_shown_by_anybody(portal):
    page = frame(portal)

    assert page.status_code == 200
    assert "frame-ancestors *" in page.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in page.headers
    assert portal.caller.get("/").headers["X-Frame-Options"] == "DENY"


def test_3_2_its_script_is_a_file_of_ours_that_listens_at_once(portal):
    page = frame(portal)
    [script] = re.findall(r'<script src="(/assets/[^"]+)" data-cookies="([^"]+)"></script>', page.text)
    source = portal.caller.get(script[0]).text

    assert script[1].split() == [COOKIE, "__Host-sen_sandbox_state"]
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    assert "crypto" not in source.replace("crypto.subtle is missing", "")
    assert "import " not in source
    assert "addEventListener('message'" in source


def test_the_frame_is_the_same_for_everybody_and_may_be_kept(portal):
    page, stranger = frame(portal), portal.caller.application.test_client().get("/oauth/check-session")

    assert page.text == stranger.text
    assert page.headers["Cache-Control"].startswith("public")
    assert "Set-Cookie" not in page.headers
    assert portal.claims(portal.tokens()["id_token"])["sub"] not in page.text
