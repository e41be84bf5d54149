"""RFC 6749, 3.2, 4.1.3 and 5: the token endpoint."""

import pytest
from sqlalchemy import select

from idp.store.db import db
from idp.store.models import AuditRecord, Authorization
from tests.builders import REDIRECT_URI
from tests.relying_party import RelyingParty


def test_4_1_2_codes_have_256_bits_in_url_safe_characters(portal):
    codes = {portal.code() for _ in range(5)}

    assert len(codes) == 5
    assert all(len(code) == 43 and code.replace("-", "").replace("_", "").isalnum() for code in codes)


def test_a_copy_of_the_database_redeems_nothing(portal):
    code = portal.code()

    row = db.session.scalar(select(Authorization))

    assert code not in {str(value) for value in vars(row).values()}


def test_4_1_3_the_redirect_uri_must_be_repeated(portal):
    assert portal.redeem(portal.code(), redirect_uri=None).json["error"] == "invalid_grant"
    assert portal.redeem(portal.code(), redirect_uri="https://evil.example/").json["error"] == "invalid_grant"


def test_4_1_3_an_implied_redirect_uri_must_not_be_contradicted(portal):
    code = portal.code(redirect_uri=None)

    assert portal.redeem(code, redirect_uri="https://evil.example/").json["error"] == "invalid_grant"


def test_4_1_3_another_clients_code_is_refused_and_stays_good(portal, other):
    code = portal.code()
    stolen = RelyingParty(other.caller, other.client_id, other.secret, verifier=portal.verifier)

    assert stolen.redeem(code).json["error"] == "invalid_grant"
    assert portal.redeem(code).status_code == 200


def test_4_1_3_a_code_dies_within_a_minute(portal, clock):
    code = portal.code()
    clock.advance(seconds=60)

    assert portal.redeem(code).json["error"] == "invalid_grant"


def test_4_1_2_a_second_use_is_refused_and_ends_what_the_first_gave(portal):
    code = portal.code(scope="openid offline_access")
    tokens = portal.redeem(code).json
    assert portal.userinfo(tokens["access_token"]).status_code == 200

    again = portal.redeem(code)

    assert (again.status_code, again.json["error"]) == (400, "invalid_grant")
    assert portal.userinfo(tokens["access_token"]).status_code == 401
    assert portal.refresh(tokens["refresh_token"]).json["error"] == "invalid_grant"
    assert portal.redeem(code).json["error"] == "invalid_grant"
    names = list(db.session.scalars(select(AuditRecord.name)))
    assert names.count("oauth.code_replayed") == 1


def test_5_2_an_unknown_code_is_an_error_in_json(portal):
    for code in [None, "", "x", "x" * 5000, "mã", "a.b.c", "\u0001"]:
        answer = portal.redeem(code)

        assert answer.status_code == 400
        assert answer.json["error"] in ("invalid_grant", "invalid_request")
        assert answer.headers["Cache-Control"] == "no-store"


def test_5_1_a_token_response_is_complete_and_not_kept(portal):
    answer = portal.redeem(portal.code())

    assert answer.mimetype == "application/json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.json["token_type"] == "Bearer"
    assert answer.json["expires_in"] == 600
    assert answer.json.keys() == {
        "access_token",
        "token_type",
        "expires_in",
        "scope",
        "id_token",
        "refresh_token",
    }


def test_3_2_parameters_in_the_query_do_not_count(portal):
    query = {"grant_type": "authorization_code", "code": portal.code(), "redirect_uri": REDIRECT_URI}

    answer = portal.caller.post("/oauth/token", query_string=query, headers=portal.basic())

    assert answer.json["error"] == "invalid_request"


def test_3_2_the_token_endpoint_takes_post_only(portal):
    answer = portal.caller.get("/oauth/token")

    assert answer.status_code == 405
    assert answer.json["error"] == "invalid_request"


def test_3_2_repeated_parameters_are_refused(portal):
    body = "grant_type=authorization_code&code=a&code=b"

    answer = portal.caller.post(
        "/oauth/token", data=body, content_type="application/x-www-form-urlencoded", headers=portal.basic()
    )

    assert (answer.status_code, answer.json["error"]) == (400, "invalid_request")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'{"grant_type": "x"}', "application/json"),
        (b"\xff\xfe", "application/x-www-form-urlencoded"),
        (b"grant_type=%00", "application/x-www-form-urlencoded"),
        (b"grant_type=%FF", "application/x-www-form-urlencoded"),
        (b"&".join([b"a=b"] * 1000), "application/x-www-form-urlencoded"),
        (b"", "application/x-www-form-urlencoded"),
        (b"", ""),
        (b"--x\r\n", "multipart/form-data; boundary=x"),
    ],
)
def test_5_2_what_is_no_form_is_an_invalid_request(portal, body, kind):
    answer = portal.caller.post("/oauth/token", data=body, content_type=kind)

    assert (answer.status_code, answer.json["error"]) == (400, "invalid_request")


def test_5_2_a_body_beyond_measure_is_refused(portal):
    answer = portal.caller.post("/oauth/token", data={"grant_type": "x" * 300_000})

    assert answer.status_code == 413
    assert answer.json["error"] == "invalid_request"


def test_5_2_other_grants_are_not_supported(portal):
    for grant_type in ["password", "implicit", "urn:x", 'tỉnh "An Liên"', "x" * 1000]:
        answer = portal.post("/oauth/token", grant_type=grant_type)

        assert (answer.status_code, answer.json["error"]) == (400, "unsupported_grant_type")
        assert grant_type not in answer.text


def test_5_2_a_client_may_use_only_grants_it_was_registered_for(portal):
    answer = portal.post("/oauth/token", grant_type="client_credentials")

    assert (answer.status_code, answer.json["error"]) == (400, "unauthorized_client")


def test_no_cors_at_the_authorization_endpoint(portal):
    answer = portal.caller.get(
        "/oauth/authorize", query_string=portal.parameters(), headers={"Origin": "https://a.b"}
    )

    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize("path", ["/oauth/token", "/oauth/userinfo", "/oauth/revoke"])
def test_scripts_of_other_origins_may_call_the_back_channel(portal, path):
    preflight = portal.caller.options(path, headers={"Origin": "https://app.example"})

    assert preflight.status_code == 204
    assert preflight.headers["Access-Control-Allow-Origin"] == "*"
    assert "Authorization" in preflight.headers["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in preflight.headers


def test_introspection_is_not_for_scripts(portal):
    assert "Access-Control-Allow-Origin" not in portal.post("/oauth/introspect", token="x").headers
