"""RFC 8628: the device authorization grant."""

import pytest
from sqlalchemy import select

from idp.oauth.client import DEVICE_CODE
from idp.oauth.user_code import ALPHABET
from idp.store.db import db
from idp.store.models import Client, DeviceAuthorization
from tests.builders import CLIENT_SECRET, Person
from tests.client_keys import a_signed_client
from tests.conformance.elsewhere import KIOSK, Kiosk, a_kiosk, decide, error, type_code
from tests.relying_party import signed_in


def test_4_discovery_names_the_endpoint_and_the_grant(client):
    document = client.get("/.well-known/openid-configuration").json

    assert document["device_authorization_endpoint"].endswith("/oauth/device_authorization")
    assert DEVICE_CODE in document["grant_types_supported"]


def test_3_1_the_client_authenticates_as_registered(kiosk):
    assert error(kiosk.begin({})) == (401, "invalid_client")
    assert error(kiosk.begin({}, client_id="kiosk", client_secret=CLIENT_SECRET)) == (401, "invalid_client")
    assert error(kiosk.begin({}, client_id="kiosk")) == (401, "invalid_client")


def test_3_1_a_public_client_names_itself(app, client, citizen):
    television = a_kiosk(client, "television", secret=None)
    caller = app.test_client()
    signed_in(caller, citizen)
    codes = television.begin().json

    decide(caller, codes)

    assert television.poll(codes["device_code"]).status_code == 200


def test_3_1_the_client_has_to_be_registered_for_the_grant(client, portal):
    party = Kiosk(client, "portal")

    assert error(party.begin()) == (400, "unauthorized_client")
    assert error(party.poll("x")) == (400, "unauthorized_client")


@pytest.mark.parametrize("profile", ["fapi2", "fapi2_signed"])
def test_fapi_clients_have_no_device_flow(client, profile):
    party = a_signed_client(client, **KIOSK)
    db.session.get(Client, "signing").profile = profile

    answer = party.post("/oauth/device_authorization", scope="openid")

    assert error(answer) == (400, "unauthorized_client")


@pytest.mark.parametrize("scope", [None, "unheard_of"])
def test_3_1_a_request_for_nothing_is_refused(kiosk, scope):
    assert error(kiosk.begin(scope=scope)) == (400, "invalid_scope")


def test_a_level_nobody_can_reach_is_refused_at_once(client):
    assert error(a_kiosk(client, minimum_level=3).begin()) == (400, "unmet_authentication_requirements")


def test_3_1_a_parameter_sent_twice_is_refused(kiosk, client):
    answer = client.post(
        "/oauth/device_authorization", data={"scope": ["openid", "profile"]}, headers=kiosk.basic()
    )

    assert error(answer) == (400, "invalid_request")


def test_3_1_the_endpoint_takes_post_only(client):
    assert client.get("/oauth/device_authorization").status_code == 405


def test_3_2_the_answer(kiosk):
    answer = kiosk.begin()

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    codes = answer.json
    assert codes["verification_uri"] == "https://id.anlien.example/device"
    assert (
        codes["verification_uri_complete"]
        == f"https://id.anlien.example/device?user_code={codes['user_code']}"
    )
    assert (codes["expires_in"], codes["interval"]) == (600, 5)
    assert len(codes["device_code"]) == 43


def test_3_2_an_extension_member_holds_the_number_to_pick(kiosk):
    numbers = {kiosk.begin().json["number"] for _ in range(8)}

    assert all(len(number) == 2 and number.isdigit() for number in numbers)
    assert len(numbers) > 1


def test_3_2_a_client_that_shows_no_number_gets_none(app, client, citizen):
    plain = a_kiosk(client, metadata={"device_number_shown": False})
    caller = app.test_client()
    signed_in(caller, citizen)
    codes = plain.begin().json

    assert "number" not in codes
    assert decide(caller, codes).location.endswith("/device/approved")
    assert plain.poll(codes["device_code"]).status_code == 200


def test_6_1_user_codes_are_easy_to_read_and_type(kiosk):
    codes = [kiosk.begin().json["user_code"] for _ in range(5)]

    for code in codes:
        assert (len(code), code[4]) == (9, "-")
        assert set(code.replace("-", "")) <= set(ALPHABET)
    assert len(set(codes)) == 5
    assert not set(ALPHABET) & set("AEIOUYDW0123456789")


@pytest.mark.parametrize(
    "spelled",
    [
        str.lower,
        lambda code: code.replace("-", ""),
        " ".join,
        lambda code: code.replace("-", "–"),
    ],
    ids=["small", "without dash", "spaced", "another dash"],
)
def test_6_1_a_user_code_is_read_however_it_is_typed(kiosk, phone, spelled):
    assert type_code(phone, spelled(kiosk.begin().json["user_code"])).location.endswith("/device/confirm")


def test_both_codes_are_kept_as_digests(kiosk):
    codes = kiosk.begin().json
    row = db.session.scalar(select(DeviceAuthorization))

    kept = " ".join(str(getattr(row, column.name)) for column in DeviceAuthorization.__table__.columns)
    for secret in (codes["device_code"], codes["user_code"], codes["user_code"].replace("-", "")):
        assert secret not in kept
    assert b"profile" not in row.parameters_sealed


def test_3_4_an_approved_request_gives_the_tokens(kiosk, phone, person: Person):
    codes = kiosk.begin(scope="openid profile email").json

    assert error(kiosk.poll(codes["device_code"])) == (400, "authorization_pending")
    assert decide(phone, codes).location.endswith("/device/approved")
    answer = kiosk.poll(codes["device_code"])

    assert answer.status_code == 200, answer.json
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.json["scope"] == "openid profile email"
    assert kiosk.userinfo(answer.json["access_token"]).json["name"] == person.name
    assert kiosk.refresh(answer.json["refresh_token"]).status_code == 200


def test_the_id_token_names_the_citizen_as_any_other(kiosk, phone, citizen, clock):
    signed_in_at = clock()
    clock.advance(minutes=3)
    codes = kiosk.begin().json
    decide(phone, codes)

    claims = kiosk.claims(kiosk.poll(codes["device_code"]).json["id_token"])

    assert claims["aud"] == "kiosk"
    assert claims["auth_time"] == int(signed_in_at.timestamp())
    assert claims["acr"].endswith("/acr/1")
    assert claims["sid"]


def test_acr_values_are_answered_in_their_spelling(kiosk, app, citizen):
    caller = app.test_client()
    signed_in(caller, citizen, level=2, methods=["pwd", "otp"])
    codes = kiosk.begin(acr_values="LoA2").json

    decide(caller, codes)

    assert kiosk.claims(kiosk.poll(codes["device_code"]).json["id_token"])["acr"] == "LoA2"


def test_single_claims_are_given_as_asked(kiosk, phone, person):
    codes = kiosk.begin(scope="openid", claims='{"userinfo":{"email":null}}').json
    decide(phone, codes)

    token = kiosk.poll(codes["device_code"]).json["access_token"]

    assert kiosk.userinfo(token).json["email"] == person.email
