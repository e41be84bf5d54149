"""On the way to an application: what is carried, shown and kept from page to page."""

from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select

from idp.store.db import db
from idp.store.models import BrowserSession
from tests.builders import PASSWORD, REDIRECT_URI, TOTP_KEY, a_citizen, a_client, a_person, one_time_code
from tests.pages import form_with, ids_in
from tests.walker import challenge_of
from tests.web.citizen.browsing import SESSION, another_browser, cookie_of, enter, sign_in, type_code

VERIFIER = "v" * 50


@pytest.fixture
def person(app):
    return a_person()


def ask(client, **more):
    """An authorization request; where it leads."""
    asked = {
        "response_type": "code",
        "client_id": "portal",
        "redirect_uri": REDIRECT_URI,
        "scope": "openid",
        "state": "s",
        "nonce": "n",
        "code_challenge": challenge_of(VERIFIER),
        "code_challenge_method": "S256",
        **more,
    }
    answer = client.get("/oauth/authorize", query_string=asked)
    return answer.headers.get("Location") or answer


def go(client, address):
    """Follow our own redirects and agree to what is asked; the page, or the answer that leaves us."""
    answer = client.get(address)
    while True:
        if answer.headers.get("Location", "").startswith("/"):
            answer = client.get(answer.headers["Location"])
        elif "consent-allow" in ids_in(answer.text):
            answer = client.submit(answer, do="allow")
        else:
            return answer


def query_of(answer):
    return parse_qs(urlsplit(answer.headers["Location"]).query)


def test_the_page_names_the_application_and_offers_the_way_back(client, person):
    a_client(
        metadata={
            "logo_uri": "https://portal.anlien.example/logo.svg",
            "policy_uri": "https://portal.anlien.example/policy",
            "tos_uri": "https://portal.anlien.example/terms",
        }
    )

    page = client.get(ask(client))

    assert {"op-login", "login-cancel", "client-logo", "client-policy", "client-tos"} <= ids_in(page.text)
    assert "Cổng dịch vụ công An Liên" in page.text
    policy = page.headers["Content-Security-Policy"]
    assert "img-src 'self' https://portal.anlien.example;" in policy
    assert "form-action 'self' https://portal.anlien.example" in policy


@pytest.mark.parametrize("member", ["logo_uri", "policy_uri", "tos_uri"])
@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "", "portal"])
def test_an_address_that_is_no_web_address_is_not_shown(client, person, member, address):
    a_client(metadata={member: address})

    page = client.get(ask(client))

    assert not {"client-logo", "client-policy", "client-tos"} & ids_in(page.text)
    assert page.status_code == 200


def test_giving_up_is_told_to_the_application(client, person):
    a_client()
    page = client.get(ask(client))

    form = form_with(page.text, page.request.url, control="login-cancel")
    answer = client.post(form.action, data=form.fields)

    assert query_of(answer)["error"] == ["access_denied"]
    assert query_of(answer)["state"] == ["s"]


@pytest.mark.parametrize(
    ("language", "name"), [("en", "An Liên public service portal"), ("vi", "Cổng dịch vụ công An Liên")]
)
def test_the_page_speaks_the_language_the_application_asks_for(client, person, language, name):
    a_client()

    page = client.get(ask(client, ui_locales=f"fr {language}"))

    assert f'<html lang="{language}">' in page.text
    assert name in page.text


def test_the_login_hint_is_filled_in_and_may_be_changed(client, person):
    a_client()
    a_citizen(person)
    page = client.get(ask(client, login_hint="ai.do@thu.vn"))
    assert 'value="ai.do@thu.vn"' in page.text

    done = client.submit(page, username=person.phone, password=PASSWORD)

    assert done.status_code == 303


@pytest.mark.parametrize("hint", ["x" * 5000, '"><script>', "\x00"])
def test_a_hostile_login_hint_does_no_harm(client, person, hint):
    a_client()

    page = ask(client, login_hint=hint)
    if isinstance(page, str):
        page = client.get(page)

    assert page.status_code in (200, 400)
    assert "<script>" not in page.text.partition("</head>")[2]


def test_signing_in_leads_on_to_the_application(client, person):
    a_client()
    a_citizen(person, totp=TOTP_KEY)
    way = sign_in(client, person.phone, path=ask(client)).headers["Location"]
    assert way.startswith("/sign-in/code?request=")
    resumed = type_code(client, one_time_code(), path=way).headers["Location"]

    answer = go(client, resumed)

    assert "code" in query_of(answer)


