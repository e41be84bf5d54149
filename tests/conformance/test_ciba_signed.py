"""OpenID Connect CIBA Core 1.0, 7.1.1, and FAPI-CIBA, 5.2.2: requests that are signed."""

import json
import uuid
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey

from idp.oauth.ciba_request_object import ALGORITHM_MEMBER
from idp.oauth.client import CIBA
from idp.store.db import db
from idp.store.models import BackchannelRequest, Client
from idp.web.current import services
from tests.caller import Caller
from tests.client_keys import SigningParty, a_signed_client
from tests.conformance.elsewhere import CALL_CENTRE, answer, waiting
from tests.dpop import FapiParty, a_fapi_client
from tests.relying_party import signed_in

ISSUER = "https://id.anlien.example"
REGISTERED = {**CALL_CENTRE, ALGORITHM_MEMBER: "ES256"}


@dataclass
class Requests:
    """Makes signed requests of one party."""

    party: SigningParty

    def claims(self, **changed: Any) -> dict[str, Any]:
        now = int(services().clock().timestamp())
        known = {
            "iss": self.party.client_id,
            "aud": ISSUER,
            "iat": now,
            "nbf": now,
            "exp": now + 300,
            "jti": str(uuid.uuid4()),
            "scope": "openid profile",
            "login_hint": "+84900000099",
            **changed,
        }
        return {name: value for name, value in known.items() if value is not None}

    def signed(self, header: dict[str, Any] | None = None, key: Any = None, **changed: Any) -> str:
        head = {"alg": "ES256", "kid": self.party.key.thumbprint(), **(header or {})}
        return jwt.encode(head, self.claims(**changed), key or self.party.key, [head["alg"]])

    def send(self, text: str | None = None, **form: Any):
        return self.party.post("/oauth/bc-authorize", request=text or self.signed(), **form)

    def poll(self, auth_req_id: str):
        return self.party.post("/oauth/token", grant_type=CIBA, auth_req_id=auth_req_id)


@pytest.fixture
def signing(app, client: Caller) -> Requests:
    return Requests(a_signed_client(client, **REGISTERED))


@pytest.fixture
def browser(app, signing, citizen) -> Caller:
    caller = app.test_client()
    signed_in(caller, citizen)
    return caller


def refused(found, word: str) -> None:
    assert (found.status_code, found.json["error"]) == (400, "invalid_request"), found.json
    assert word in found.json["error_description"]


def test_7_1_1_a_signed_request_is_taken(signing, browser, person):
    text = signing.signed(login_hint=person.phone, binding_message="Phiếu A-17", acr_values="LoA1")

    request = signing.send(text).json

    assert "Phiếu A-17" in browser.get(waiting(browser)[0]).text
    answer(browser)
    tokens = signing.poll(request["auth_req_id"]).json
    assert signing.party.claims(tokens["id_token"])["acr"] == "LoA1"


@pytest.mark.parametrize(("asked", "given"), [(120, 120), ("120", 120), (86_400, 1800)])
def test_7_1_requested_expiry_is_a_number_or_a_text(signing, asked, given):
    assert signing.send(signing.signed(requested_expiry=asked)).json["expires_in"] == given


@pytest.mark.parametrize("asked", [0, -1, 1.5, True, [120], "soon"])
def test_7_1_requested_expiry_is_positive(signing, asked):
    refused(signing.send(signing.signed(requested_expiry=asked)), "requested_expiry")


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"iss": None}, "iss"),
        ({"iss": "another"}, "iss"),
        ({"aud": None}, "aud"),
        ({"aud": "https://another.example"}, "aud"),
        ({"aud": []}, "aud"),
        ({"exp": None}, "exp"),
        ({"exp": "soon"}, "exp"),
        ({"exp": 10**30}, "exp"),
        ({"iat": None}, "iat"),
        ({"nbf": None}, "nbf"),
        ({"jti": None}, "jti"),
        ({"jti": ""}, "jti"),
        ({"jti": 7}, "jti"),
        ({"jti": "x" * 256}, "jti"),
        ({"request": "a.b.c"}, "another request"),
        ({"request_uri": "https://a.example/r"}, "another request"),
        ({"binding_message": "a\0b"}, "cannot be read"),
    ],
)
def test_7_1_1_every_claim_is_required_and_right(signing, changed, word):
    refused(signing.send(signing.signed(**changed)), word)


@pytest.mark.parametrize(
    ("name", "seconds", "word"),
    [
        ("exp", -31, "exp is past"),
        ("iat", 31, "iat is ahead"),
        ("nbf", 31, "nbf is ahead"),
        ("nbf", -3_631, "nbf is more than 60 minutes old"),
        ("exp", 3_601, "exp is more than 60 minutes after nbf"),
    ],
)
def test_7_1_1_every_time_is_near(signing, clock, name, seconds, word):
    now = int(clock().timestamp())

    refused(signing.send(signing.signed(**{name: now + seconds})), word)


