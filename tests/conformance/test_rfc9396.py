"""RFC 9396: rich authorization requests, and their one type `nop_ho_so`: the request and the citizen's answer."""

import json

import pytest
from sqlalchemy import select

from idp.store.db import db
from idp.store.models import AuditRecord, Client, Consent
from tests.builders import API, a_citizen
from tests.client_keys import a_signed_client
from tests.conformance.elsewhere import a_kiosk, decide, type_code
from tests.conformance.rich_requests import (
    ANOTHER,
    DETAIL,
    SCOPES,
    a_submitting_portal,
    in_token,
    page_of,
    press,
    tokens_of,
    written,
)
from tests.pages import ids_in
from tests.pushing import open_pushed, push, reference, request_object
from tests.relying_party import a_portal, agree, path_of, read_answer, signed_in


@pytest.fixture
def portal(app, client, citizen):
    return a_submitting_portal(client, citizen)


def test_2_the_citizen_is_told_which_act_for_which_dossier(portal):
    page = page_of(portal)

    assert {"consent-allow", "consent-deny"} <= ids_in(page.text)
    for words in (
        "Nộp hồ sơ thay Ông/Bà",
        "Cấp lại sổ tiêm chủng điện tử",
        "SYT-12AB-1",
        "Sở Y tế",
        "localhost:8004",
    ):
        assert words in page.text


def test_2_in_english_too(portal):
    page = page_of(portal, ui_locales="en")

    assert "Submit a dossier on your behalf" in page.text
    assert "Next time the application has to ask again" in page.text


def test_2_markup_in_a_detail_is_text(portal):
    page = page_of(portal, authorization_details=written(procedure="<b id=op-login>Thủ tục</b>"))

    assert "&lt;b id=op-login&gt;" in page.text
    assert "op-login" not in ids_in(page.text)


def test_2_several_acts_are_each_told(portal):
    page = page_of(portal, authorization_details=written(DETAIL, ANOTHER))

    assert "SYT-12AB-1" in page.text
    assert "DD-77FF-2" in page.text


def test_3_scope_is_not_needed(portal):
    tokens = tokens_of(portal, scope=None)

    assert in_token(portal, tokens) == [DETAIL]
    assert tokens["scope"] == ""
    assert "id_token" not in tokens


def test_4_they_go_through_a_post_too(portal):
    parameters = portal.parameters(authorization_details=written())
    waits = portal.caller.post("/oauth/authorize", data=parameters)

    assert path_of(waits) == "/consent"


WRONG = [
    ("nonsense", "a JSON list"),
    ("{}", "a JSON list"),
    ("[]", "a JSON list"),
    ("[7]", "a JSON list"),
    ("[" * 4_000, "a JSON list"),
    (json.dumps([DETAIL] * 6), "a JSON list"),
    (json.dumps([{**DETAIL, "procedure": "x" * 9_000}]), "a JSON list"),
    (written(type=None), "type is missing or unknown"),
    (written(type="payment_initiation"), "type is missing or unknown"),
    (written(type=7), "type is missing or unknown"),
    (written(type=["nop_ho_so"]), "type is missing or unknown"),
    (written(amount="5"), "no such member"),
    (written(privileges=["admin"]), "no such member"),
    (written(procedure=None), "procedure is missing"),
    (written(unit=None), "unit is missing"),
    (written(actions=None), "actions is missing"),
    (written(locations=None), "locations is missing"),
    (written(dossier_code=None), "exactly one of dossier_id and dossier_code"),
    (written(dossier_id="17"), "exactly one of dossier_id and dossier_code"),
    (written(procedure=7), "procedure is malformed"),
    (written(procedure=" "), "procedure is malformed"),
    (written(procedure="x" * 121), "procedure is malformed"),
    (written(unit="Sở\u202eY tế"), "unit is malformed"),
    (written(unit="Sở Y tế\n"), "unit is malformed"),
    (written(dossier_code="a b"), "dossier_code is malformed"),
    (written(dossier_code="x" * 65), "dossier_code is malformed"),
    (written(dossier_code={}), "dossier_code is malformed"),
    (written(actions=["submit", "read"]), "actions is malformed"),
    (written(actions=["read"]), "actions is malformed"),
    (written(actions="submit"), "actions is malformed"),
    (written(locations=[]), "locations is malformed"),
    (written(locations=API), "locations is malformed"),
    (written(locations=[API, API]), "locations is malformed"),
    (written(locations=[7]), "locations is malformed"),
    (written(locations=["https://elsewhere.example"]), "not registered for the client"),
]


