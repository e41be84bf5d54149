"""FAPI 2.0 Message Signing: the back channel of a client that signs its requests is that of FAPI 2.0.

Its requests are in `test_fapi2_message_signing_requests.py`, signed answers in `test_jarm.py`.
"""

from dataclasses import dataclass

import pytest

from idp.store.db import db
from idp.store.models import Client
from tests.dpop import FapiParty, Holder, a_fapi_client
from tests.pushing import open_pushed, request_object
from tests.relying_party import agree, signed_in


@dataclass
class SigningBank(FapiParty):
    """Signs its requests, and reads signed answers."""

    def code(self, **changed: str | None) -> str:
        pushed = self.post("/oauth/par", request=request_object(self, **changed))
        assert pushed.status_code == 201, pushed.text
        answer = open_pushed(self, pushed.json["request_uri"])
        return str(self.claims(answer.location.partition("response=")[2])["code"])


@pytest.fixture
def bank(app, client, citizen) -> SigningBank:
    plain = a_fapi_client(client, profile="fapi2_signed")
    signed_in(client, citizen)
    agree(citizen.id, "bank")
    return SigningBank(client, "bank", None, key=plain.key)


def test_5_the_whole_way(bank, person):
    tokens = bank.tokens(scope="openid profile")

    assert tokens["token_type"] == "DPoP"
    assert bank.header(tokens["id_token"])["alg"] == "ES256"
    assert bank.userinfo(tokens["access_token"]).json["name"] == person.name


def test_5_3_1_the_registration_says_that_requests_are_signed(bank):
    kept = db.session.get(Client, "bank").metadata_

    assert kept["require_signed_request_object"] is True
    assert kept["require_pushed_authorization_requests"] is True
    assert kept["dpop_bound_access_tokens"] is True


def test_5_it_is_held_to_the_security_profile_as_well(bank):
    code = bank.code()
    token_url = "https://id.anlien.example/oauth/token"

    assert bank.redeem(code, {}, **bank.signed()).json["error"] == "invalid_request"
    assertion = bank.assertion(aud=token_url)
    assert bank.redeem(code, **bank.signed(assertion)).json["error"] == "invalid_client"
    assert bank.redeem(code).status_code == 200


def test_5_a_key_named_in_the_signed_request_binds_the_code(bank):
    code = bank.code(dpop_jkt=bank.holder.jkt)
    mine, bank.holder = bank.holder, Holder()

    assert bank.redeem(code).json["error"] == "invalid_grant"
    bank.holder = mine
    assert bank.redeem(code).status_code == 200


def test_5_a_refresh_token_stays_good(bank):
    first = bank.tokens(scope="openid offline_access")["refresh_token"]

    for _ in range(2):
        assert bank.refresh(first).json["refresh_token"] == first
