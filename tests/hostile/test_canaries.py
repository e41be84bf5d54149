"""Secrets and personal values go through real journeys and real failures; nothing the provider writes holds one."""

import base64
import json
from urllib.parse import quote

import pytest
from sqlalchemy.exc import IntegrityError

from idp.store.db import db
from idp.store.repositories.audit_search import Wanted
from idp.web.current import services
from tests.builders import CLIENT_SECRET, TOTP_KEY, a_citizen, a_person, one_time_code
from tests.canaries import found_in
from tests.logbook import Logbook, logbook
from tests.relying_party import EVERYTHING, RelyingParty, a_portal, agree, set_cookie, signed_in
from tests.test_measures import measuring, told
from tests.web.citizen.browsing import SESSION, another_browser, cookie_of, sign_in, type_code
from tests.web.citizen.registrant import BAY, Registrant

__all__ = ["measuring"]

TYPED = {
    "a password": "trâu-vàng-Cửa-Lò-7391",
    "a wrong password": "ốc-đảo-Phú-Quý-5820",
    "a phone": "+84905738164",
    "a phone as typed": "0905738164",
    "an e-mail address": "canary.hoang.8264@dan.anlien.example",
    "a number": "001186738164",
    "a name": "Hoàng Diệp Tường Vy",
    "a street": "739 đường Bằng Lăng Tím",
    "a code nobody gave": "canary-code-Zq83Lm20",
    "a token nobody gave": "canary-token-Hv61Tb94",
    "a cookie nobody gave": "canary-cookie-Wd57Rk38",
    "a wrong secret": "canary-secret-Nx92Fj15",
    "a state": "canary-state-Pq48Vs70",
    "words of an exception": "canary-words-Gy36Lc81",
}


@pytest.fixture
def book(app):
    with logbook() as written:
        yield written


@pytest.fixture
def person():
    return a_person(
        name=TYPED["a name"],
        number=TYPED["a number"],
        phone=TYPED["a phone"],
        email=TYPED["an e-mail address"],
        street=TYPED["a street"],
    )


def everything_written(book: Logbook) -> str:
    db.session.rollback()
    exported = "\n".join(services().watch.exports.signed_lines(Wanted(), by=None))
    assert len(exported.splitlines()) > 3, "nothing was exported: the journeys left no trace at all"
    return "\n".join((book.text, *told(), exported))


def assert_discreet(book: Logbook, **more: str) -> None:
    """Look for everything typed, and for what a journey was given, by what it is."""
    assert book.requests(), "no request was logged: there was nothing to look through"
    assert found_in(everything_written(book), {**TYPED, **more}) == []


def test_a_citizen_who_signs_in_and_the_application_they_use(app, client, book, measuring, person):
    citizen = a_citizen(person, password=TYPED["a password"], totp=TOTP_KEY)
    sign_in(client, person.email, TYPED["a wrong password"])
    sign_in(client, TYPED["a phone as typed"], TYPED["a password"])
    type_code(client, "739105")
    code = one_time_code()
    assert type_code(client, code).status_code == 303
    session = cookie_of(client, SESSION)
    portal = a_portal_of(client, citizen)
    answered = portal.answer(state=TYPED["a state"], login_hint=person.email, scope=EVERYTHING)
    tokens = portal.redeem(answered["code"]).json
    spent = dict(portal.refresh(tokens["refresh_token"]).json)
    portal.userinfo(spent["access_token"])
    client.get("/oauth/userinfo", query_string={"access_token": spent["access_token"]})
    portal.redeem(answered["code"])
    portal.post("/oauth/introspect", token=spent["access_token"])
    portal.post("/oauth/revoke", token=spent["refresh_token"])
    client.get(
        "/oauth/end-session", query_string={"id_token_hint": tokens["id_token"], "state": TYPED["a state"]}
    )

    assert_discreet(
        book,
        **{
            "the code": answered["code"],
            "the access token": tokens["access_token"],
            "the next access token": spent["access_token"],
            "the refresh token": tokens["refresh_token"],
            "the next refresh token": spent["refresh_token"],
            "the ID token": tokens["id_token"],
            "the session": str(session),
            "the one-time code": f'"{code}"',
            "the secret": CLIENT_SECRET,
        },
    )


