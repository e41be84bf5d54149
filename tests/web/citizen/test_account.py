"""The account's overview, its activity, its language and its end."""

import pytest
from sqlalchemy import select

from idp.assurance import IdentityAssurance
from idp.audit.events.oauth import ClaimsReleased
from idp.store.db import db
from idp.store.models import Citizen
from idp.web.current import services
from tests.builders import PASSWORD, TOTP_KEY, a_citizen, a_client, a_person
from tests.web.citizen.browsing import SESSION, another_browser, cookie_of, enter, sign_in


@pytest.fixture
def person(app):
    return a_person()


@pytest.fixture
def citizen(person):
    return a_citizen(person)


PAGES = [
    "/account",
    "/account/activity",
    "/account/security",
    "/account/security/password",
    "/account/security/authenticator",
    "/account/security/sms",
    "/account/security/recovery-codes",
    "/account/devices",
    "/account/applications",
    "/account/not-me",
    "/account/contact",
    "/account/close",
]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_without_a_session_leads_to_signing_in_and_back(client, citizen, person, path):
    asked = client.get(path)
    assert asked.status_code == 303

    back = sign_in(client, person.phone, path=asked.headers["Location"])

    assert back.headers["Location"] == path


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_opens_and_is_kept_by_nobody(client, citizen, person, path, language):
    enter(client, person)

    page = client.get(path, query_string={"lang": language})

    assert page.status_code == 200
    assert f'<html lang="{language}">' in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_the_overview_shows_what_is_known_and_where_from(client, citizen, person):
    enter(client, person)

    text = client.get("/account").text

    assert person.name in text
    assert person.email in text
    assert person.number not in text
    assert "Đã đối chiếu với dữ liệu dân cư" in text
    assert "02/11/2026" in text


def test_who_is_not_verified_is_invited_to_be(client, person):
    a_citizen(person, assurance=IdentityAssurance.SELF_DECLARED)
    row = db.session.scalars(select(Citizen)).one()
    row.verified_at = None
    db.session.commit()
    enter(client, person)

    text = client.get("/account").text

    assert "Tự khai, chưa đối chiếu" in text
    assert 'href="/account/identity"' in text


@pytest.mark.parametrize(
    ("totp", "codes", "advice"),
    [
        (None, 0, "Thêm bước thứ hai"),
        (TOTP_KEY, 0, "Tạo mã dự phòng"),
        (TOTP_KEY, 10, None),
    ],
)
def test_what_is_missing_is_advised(client, person, totp, codes, advice):
    citizen = a_citizen(person, totp=totp)
    if codes:
        services().printed_codes.renew(citizen.id)
    enter(client, person)

    text = client.get("/account").text

    assert ("note warn" in text) is (advice is not None)
    assert advice is None or advice in text


def test_a_last_few_printed_codes_are_pointed_out(client, person):
    citizen = a_citizen(person, totp=TOTP_KEY)
    codes = services().printed_codes.renew(citizen.id)
    for code in codes[:8]:
        services().printed_codes.spend(citizen.id, code)
    enter(client, person)

    assert "Chỉ còn 2 mã dự phòng" in client.get("/account").text


def test_every_release_is_shown(client, citizen, person):
    a_client()
    enter(client, person)
    for number in range(35):
        services().audit.record(
            ClaimsReleased(
                citizen_id=citizen.id,
                client_id="portal",
                authorization_id=str(number),
                claims=("sub", "name", "birthdate"),
                channel="userinfo",
            )
        )
    db.session.commit()

    newest = client.get("/account/activity")
    assert newest.text.count("họ và tên, ngày sinh") == 30
    assert newest.text.count("Cổng dịch vụ công An Liên") == 30
    older = newest.text.split("before=")[1].split('"')[0]

    page = client.get("/account/activity", query_string={"before": older})
    assert page.text.count("họ và tên, ngày sinh") == 5
    assert "Không phải tôi" in page.text


@pytest.mark.parametrize("before", ["0", "-1", "x", "9" * 30, "\x00"])
def test_a_page_of_the_activity_that_is_none_is_the_first(client, citizen, person, before):
    enter(client, person)

    assert client.get("/account/activity", query_string={"before": before}).status_code == 200


def test_the_language_is_kept_for_mail_and_pages(client, citizen, person):
    enter(client, person)

    done = client.submit(client.get("/account"), language="en")

    assert done.status_code == 303
    assert db.session.scalars(select(Citizen.locale)).one() == "en"
    assert "My account" in client.get(done.headers["Location"]).text
    assert "My account" in client.get("/account").text


@pytest.mark.parametrize("language", ["", "fr", "\x00", "vi\n"])
def test_another_language_is_none(client, citizen, person, language):
    enter(client, person)

    assert client.submit(client.get("/account"), language=language).status_code == 400


def test_closing_asks_for_the_password_again_when_a_while_has_passed(client, citizen, person, clock):
    enter(client, person)
    clock.advance(minutes=11)

    asked = client.get("/account/close")
    assert asked.headers["Location"] == "/sign-in/again?then=close"
    again = client.submit(client.get(asked.headers["Location"]), password=PASSWORD)

    assert again.headers["Location"] == "/account/close"
    assert client.get("/account/close").status_code == 200


def test_a_closed_account_is_gone(app, client, citizen, person):
    enter(client, person)
    elsewhere = another_browser(app)
    enter(elsewhere, person)

    closed = client.submit(client.get("/account/close"))

    assert closed.status_code == 200
    assert cookie_of(client, SESSION) is None
    assert elsewhere.get("/account").status_code == 303
    assert sign_in(client, person.phone).status_code == 403