def test_5_what_is_not_as_its_type_says_is_refused(portal):
    for details, words in WRONG:
        answer = portal.answer(authorization_details=details)

        assert answer["error"] == "invalid_authorization_details", details[:200]
        assert words in answer["error_description"], details[:200]
        assert "elsewhere" not in answer["error_description"]


def test_5_a_client_asks_for_the_types_it_is_registered_for(app, client, citizen):
    party = a_portal(client, citizen, SCOPES, audiences=[API])
    answer = party.answer(authorization_details=written())

    assert answer["error"] == "invalid_authorization_details"
    assert "not registered for the type nop_ho_so" in answer["error_description"]


def test_6_the_citizen_may_refuse(portal):
    answer = read_answer(press(portal, page_of(portal), do="deny"))

    assert answer["error"] == "access_denied"


def test_6_what_was_agreed_to_once_is_asked_again(portal):
    tokens_of(portal)

    assert path_of(portal.ask(authorization_details=written())) == "/consent"


def test_6_agreeing_to_one_request_agrees_to_no_other(portal):
    harmless = portal.ask(authorization_details=written())
    other = portal.ask(authorization_details=written(ANOTHER))
    press(portal, portal.caller.get(harmless.location))
    handle = other.location.rpartition("request=")[2]

    assert path_of(portal.caller.get(f"/oauth/authorize/{handle}")) == "/consent"


def test_6_what_one_citizen_agreed_to_another_has_not(portal):
    waits = portal.ask(authorization_details=written())
    pressed = portal.caller.submit(portal.caller.get(waits.location), do="allow")
    somebody = a_citizen()
    signed_in(portal.caller, somebody)
    agree(somebody.id, scopes=SCOPES)

    assert path_of(portal.caller.get(pressed.location)) == "/consent"


def test_6_silence_is_no_consent(portal):
    answer = portal.answer(authorization_details=written(), prompt="none")

    assert answer["error"] == "consent_required"


def test_6_a_request_without_details_is_answered_as_before(portal):
    tokens_of(portal)
    tokens = portal.tokens()

    assert "authorization_details" not in tokens
    assert in_token(portal, tokens) is None


def test_6_the_decision_is_on_record(portal, citizen):
    tokens_of(portal)
    record = db.session.scalars(select(AuditRecord).where(AuditRecord.name == "oauth.consent_decided")).one()
    consent = db.session.get(Consent, (citizen.id, "portal"))

    assert record.details["authorization_details"] == ["nop_ho_so"]
    assert "SYT-12AB-1" not in json.dumps(record.details)
    assert consent.authorization_details == [DETAIL]


def test_3_a_pushed_request_is_checked_when_it_is_pushed(portal):
    refused = push(portal, authorization_details=written(unit=None))
    waits = open_pushed(portal, reference(portal, authorization_details=written()))
    page = portal.caller.get(waits.location)

    assert (refused.status_code, refused.json["error"]) == (400, "invalid_authorization_details")
    assert "SYT-12AB-1" in page.text
    code = read_answer(press(portal, page))["code"]
    assert portal.redeem(code).json["authorization_details"] == [DETAIL]


def test_3_in_a_signed_request_they_are_json_not_text(app, client, citizen):
    party = a_signed_client(client, authorization_details_types=["nop_ho_so"])
    db.session.get(Client, "signing").audiences = [API]
    db.session.commit()
    signed_in(client, citizen)
    agree(citizen.id, "signing", SCOPES)
    signed = request_object(party, authorization_details=[DETAIL])
    waits = party.ask(request=signed)
    code = read_answer(press(party, client.get(waits.location)))["code"]

    assert party.redeem(code).json["authorization_details"] == [DETAIL]


def test_3_a_device_asks_on_the_citizens_own_screen(app, client, citizen):
    kiosk = a_kiosk(client, audiences=[API], metadata={"authorization_details_types": ["nop_ho_so"]})
    phone = app.test_client()
    signed_in(phone, citizen)
    codes = kiosk.begin(authorization_details=written()).json
    type_code(phone, codes["user_code"])

    assert "SYT-12AB-1" in phone.get("/device/confirm").text
    decide(phone, codes)
    assert kiosk.poll(codes["device_code"]).json["authorization_details"] == [DETAIL]
