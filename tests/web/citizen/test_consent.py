"""The page that tells and asks before an application learns something."""

import pytest
from sqlalchemy import select

from idp.store.db import db
from idp.store.models import AuditRecord, Client, Consent
from tests.builders import a_citizen, a_person
from tests.pages import ids_in
from tests.relying_party import SESSION_COOKIE, a_portal, path_of, read_answer

LAW = {"legal_basis": "law", "legal_reference": "Luật Căn cước 2023, Điều 10", "purpose": {"vi": "Mở hồ sơ"}}
NEEDED = {
    "legal_basis": "consent",
    "purpose": {"vi": "Gửi kết quả", "en": "Sending the result"},
    "retention": "P1Y",
}
CHOICE = {"legal_basis": "consent", "optional": True}
SCOPES = "openid profile email phone offline_access"


@pytest.fixture
def person():
    return a_person()


@pytest.fixture
def citizen(app, person):
    return a_citizen(person)


@pytest.fixture
def portal(client, citizen):
    policy = {"profile": LAW, "email": NEEDED, "phone": CHOICE}
    return a_portal(client, citizen, SCOPES, scope_policy=policy)


def _page(portal, scope="openid profile email phone", **changed):
    waiting = portal.ask(scope=scope, **changed)
    assert path_of(waiting) == "/consent"
    return portal.caller.get(waiting.location)


def _answer(portal, page, **pressed):
    done = portal.caller.submit(page, **{"do": "allow", **pressed})
    assert done.status_code == 303, done.text
    return done


def _tokens(portal, done):
    return portal.redeem(read_answer(portal.caller.get(done.location))["code"]).json


def _decisions():
    return db.session.scalar(select(Consent)).decisions


def test_the_page_shows_the_values_that_would_be_given(portal, person):
    page = _page(portal)

    assert page.status_code == 200
    assert person.name in page.text
    assert person.email in page.text
    assert f"{person.phone[-3:]}" in page.text
    assert person.phone not in page.text
    assert {"consent-allow", "consent-deny"} <= ids_in(page.text)


def test_what_law_gives_is_told_with_its_ground_and_cannot_be_ticked(portal):
    page = _page(portal)

    assert "Luật Căn cước 2023, Điều 10" in page.text
    assert "Mở hồ sơ" in page.text
    assert 'value="profile"' not in page.text


def test_a_choice_is_not_ticked_beforehand(portal):
    page = _page(portal)

    box = page.text.partition('value="phone"')[2].partition(">")[0]
    assert 'value="phone"' in page.text
    assert "checked" not in box


def test_the_page_lets_its_form_lead_to_the_application(portal):
    assert "https://portal.anlien.example" in _page(portal).headers["Content-Security-Policy"]


def test_going_on_gives_what_is_needed_and_not_what_was_left_unticked(portal, person):
    tokens = _tokens(portal, _answer(portal, _page(portal)))

    told = portal.userinfo(tokens["access_token"]).json
    assert tokens["scope"] == "openid profile email"
    assert told["email"] == person.email
    assert "phone_number" not in told
    assert _decisions() == {"openid": "consent", "profile": "law", "email": "consent", "phone": "declined"}


def test_what_was_ticked_is_given(portal, person):
    tokens = _tokens(portal, _answer(portal, _page(portal), share="phone"))

    assert portal.userinfo(tokens["access_token"]).json["phone_number"] == person.phone


def test_a_single_claim_that_was_left_unticked_is_not_given(portal):
    claims = '{"userinfo":{"phone_number":{"essential":true}},"id_token":{"phone_number":null}}'
    page = _page(portal, "openid", claims=claims)

    tokens = _tokens(portal, _answer(portal, page))

    assert "phone_number" not in portal.userinfo(tokens["access_token"]).json
    assert "phone_number" not in portal.claims(tokens["id_token"])


def test_the_answer_is_remembered_and_not_asked_again(portal):
    _answer(portal, _page(portal))

    assert portal.answer(scope="openid profile email phone", prompt="none")["code"]
    assert portal.answer(scope="openid email")["code"]


def test_a_set_that_grows_is_asked_and_only_what_is_new(portal):
    _answer(portal, _page(portal, "openid email"))

    page = _page(portal, "openid email phone")

    assert 'value="phone"' in page.text
    assert "Gửi kết quả" not in page.text
    _answer(portal, page, share="phone")
    assert _decisions() == {"openid": "consent", "email": "consent", "phone": "consent"}


