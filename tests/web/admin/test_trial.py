"""Trying an application: a real sign-in, shown to the operator who began it."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select

from idp.store.db import db
from idp.store.models import AuditRecord, Authorization
from idp.web.current import services
from tests.builders import PASSWORD, TOTP_KEY, a_citizen, a_client, a_machine, a_person
from tests.pages import ids_in
from tests.walker import InProcess, Walker


@pytest.fixture
def person(app):
    person = a_person()
    a_citizen(person, totp=TOTP_KEY)
    return person


def begin(console, client_id="portal"):
    answer = console.submit(console.get(f"/admin/clients/{client_id}"), form="try")
    assert answer.status_code == 303
    return answer.location


def walk(console, person, clock, address):
    """Sign the citizen in, in the operator's own browser; the page the console shows at the end."""
    clock.advance(minutes=1)
    issuer = console.application.config["ISSUER_FOR_TESTS"]
    walker = Walker(issuer, InProcess(console), person.phone, PASSWORD, moment=clock())
    back = walker.follow(address, f"{issuer}/admin/clients/portal/trial/callback/")
    return console.get(back.removeprefix(issuer)), back


def test_a_trial_runs_from_the_request_to_the_claims(console, person, clock):
    a_client(scopes=("openid", "profile", "phone", "offline_access"))
    address = begin(console)
    asked = parse_qs(urlsplit(address).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["scope"] == ["openid profile phone offline_access"]

    page, _ = walk(console, person, clock, address)

    assert page.status_code == 200
    assert "trial-done" in ids_in(page.text)
    for shown in (
        person.name,
        "sub",
        "auth_time",
        asked["nonce"][0],
        "Chưa có địa chỉ nhận thông báo đăng xuất",
    ):
        assert shown in page.text, shown


def test_the_audit_log_knows_names_of_claims_and_no_values(console, person, clock, lan):
    a_client()
    walk(console, person, clock, begin(console))
    (record,) = db.session.scalars(select(AuditRecord).where(AuditRecord.name == "client.trial_finished"))

    assert (record.operator_id, record.details["outcome"]) == (lan.operator_id, "done")
    assert "name" in record.details["claims"]
    assert person.name not in json.dumps(record.details, ensure_ascii=False)


def test_nothing_of_a_trial_is_left(console, person, clock):
    a_client()
    page, back = walk(console, person, clock, begin(console))
    (authorization,) = db.session.scalars(select(Authorization))

    assert authorization.revoked_at is not None
    assert services().clients.find("portal").trial_uri is None
    assert console.get(back).status_code == 410
    assert "access_token" not in page.text.replace("access_token_", "")


def test_the_answer_of_a_trial_is_shown_to_nobody_else(app, console, person, clock):
    a_client()
    issuer = app.config["ISSUER_FOR_TESTS"]
    address = begin(console)
    clock.advance(minutes=1)
    walker = Walker(issuer, InProcess(console), person.phone, PASSWORD, moment=clock())
    back = walker.follow(address, f"{issuer}/admin/clients/portal/trial/callback/")
    services().operator_desk.accounts.create("binh", "năm con mèo ngủ trên mái", service="x", key=TOTP_KEY)
    db.session.commit()
    stranger, colleague = app.test_client(), app.test_client()
    from tests.web.admin.conftest import sign_in

    assert stranger.get(back).status_code == 303
    sign_in(colleague, clock, username="binh", password="năm con mèo ngủ trên mái")
    assert colleague.get(back).status_code == 410
    assert person.name not in colleague.get(back).text
    assert console.get(back).status_code == 200


def test_a_citizen_who_declines_is_told_as_a_failure(console, person, clock):
    a_client()
    address = begin(console)
    page = console.get(address)
    page = console.get(page.location) if page.location else page
    handle = parse_qs(urlsplit(page.request.url).query)["request"][0]
    declined = console.get(f"/oauth/authorize/{handle}/cancel")
    shown = console.get(declined.location)

    assert "trial-failed" in ids_in(shown.text)
    assert "access_denied" in shown.text


def test_a_trial_is_over_after_ten_minutes(console, person, clock):
    a_client()
    address = begin(console)
    clock.advance(minutes=11)

    assert console.get(address).status_code == 400


def test_outside_of_a_trial_the_console_is_no_redirect_uri(console, person):
    a_client()
    address = begin(console)
    begin(console)

    assert console.get(address).status_code == 400


def test_the_address_of_a_trial_is_no_other_applications(console, person):
    a_client()
    a_client("land")
    address = begin(console).replace("client_id=portal", "client_id=land")

    assert console.get(address).status_code == 400


def test_only_what_citizens_sign_in_to_can_be_tried(console):
    a_machine()
    a_client("land", state="suspended")

    for client_id in ("nightly-sync", "land"):
        page = console.get(f"/admin/clients/{client_id}")
        assert 'id="try"' not in page.text
        token = page.text.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]
        answer = console.post(f"/admin/clients/{client_id}/trial", data={"csrf_token": token})
        assert answer.location == f"/admin/clients/{client_id}"


@pytest.mark.parametrize("query", ["", "?state=x", "?code=x&state=", "?code=%00&state=%ff", "?error=x"])
def test_an_answer_nobody_waits_for_is_over(console, query):
    a_client()

    assert console.get(f"/admin/clients/portal/trial/callback/x{query}").status_code == 410


@pytest.mark.parametrize(
    ("profile", "metadata"),
    [
        ("plain", {"require_pushed_authorization_requests": True}),
        ("plain", {"require_signed_request_object": True, "userinfo_signed_response_alg": "ES256"}),
        (
            "plain",
            {"id_token_encrypted_response_alg": "ECDH-ES", "userinfo_encrypted_response_alg": "ECDH-ES"},
        ),
        ("fapi2", {"token_endpoint_auth_method": "private_key_jwt"}),
        ("fapi2_signed", {"token_endpoint_auth_method": "private_key_jwt"}),
    ],
)
def test_an_application_that_pushes_signs_or_encrypts_is_tried_without_its_keys(
    console, person, clock, profile, metadata
):
    a_client(profile=profile, metadata=metadata)

    page, _ = walk(console, person, clock, begin(console))

    assert "trial-done" in ids_in(page.text), page.text
    assert person.name in page.text


@pytest.mark.parametrize("response", ["", "x", "a.b.c", "e30.e30.e30", "W10.W10.W10", "..", "đ"])
def test_a_signed_answer_that_is_none_is_over(console, response):
    a_client()

    answer = console.get("/admin/clients/portal/trial/callback/x", query_string={"response": response})

    assert answer.status_code == 410