@pytest.mark.parametrize(
    ("name", "seconds"), [("exp", -29), ("iat", 29), ("nbf", 29), ("nbf", -3_300), ("exp", 3_600)]
)
def test_7_1_1_clocks_may_differ(signing, clock, name, seconds):
    now = int(clock().timestamp())

    assert signing.send(signing.signed(**{name: now + seconds})).status_code == 200


def test_7_1_1_a_request_is_taken_once(signing):
    text = signing.signed()

    assert signing.send(text).status_code == 200
    refused(signing.send(text), "jti")


def test_7_1_1_a_name_is_fresh_for_each_client_for_itself(signing, client):
    other = Requests(a_signed_client(client, "other", **REGISTERED))

    assert signing.send(signing.signed(jti="the same")).status_code == 200
    assert other.send(other.signed(jti="the same")).status_code == 200


def test_7_1_1_a_client_assertion_and_a_request_may_share_a_name(signing):
    proof = signing.party.signed(signing.party.assertion(jti="the same"))

    assert signing.send(signing.signed(jti="the same"), **proof).status_code == 200


def test_7_1_1_the_signature_is_the_clients_with_the_registered_algorithm(signing):
    another = ECKey.generate_key("P-256")

    refused(signing.send(signing.signed(key=another)), "not a JWT signed")
    refused(signing.send("a.b.c"), "not a JWT signed")
    refused(signing.send("x" * 20_000), "not a JWT signed")
    claims = signing.signed().split(".")[1]
    head = urlsafe_b64encode(b'{"alg":"none"}').decode().rstrip("=")
    unsigned = f"{head}.{claims}."
    refused(signing.send(unsigned), "not a JWT signed")


def test_7_1_1_another_registered_algorithm_is_another(signing):
    client = db.session.get(Client, "signing")
    client.metadata_ = {**client.metadata_, ALGORITHM_MEMBER: "EdDSA"}

    refused(signing.send(), "EdDSA")


def test_7_1_1_nothing_may_stand_beside_a_signed_request(signing):
    refused(signing.send(binding_message="another"), "no other parameter")
    refused(signing.send(scope="openid"), "no other parameter")
    assert signing.send(client_id="signing").status_code == 200


def test_7_1_1_who_registered_an_algorithm_signs_every_request(signing):
    found = signing.party.post("/oauth/bc-authorize", scope="openid", login_hint="+84900000099")

    refused(found, "request is missing")


def test_7_1_1_who_registered_none_signs_none(client):
    party = Requests(a_signed_client(client, **CALL_CENTRE))

    refused(party.send(), ALGORITHM_MEMBER)


def test_claims_may_be_an_object(signing, browser, person):
    text = signing.signed(login_hint=person.phone, scope="openid", claims={"userinfo": {"email": None}})
    request = signing.send(text).json

    answer(browser)

    token = signing.poll(request["auth_req_id"]).json["access_token"]
    assert signing.party.userinfo(token).json["email"] == person.email


def test_what_was_signed_is_sealed(signing, person):
    signing.send(signing.signed(login_hint=person.phone, binding_message="Phiếu A-17"))

    [row] = db.session.query(BackchannelRequest)
    assert b"A-17" not in row.parameters_sealed
    assert json.dumps(person.phone).encode() not in row.parameters_sealed


@pytest.fixture
def bank(app, client: Caller) -> Requests:
    metadata = {**REGISTERED, "grant_types": [CIBA], "scope": "openid profile email"}
    return Requests(a_fapi_client(client, "bank", **metadata))


def test_fapi_ciba_5_2_2_tokens_are_bound_to_the_key_that_was_shown(app, bank, citizen, person):
    caller = app.test_client()
    signed_in(caller, citizen)
    request = bank.send(bank.signed(login_hint=person.phone)).json
    answer(caller)

    tokens = bank.poll(request["auth_req_id"]).json

    assert isinstance(bank.party, FapiParty)
    assert tokens["token_type"] == "DPoP"
    assert bank.party.claims(tokens["access_token"])["cnf"] == {"jkt": bank.party.holder.jkt}
    assert bank.party.userinfo(tokens["access_token"]).json["name"] == person.name


def test_fapi_ciba_5_2_2_without_a_key_there_are_no_tokens(app, bank, citizen, person):
    caller = app.test_client()
    signed_in(caller, citizen)
    request = bank.send(bank.signed(login_hint=person.phone)).json
    answer(caller)
    form = {"grant_type": CIBA, "auth_req_id": request["auth_req_id"], **bank.party.signed()}

    refused(bank.party.post("/oauth/token", {}, **form), "DPoP")
    assert bank.poll(request["auth_req_id"]).status_code == 200


def test_fapi_ciba_5_2_2_requests_are_signed(bank):
    refused(
        bank.party.post("/oauth/bc-authorize", scope="openid", login_hint="+84900000099"),
        "request is missing",
    )