def test_it_is_asked_again_after_a_year(portal, clock, citizen):
    from tests.relying_party import signed_in

    _answer(portal, _page(portal))
    clock.advance(days=365)
    signed_in(portal.caller, citizen)

    assert path_of(portal.ask(scope="openid email")) == "/consent"


def test_prompt_consent_asks_about_everything_again(portal, clock):
    _answer(portal, _page(portal), share="phone")
    clock.advance(minutes=5)

    page = _page(portal, prompt="consent")

    assert 'value="phone"' in page.text
    assert "Gửi kết quả" in page.text
    assert _tokens(portal, _answer(portal, page))["scope"] == "openid profile email"


def test_an_application_with_law_only_tells_once(portal):
    page = _page(portal, "openid profile")
    assert "consent-allow" in ids_in(page.text)
    db.session.get(Client, "portal").scope_policy = {"profile": LAW, "openid": LAW}
    page = _page(portal, "openid profile")

    assert "Không đồng ý" not in page.text
    _answer(portal, page)
    assert portal.answer(scope="openid profile", prompt="none")["code"]


def test_a_notice_does_not_count_as_consent_when_the_ground_changes(portal):
    _answer(portal, _page(portal, "openid profile"))
    db.session.get(Client, "portal").scope_policy = {"profile": NEEDED}

    assert path_of(portal.ask(scope="openid profile")) == "/consent"


def test_refusing_tells_the_application_and_nobody_else(portal, citizen):
    page = _page(portal, state="kept")

    answer = read_answer(portal.caller.submit(page, do="deny"))

    assert (answer["error"], answer["state"]) == ("access_denied", "kept")
    assert answer.response.status_code == 303
    assert db.session.scalar(select(Consent)) is None
    assert "oauth.declined" in list(db.session.scalars(select(AuditRecord.name)))
    assert path_of(portal.ask()) == "/consent"


def test_the_decision_is_recorded_by_names_of_scopes(portal):
    _answer(portal, _page(portal))

    record = db.session.scalar(select(AuditRecord).where(AuditRecord.name == "oauth.consent_decided"))
    assert record.details == {
        "told": ["profile"],
        "agreed": ["openid", "email"],
        "declined": ["phone"],
        "authorization_details": [],
    }


def test_offline_access_is_named_in_words(portal):
    assert "Truy cập khi Ông/Bà không đăng nhập" in _page(portal, "openid offline_access").text


def test_a_choice_that_was_not_offered_is_an_error(portal):
    page = _page(portal)

    answer = portal.caller.submit(page, do="allow", share="email")

    assert answer.status_code == 422
    assert db.session.scalar(select(Consent)) is None


def test_without_a_form_token_nothing_is_decided(portal):
    page = _page(portal)

    answer = portal.caller.submit(page, do="allow", csrf_token=None)

    assert answer.status_code == 400
    assert db.session.scalar(select(Consent)) is None


def test_somebody_who_signed_out_meanwhile_signs_in_first(portal):
    waiting = portal.ask()
    portal.caller.delete_cookie(SESSION_COOKIE, domain="id.anlien.example")

    answer = portal.caller.get(waiting.location)

    assert path_of(answer).startswith("/oauth/authorize/")
    assert path_of(portal.caller.get(answer.location)) == "/sign-in"


@pytest.mark.parametrize("handle", ["", "x", "x" * 500, "đ"])
def test_a_handle_nobody_gave_out_leads_to_a_page(client, handle):
    answer = client.get("/consent", query_string={"request": handle})

    assert answer.status_code == 400
    assert "op-error" in ids_in(answer.text)


def test_a_registration_that_changed_in_the_meantime_ends_the_request(portal):
    waiting = portal.ask()
    db.session.get(Client, "portal").state = "suspended"

    assert portal.caller.get(waiting.location).status_code == 400


def test_in_english(portal):
    page = _page(portal, ui_locales="en")

    assert "Items you may choose to share" in page.text
    assert "Sending the result" in page.text
    assert "An Liên public service portal" in page.text


def test_logo_and_links_of_the_application_are_shown(portal):
    client = db.session.get(Client, "portal")
    links = {"logo_uri": "https://portal.anlien.example/logo.svg", "policy_uri": "https://portal.anlien.example/policy",
             "tos_uri": "https://portal.anlien.example/terms"}  # fmt: skip
    client.metadata_ = {**client.metadata_, **links}

    assert {"client-logo", "client-policy", "client-tos"} <= ids_in(_page(portal).text)
