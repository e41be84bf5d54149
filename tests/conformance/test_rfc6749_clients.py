"""RFC 6749, 2.3: client authentication; 4.4: client credentials."""

from base64 import b64encode

import pytest

from idp.store.db import db
from idp.store.models import Client
from tests.builders import CLIENT_SECRET, a_client, a_machine
from tests.pages import ids_in
from tests.relying_party import RelyingParty, agree

NOBODY = {"Authorization": "Basic " + b64encode(b"nobody:nothing").decode()}


def test_2_3_1_both_halves_of_basic_are_form_decoded(portal, citizen):
    secret = "a secret: with % and + and ế in it, long enough"
    a_client("odd +%:id", secret=secret)
    odd = RelyingParty(portal.caller, "odd +%:id", secret)
    agree(citizen.id, odd.client_id)

    answer = odd.redeem(odd.code())

    assert answer.status_code == 200, answer.text


def test_2_3_a_client_authenticates_by_its_own_method_only(portal):
    code = portal.code()

    answer = portal.redeem(code, headers={}, client_id="portal", client_secret=CLIENT_SECRET)

    assert (answer.status_code, answer.json["error"]) == (401, "invalid_client")


def test_2_3_client_secret_post_works_for_those_registered_for_it(portal, citizen):
    a_client("poster", metadata={"token_endpoint_auth_method": "client_secret_post"})
    agree(citizen.id, "poster")
    poster = RelyingParty(portal.caller, "poster")

    assert (
        poster.redeem(poster.code(), headers={}, client_id="poster", client_secret=CLIENT_SECRET).status_code
        == 200
    )
    assert poster.redeem(poster.code()).json["error"] == "invalid_client"


def test_2_3_two_ways_at_once_are_refused(portal):
    answer = portal.redeem(portal.code(), portal.basic(), client_id="portal", client_secret=CLIENT_SECRET)

    assert (answer.status_code, answer.json["error"]) == (400, "invalid_request")


def test_2_3_a_client_id_that_contradicts_the_header_is_refused(portal, other):
    answer = portal.redeem(portal.code(), portal.basic(), client_id="other")

    assert (answer.status_code, answer.json["error"]) == (401, "invalid_client")


def test_2_3_1_broken_credentials_are_refused(portal):
    for credentials in [
        "Basic",
        "Basic !!!",
        "Basic " + b64encode(b"\xff\xfe:x").decode(),
        "Basic " + b64encode(b"portal").decode(),
        "Basic " + b64encode(b"portal:%FF%FE").decode(),
        "Basic " + b64encode("portal:mật khẩu".encode()).decode(),
    ]:
        answer = portal.redeem(portal.code(), {"Authorization": credentials})

        assert answer.status_code == 401
        assert answer.json["error"] == "invalid_client"
        assert answer.headers["WWW-Authenticate"].startswith("Basic ")


def test_an_unknown_client_and_a_wrong_secret_look_alike(portal):
    wrong = {"Authorization": "Basic " + b64encode(b"portal:wrong").decode()}

    unknown, known = portal.redeem("x", NOBODY), portal.redeem("x", wrong)

    assert (unknown.status_code, unknown.data) == (known.status_code, known.data)


def test_a_suspended_client_is_nobody(portal):
    code = portal.code()
    db.session.get(Client, "portal").state = "suspended"

    assert portal.redeem(code).json["error"] == "invalid_client"
    assert "op-error" in ids_in(portal.ask().text)


def test_a_public_client_with_a_secret_is_refused(public):
    answer = public.redeem(public.code(), {}, client_id="phone-app", client_secret="anything")

    assert answer.json["error"] == "invalid_client"


def test_a_confidential_client_cannot_pass_as_public(portal):
    assert portal.redeem(portal.code(), {}, client_id="portal").json["error"] == "invalid_client"


def test_4_4_a_program_gets_a_token_for_its_interfaces(portal):
    a_machine(scopes=("dossiers.read", "dossiers.write"))
    machine = RelyingParty(portal.caller, "nightly-sync")

    answer = machine.post("/oauth/token", grant_type="client_credentials", scope="dossiers.read")

    assert answer.json.keys() == {"access_token", "token_type", "expires_in", "scope"}
    claims = machine.claims(answer.json["access_token"])
    assert (claims["sub"], claims["aud"], claims["scope"]) == (
        "nightly-sync",
        "http://localhost:8004",
        "dossiers.read",
    )


def test_4_4_without_scope_it_gets_all_of_them(portal):
    a_machine(scopes=("dossiers.read", "dossiers.write"))
    machine = RelyingParty(portal.caller, "nightly-sync")

    assert (
        machine.post("/oauth/token", grant_type="client_credentials").json["scope"]
        == "dossiers.read dossiers.write"
    )


@pytest.mark.parametrize("scope", ["openid", "email", "dossiers.read offline_access", "unknown"])
def test_4_4_nothing_about_citizens_is_for_programs(portal, scope):
    a_machine(scopes=("dossiers.read", "openid", "email"))
    machine = RelyingParty(portal.caller, "nightly-sync")

    answer = machine.post("/oauth/token", grant_type="client_credentials", scope=scope)

    assert (answer.status_code, answer.json["error"]) == (400, "invalid_scope")


def test_4_4_a_token_of_a_program_opens_no_userinfo(portal):
    a_machine(scopes=("dossiers.read",), audiences=["https://id.anlien.example/oauth/userinfo"])
    machine = RelyingParty(portal.caller, "nightly-sync")
    token = machine.post("/oauth/token", grant_type="client_credentials").json["access_token"]

    assert portal.userinfo(token).status_code == 401


def test_4_4_2_a_public_client_cannot_act_for_itself(portal):
    a_client("open", secret=None, metadata={"grant_types": ["client_credentials"]})
    answer = RelyingParty(portal.caller, "open", None).post("/oauth/token", grant_type="client_credentials")

    assert answer.json["error"] == "invalid_client"