def test_the_code_page_is_bound_to_the_request_it_was_begun_for(client, person):
    a_client()
    a_citizen(person, totp=TOTP_KEY)
    one, other = ask(client), ask(client, state="other")
    code_page = sign_in(client, person.phone, path=one).headers["Location"]
    handle = parse_qs(urlsplit(other).query)["request"][0]

    answer = client.get("/sign-in/code", query_string={"request": handle})

    assert answer.headers["Location"] == other
    assert client.get(code_page).status_code == 200


def test_two_tabs_come_to_their_own_applications(client, person):
    a_client()
    a_citizen(person)
    one, other = ask(client, state="one"), ask(client, state="other")

    first = go(client, sign_in(client, person.phone, path=one).headers["Location"])
    second = go(client, other)

    assert query_of(first)["state"] == ["one"]
    assert query_of(second)["state"] == ["other"]


def test_the_back_button_after_signing_in_says_what_to_do(client, person):
    a_client()
    a_citizen(person)
    address = ask(client)
    go(client, sign_in(client, person.phone, path=address).headers["Location"])

    page = client.get(address)

    assert page.status_code == 400
    assert "op-error" in ids_in(page.text)
    assert "đã quá hạn hoặc đã dùng rồi" in page.text


def test_a_request_of_another_browser_goes_no_further(app, client, person):
    a_client()
    address = ask(client)

    assert another_browser(app).get(address).status_code == 400


def test_the_application_that_wants_the_password_again_is_named(client, person, clock):
    a_client()
    a_citizen(person)
    enter(client, person)
    before = cookie_of(client, SESSION)
    clock.advance(minutes=1)
    page = client.get(ask(client, prompt="login"))
    assert "yêu cầu nhập lại mật khẩu" in page.text

    answer = go(client, client.submit(page, username=person.phone, password=PASSWORD).headers["Location"])

    assert "code" in query_of(answer)
    assert cookie_of(client, SESSION) != before
    assert db.session.scalars(select(BrowserSession.authenticated_at)).one() == clock()


def test_a_session_of_level_one_steps_up_with_the_second_factor_alone(client, person, clock):
    a_client(minimum_level=2)
    a_citizen(person, totp=TOTP_KEY)
    enter(client, person)
    row = db.session.scalars(select(BrowserSession)).one()
    row.level, row.level_two_at, row.methods = 1, None, ["pwd"]
    db.session.commit()
    before, began = cookie_of(client, SESSION), row.authenticated_at
    page = client.get(ask(client))
    page = client.get(page.headers["Location"]) if page.status_code == 303 else page
    assert "Cần xác thực ở mức cao hơn" in page.text
    assert "password" not in ids_in(page.text)

    clock.advance(seconds=30)
    answer = client.submit(page, otp=one_time_code(TOTP_KEY, clock()))

    assert "code" in query_of(go(client, answer.headers["Location"]))
    assert cookie_of(client, SESSION) != before
    row = db.session.scalars(select(BrowserSession)).one()
    assert (row.level, row.authenticated_at) == (2, began)


def test_an_account_without_a_second_factor_can_add_one_on_the_way(client, person, clock):
    a_client(minimum_level=2)
    a_citizen(person)
    signed = sign_in(client, person.phone, path=ask(client))
    page = client.get(signed.headers["Location"])
    while page.status_code == 303:
        page = client.get(page.headers["Location"])
    assert "Thêm ứng dụng tạo mã" in page.text
    address = page.text.split('href="/account/security/authenticator?')[1].split('"')[0].replace("&amp;", "&")
    offer = client.get(f"/account/security/authenticator?{address}")
    key = offer.text.split('class="key"')[1].split(">")[1].split("<")[0].replace(" ", "")

    added = client.submit(offer, otp=one_time_code(key, clock()))

    assert "code" in query_of(go(client, added.headers["Location"]))
    assert db.session.scalars(select(BrowserSession.level)).one() == 2


@pytest.mark.parametrize("then", ["//evil.example", "account.overview"])
@pytest.mark.parametrize("path", ["/sign-in", "/sign-in/again", "/sign-in/code", "/sign-in/step-up"])
def test_one_cannot_be_sent_elsewhere_after_signing_in(client, person, then, path):
    assert client.get(path, query_string={"then": then}).status_code == 400


@pytest.mark.parametrize("handle", ["nobody", "x" * 3000, "\x00"])
@pytest.mark.parametrize("path", ["/sign-in", "/sign-in/code", "/sign-in/recovery-code", "/sign-in/step-up"])
def test_a_request_that_is_none_is_said_to_be_too_old(client, person, handle, path):
    page = client.get(path, query_string={"request": handle})

    assert page.status_code == 400
    assert "op-error" in ids_in(page.text)
