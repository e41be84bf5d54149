"""The check-session frame in a browser: a page of another origin asks before and after the citizen leaves."""

import json
from collections.abc import Callable, Iterator
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Page

from tests.journeys.authenticator import SignsIn
from tests.journeys.steps import agree, shown, sign_in
from tests.receivers import Handler, receiver
from tests.walker import challenge_of

pytestmark = [pytest.mark.journey, pytest.mark.timeout(180)]

CLIENT = "watching-page"
VERIFIER = "a-verifier-of-a-watching-page-in-the-tests-0123456789"
PAGE = b"<!doctype html><html lang=en><title>Watching</title><p id=back>Signed in.</p>"
ASK = """([frame, messages]) => new Promise((done, failed) => {
  const shown = document.createElement('iframe'), answers = [];
  addEventListener('message', (event) => {
    if (event.source !== shown.contentWindow) { return; }
    answers.push([event.origin, event.data]);
    if (answers.length === messages.length) { shown.remove(); done(answers); }
  });
  shown.onload = () => messages.forEach((each) => shown.contentWindow.postMessage(each, new URL(frame).origin));
  shown.src = frame;
  document.body.append(shown);
  setTimeout(() => failed(new Error('no answer: ' + JSON.stringify(answers))), 5000);
})"""
"""Loads the frame, and asks at once when it has loaded."""


@pytest.fixture(scope="module")
def elsewhere(demo, tmp_path_factory) -> Iterator[str]:
    """An application of another origin, registered; where it is."""

    def page(handler: Handler) -> None:
        handler.answer(200, PAGE, Content_Type="text/html")

    with receiver(page) as server:
        registration = tmp_path_factory.mktemp("watching") / "registration.json"
        document = {
            "client_id": CLIENT,
            "client_name": "Trang theo dõi",
            "redirect_uris": [f"{server.address}/callback"],
            "token_endpoint_auth_method": "none",
            "scope": "openid",
        }
        registration.write_text(json.dumps(document))
        demo.idp("client", "add", str(registration))
        yield server.address


@pytest.fixture
def answered(demo, page: Page, elsewhere: str) -> Callable[..., dict[str, str]]:
    """Goes through the authorization endpoint, and ends on the application's page; what came with it."""

    def go(citizen: SignsIn, **more: str) -> dict[str, str]:
        asked = {
            "response_type": "code",
            "client_id": CLIENT,
            "redirect_uri": f"{elsewhere}/callback",
            "scope": "openid",
            "code_challenge": challenge_of(VERIFIER),
            "code_challenge_method": "S256",
            **more,
        }
        page.goto(f"{demo.provider}/oauth/authorize?{urlencode(asked)}")
        if shown(page, "op-login", "consent-allow", "back") == "op-login":
            sign_in(page, citizen)
        agree(page, "back")
        return {name: values[0] for name, values in parse_qs(urlsplit(page.url).query).items()}

    return go


def ask(page: Page, demo, elsewhere: str, *messages: object) -> list[str]:
    """What the frame answers to a page of another origin."""
    page.goto(f"{elsewhere}/watching")
    answers = page.evaluate(ASK, [f"{demo.provider}/oauth/check-session", list(messages)])
    assert {origin for origin, _ in answers} == {demo.provider}
    return [said for _, said in answers]


def test_it_says_unchanged_until_the_citizen_signs_out(demo, page, elsewhere, answered):
    citizen = demo.somebody_new(with_app=False)
    first = answered(citizen)["session_state"]
    silent = answered(citizen, prompt="none")["session_state"]

    assert ask(page, demo, elsewhere, f"{CLIENT} {first}", f"{CLIENT} {silent}") == ["unchanged"] * 2

    page.goto(f"{demo.provider}/sign-out")
    page.click("#logout-confirm")
    shown(page, "op-logged-out")
    assert ask(page, demo, elsewhere, f"{CLIENT} {first}", f"{CLIENT} {silent}") == ["changed"] * 2

    second = answered(citizen)["session_state"]
    assert ask(page, demo, elsewhere, f"{CLIENT} {second}", f"{CLIENT} {first}") == ["unchanged", "changed"]


def test_with_another_citizen_it_says_changed(demo, page, elsewhere, answered):
    state = answered(demo.somebody_new(with_app=False))["session_state"]
    answered(demo.somebody_new(with_app=False), prompt="login")

    assert ask(page, demo, elsewhere, f"{CLIENT} {state}") == ["changed"]


def test_another_application_and_another_origin_learn_nothing(demo, page, elsewhere, answered):
    state = answered(demo.somebody_new(with_app=False))["session_state"]

    assert ask(page, demo, elsewhere, f"portal {state}") == ["changed"]
    assert ask(page, demo, elsewhere.replace("localhost", "127.0.0.1"), f"{CLIENT} {state}") == ["changed"]


def test_what_is_no_question_is_an_error(demo, page, elsewhere, answered):
    state = answered(demo.somebody_new(with_app=False))["session_state"]
    wrong = [
        "",
        CLIENT,
        state,
        f"{CLIENT}  {state}",
        f"{CLIENT} {state} more",
        f"{CLIENT} {state.partition('.')[0]}",
        f"{CLIENT} .{state.partition('.')[2]}",
        f"{CLIENT} {state}.x",
        f"{CLIENT} \ud800",
        7,
        None,
        {"client_id": CLIENT},
        "x" * 100_000,
    ]

    assert ask(page, demo, elsewhere, *wrong) == ["error"] * len(wrong)
