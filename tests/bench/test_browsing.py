"""A person's way through pages: forms, buttons, cookies, redirects."""

import pytest

from tests.bench.browsing import Browser, Person, chosen, forms_in
from tests.bench.wire import Reply, Wire

PERSON = Person({"login": "quynh", "password": "vịt"}, {"answer": "accept"})
SIGN_IN = """<form action="/lang" method="post"><button name="lang" value="en">English</button></form>
<form method="POST"><input type=hidden name='csrf' value="a&amp;b"><input name="login"/>
<input name="password" type="password"><input type="checkbox" name="stay"><button>Go</button></form>"""
CONSENT = """<form action="/a" method="post"><button name="lang" value="en">English</button></form>
<form action="/b" method="post"><input type="hidden" name="csrf" value="c">
<button name="answer" value="deny">No</button><button name="answer" value="accept">Yes</button></form>"""


class Scripted(Wire):
    """A server of answers by method and path."""

    def __init__(self, answers):
        super().__init__("http://localhost:9")
        self.answers, self.asked = answers, []

    def ask(self, method, path, headers, body=b""):
        self.asked.append((method, path, headers.get("Cookie"), body.decode()))
        status, more, cookies, text = self.answers[f"{method} {path}"]
        return Reply(status, more, cookies, text.encode())


def test_the_form_to_type_into_is_filled_in():
    form = chosen(forms_in(SIGN_IN), PERSON)

    assert form is not None
    assert form.fields == {"csrf": "a&b", "login": "quynh", "password": "vịt"}


def test_the_right_button_is_pressed():
    form = chosen(forms_in(CONSENT), PERSON)

    assert form is not None
    assert (form.action, form.fields) == ("/b", {"csrf": "c", "answer": "accept"})


def test_a_page_with_nothing_to_say_is_not_answered():
    assert chosen(forms_in(CONSENT.replace("answer", "other")), PERSON) is None


def test_a_person_arrives_with_cookies_that_reach_as_far_as_they_should():
    wire = Scripted(
        {
            "GET /auth?x=1": (303, {"location": "/login"}, ["flow=1; Path=/login", "seen=1; path=/"], ""),
            "GET /login": (200, {}, [], SIGN_IN),
            "POST /login": (302, {"location": "/auth/2"}, ["flow=; Path=/login", "session=s; Path=/"], ""),
            "GET /auth/2": (302, {"location": "https://app.example/cb?code=c"}, [], ""),
        }
    )
    browser = Browser(wire)

    assert browser.go("/auth?x=1", "https://app.example/cb", PERSON) == "https://app.example/cb?code=c"
    assert [cookie for _, _, cookie, _ in wire.asked] == [
        None,
        "flow=1; seen=1",
        "flow=1; seen=1",
        "seen=1; session=s",
    ]

    browser.forget("seen")
    wire.answers["GET /auth?x=1"] = (302, {"location": "https://app.example/cb"}, [], "")
    browser.go("/auth?x=1", "https://app.example/cb", PERSON)
    assert wire.asked[-1][2] == "seen=1"


def test_who_is_told_to_come_again_does():
    wire = Scripted({"GET /": (503, {"retry-after": "0"}, [], "")})
    answers = iter([503, 503, 302])
    wire.ask = lambda *_: Reply(
        next(answers), {"retry-after": "0", "location": "https://app.example/cb"}, [], b""
    )
    browser = Browser(wire)

    assert browser.go("/", "https://app.example/cb", PERSON) == "https://app.example/cb"
    assert browser.waits == 2


def test_a_refusal_says_where_it_was_met():
    with pytest.raises(AssertionError, match="/auth answered 400"):
        Browser(Scripted({"GET /auth": (400, {}, [], "no")})).go("/auth", "https://app.example", PERSON)
