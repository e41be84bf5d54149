"""FAPI 2.0 Security Profile, 5.3: tokens and resources of a client that is registered for it, and nothing else.

Who asks is in `test_fapi2_security_clients.py`, requests in `test_rfc9126.py`, DPoP proofs in `test_rfc9449_proofs.py`.
"""

from datetime import timedelta

import pytest
from joserfc.jwk import RSAKey

from idp.config import Settings
from idp.store.db import db
from idp.store.models import Authorization, Client, RefreshToken
from idp.web.current import services
from tests.dpop import Holder, shown
from tests.installation import changed
from tests.pushing import open_pushed, push
from tests.relying_party import read_answer

ISSUER = "https://id.anlien.example"
RSA = RSAKey.generate_key(2048)


def test_5_3_the_whole_way(bank, person):
    answer = bank.redeem(bank.code(scope="openid profile offline_access"))

    assert answer.status_code == 200, answer.text
    assert answer.json["token_type"] == "DPoP"
    assert bank.claims(answer.json["access_token"])["cnf"] == {"jkt": bank.holder.jkt}
    assert bank.userinfo(answer.json["access_token"]).json["name"] == person.name


def test_5_3_2_1_the_registration_has_completed_what_the_profile_asks_for(bank):
    kept = db.session.get(Client, "bank")

    assert kept.profile == "fapi2"
    assert kept.require_pkce is True
    assert kept.metadata_["token_endpoint_auth_method"] == "private_key_jwt"
    assert kept.metadata_["dpop_bound_access_tokens"] is True
    assert kept.metadata_["require_pushed_authorization_requests"] is True


# Tokens are bound: 5.3.2.1 and 5.3.4


def test_5_3_2_1_without_a_proof_there_is_no_token(bank):
    code = bank.code()

    answer = bank.redeem(code, {}, **bank.signed())
    assert (answer.status_code, answer.json["error"]) == (400, "invalid_request")
    assert "DPoP" in answer.json["error_description"]
    assert bank.redeem(code).status_code == 200


def test_5_3_2_1_the_profile_asks_for_a_proof_even_where_the_registration_has_forgotten_it(bank):
    client = db.session.get(Client, "bank")
    client.metadata_ = {**client.metadata_, "dpop_bound_access_tokens": False}

    answer = bank.redeem(bank.code(), {}, **bank.signed())

    assert (answer.status_code, answer.json["error"]) == (400, "invalid_request")


def test_5_3_2_1_a_proof_at_the_pushed_request_binds_the_code(bank):
    pushed = push(bank, {"DPoP": bank.holder.proof("POST", "/oauth/par")}, **bank.signed())
    code = read_answer(open_pushed(bank, pushed.json["request_uri"]))["code"]
    mine, bank.holder = bank.holder, Holder()

    answer = bank.redeem(code)
    assert (answer.status_code, answer.json["error"]) == (400, "invalid_grant")
    bank.holder = mine
    assert bank.redeem(code).status_code == 200


def test_5_3_2_1_so_does_the_parameter(bank):
    code = bank.code(dpop_jkt=Holder().jkt)

    assert bank.redeem(code).json["error"] == "invalid_grant"


def test_5_3_2_1_parameter_and_proof_have_to_agree(bank):
    for jkt, status in ((Holder().jkt, 400), (bank.holder.jkt, 201)):
        headers = {"DPoP": bank.holder.proof("POST", "/oauth/par")}
        answer = push(bank, headers, **bank.signed(), dpop_jkt=jkt)
        assert answer.status_code == status
        assert status == 201 or answer.json["error"] == "invalid_request"


@pytest.mark.parametrize("seconds", [-10, 10])
def test_5_3_2_1_a_proof_at_the_pushed_request_may_be_off_by_seconds(bank, clock, seconds):
    proof = bank.holder.proof("POST", "/oauth/par", iat=int(clock().timestamp()) + seconds)

    assert push(bank, {"DPoP": proof}, **bank.signed()).status_code == 201


def test_5_3_2_1_a_bad_proof_at_the_pushed_request_is_refused(bank):
    for claims in ({"htu": f"{ISSUER}/oauth/token"}, {"htm": "GET"}, {"iat": 1}):
        headers = {"DPoP": bank.holder.proof("POST", "/oauth/par", **claims)}
        answer = push(bank, headers, **bank.signed())
        assert (answer.status_code, answer.json["error"]) == (400, "invalid_dpop_proof")


def test_5_3_4_a_resource_takes_no_bearer_and_no_token_in_the_address(bank):
    token = bank.tokens()["access_token"]
    proof = bank.holder.proof("GET", "/oauth/userinfo", token)

    assert shown(token, proof, scheme="Bearer").status_code == 401
    assert bank.caller.get(f"/oauth/userinfo?access_token={token}").status_code == 400
    assert (
        bank.caller.get(f"/oauth/userinfo?access_token={token}", headers={"DPoP": proof}).status_code == 400
    )