def a_portal_of(client, citizen) -> RelyingParty:
    portal = a_portal(client, citizen)
    agree(citizen.id)
    return portal


def test_what_is_refused(app, client, book, measuring, person):
    portal = a_portal_of(client, a_citizen(person))
    bad = RelyingParty(client, secret=TYPED["a wrong secret"])
    bad.redeem(TYPED["a code nobody gave"])
    portal.redeem(TYPED["a code nobody gave"])
    portal.refresh(TYPED["a token nobody gave"])
    portal.userinfo(TYPED["a token nobody gave"])
    portal.ask(redirect_uri=f"https://evil.example/{quote(person.email)}?code={TYPED['a code nobody gave']}")
    portal.ask(claims=TYPED["a name"], request=TYPED["a token nobody gave"])
    client.get(
        f"/oauth/authorize/{TYPED['a code nobody gave']}",
        headers={"Referer": f"https://x/?t={TYPED['a state']}"},
    )
    other = another_browser(app)
    set_cookie(other, "session", TYPED["a cookie nobody gave"])
    other.get("/account", headers={"User-Agent": TYPED["a name"].encode().decode("latin-1")})
    other.post("/sign-in", data={"username": person.number, "password": TYPED["a wrong password"]})
    other.get(f"/{TYPED['a name']}?phone={TYPED['a phone']}")
    other.open("/healthz", method="CANARY", headers={"X-Forwarded-For": TYPED["a phone"]})
    basic = base64.b64encode(f"portal:{TYPED['a wrong secret']}".encode()).decode()
    client.post(
        "/oauth/token", data=b"\xff\x00" + person.name.encode(), headers={"Authorization": f"Basic {basic}"}
    )

    assert_discreet(book, header=basic)


def test_somebody_who_registers(app, client, clock, book, measuring):
    registrant = Registrant(client, clock, contact=TYPED["a phone as typed"])
    registrant.read_notice()
    code = registrant.newest_code()
    registrant.show_card(BAY, name=TYPED["a name"])
    registrant.show_card(BAY)
    registrant.accept()
    registrant.choose_password(TYPED["a password"])
    key = registrant.app_key() if registrant.send("second-step", factor="totp") else ""
    registrant.add_app()
    printed = registrant.printed_codes()

    assert registrant.at == "recovery-codes"
    given = {
        "number": BAY.number,
        "name on the card": BAY.name,
        "key": key,
        "printed": printed[0],
        "code": f'"{code}"',
    }
    assert_discreet(book, **given)


@pytest.mark.parametrize(
    "fault",
    [
        pytest.param(ValueError, id="in Python"),
        pytest.param(
            lambda words: IntegrityError(f"INSERT ('{words}')", {"a": words}, Exception(words)), id="database"
        ),
        pytest.param(lambda words: UnicodeDecodeError("utf-8", words.encode(), 0, 1, words), id="in a codec"),
    ],
)
def test_what_fails(client, book, measuring, monkeypatch, fault):
    words = TYPED["words of an exception"]

    def fail(*_):
        raise RuntimeError(words) from fault(words)

    monkeypatch.setattr("idp.web.home.settings", fail)
    signed_in(client)
    for _ in range(4):
        assert client.get(f"/help?{words}").status_code == 500

    assert "RuntimeError" in book.text
    assert found_in("\n".join((book.text, *told())), TYPED) == []


@pytest.mark.parametrize(
    "hidden",
    [
        lambda value: f"user={value}&",
        lambda value: quote(f"user={value}", safe=""),
        lambda value: json.dumps({"user": value}),
        lambda value: value.encode().hex(),
        *(lambda value, n=n: base64.b64encode(b"x" * n + value.encode() + b"y").decode() for n in range(4)),
        *(lambda value, n=n: base64.urlsafe_b64encode(b"x" * n + value.encode()).decode() for n in range(3)),
    ],
)
def test_what_is_hidden_in_a_line_is_found(hidden):
    for name, value in TYPED.items():
        assert found_in(f"2026-11-22 INFO {hidden(value)} and more", {name: value}), name


def test_what_is_not_there_is_not_found():
    assert found_in("2026-11-22 INFO nothing to see here, 0123456789abcdef", TYPED) == []