# Refreshing: 5.3.2.1


def test_5_3_2_1_a_refresh_token_is_not_rotated(bank, clock):
    first = bank.tokens(scope="openid profile offline_access")["refresh_token"]

    for _ in range(3):
        answer = bank.refresh(first).json
        assert answer["refresh_token"] == first
        assert answer["token_type"] == "DPoP"
        clock.advance(minutes=5)
    assert db.session.query(RefreshToken).count() == 1


def test_a_refresh_token_that_is_used_lives_on_and_one_that_is_not_dies(bank, clock):
    token = bank.tokens(scope="openid profile offline_access")["refresh_token"]
    idle = services().settings.refresh_token_idle

    for _ in range(2):
        clock.advance(seconds=idle.total_seconds() - 60)
        assert bank.refresh(token).status_code == 200
    clock.advance(seconds=idle.total_seconds())
    assert bank.refresh(token).json["error"] == "invalid_grant"


def test_a_refresh_needs_the_client_and_the_key(bank, another_bank):
    token = bank.tokens(scope="openid profile offline_access")["refresh_token"]
    mine = bank.holder

    assert another_bank.refresh(token).json["error"] == "invalid_grant"
    assert bank.refresh(token, {}, **bank.signed()).json["error"] == "invalid_request"
    bank.holder = Holder()
    assert bank.refresh(token).json["error"] == "invalid_grant"
    bank.holder = mine
    assert bank.refresh(token).status_code == 200


# What is signed for it: 5.4.1


def test_5_4_1_id_tokens_are_signed_with_es256_where_nothing_is_registered(bank):
    assert bank.header(bank.tokens()["id_token"])["alg"] == "ES256"


@pytest.mark.parametrize(("registered", "used"), [("PS256", "PS256"), ("EdDSA", "EdDSA"), ("RS256", "ES256")])
def test_5_4_1_or_as_registered_but_never_with_rs256(bank, registered, used):
    client = db.session.get(Client, "bank")
    client.metadata_ = {**client.metadata_, "id_token_signed_response_alg": registered}

    assert bank.header(bank.tokens()["id_token"])["alg"] == used


def test_5_4_1_discovery_names_algorithms_for_it(client):
    told = client.get("/.well-known/openid-configuration").json

    for member in (
        "id_token_signing_alg_values_supported",
        "token_endpoint_auth_signing_alg_values_supported",
        "dpop_signing_alg_values_supported",
    ):
        assert {"PS256", "ES256", "EdDSA"} <= set(told[member])
    assert "RS256" not in told["dpop_signing_alg_values_supported"]
    assert "private_key_jwt" in told["token_endpoint_auth_methods_supported"]
    assert told["authorization_response_iss_parameter_supported"] is True


# Resources: FAPI 1.0 Baseline, 6.2.1, which clients still expect


def test_the_name_of_an_interaction_comes_back(bank):
    name = "c770aef3-6784-41f7-8e0e-ff5f97bddb3a"
    token = bank.tokens()["access_token"]

    for headers in ({"x-fapi-interaction-id": name}, {"X-FAPI-Interaction-ID": name}):
        assert bank.caller.get("/oauth/userinfo", headers=headers).headers["x-fapi-interaction-id"] == name
    assert "x-fapi-interaction-id" not in bank.userinfo(token).headers


@pytest.mark.parametrize("name", ["", "a b", "x" * 65, "<script>"])
def test_what_is_no_name_does_not(bank, name):
    answer = bank.caller.get("/oauth/userinfo", headers={"x-fapi-interaction-id": name})

    assert "x-fapi-interaction-id" not in answer.headers


def test_any_accept_header_is_tolerated(bank):
    token = bank.tokens()["access_token"]
    proof = bank.holder.proof("GET", "/oauth/userinfo", token)
    headers = {
        "Authorization": f"DPoP {token}",
        "DPoP": proof,
        "Accept": "application/json;charset=utf-8, */*;q=0.1",
        "Accept-Charset": "iso-8859-1",
    }

    assert bank.caller.get("/oauth/userinfo", headers=headers).status_code == 200


class TestOtherCodeLives:
    """A setting within its limit holds for this profile as it is."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        return changed(settings, code_lifetime=timedelta(seconds=90))

    def test_even_a_longer_setting_ends_at_a_minute(self, bank):
        bank.code()

        kept = db.session.query(Authorization).one()
        assert kept.code_expires_at - kept.created_at == timedelta(seconds=60)
