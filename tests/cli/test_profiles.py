"""`idp client check` and `idp client switch`."""

import json

from joserfc.jwk import ECKey

from idp.store.db import db
from idp.store.models import Client
from tests.builders import a_client

KEY = {"keys": [ECKey.generate_key("P-256").as_dict(private=False)]}


def test_the_broken_rules_are_shown_with_what_to_do(run, app):
    a_client()

    result = run("client", "check", "portal", "--profile", "fapi2")

    assert result.exit_code == 1
    assert (
        "BLOCKS client-authentication (token_endpoint_auth_method): A client proves itself" in result.stdout
    )
    assert "CHANGES sender-constraint" in result.stdout
    assert "Register token_endpoint_auth_method private_key_jwt" in result.stdout


def test_as_json(run, app):
    a_client()

    result = run("client", "check", "portal", "--profile", "fapi2_signed", "--json")
    found = json.loads(result.stdout)

    assert result.exit_code == 1
    assert all(each.keys() == {"id", "member", "sentence", "fix", "blocks"} for each in found)
    assert "signed-requests" in {each["id"] for each in found}


def test_a_client_that_breaks_none(run, app):
    a_client()

    result = run("client", "check", "portal", "--profile", "plain")

    assert (result.exit_code, result.stdout) == (0, "portal keeps every rule of profile plain.\n")
    assert json.loads(run("client", "check", "portal", "--profile", "plain", "--json").stdout) == []


def test_keys_that_cannot_be_fetched_are_said_so_and_break_nothing(run, app):
    members = {"token_endpoint_auth_method": "private_key_jwt", "jwks_uri": "https://169.254.169.254/jwks"}
    a_client(secret=None, metadata={**members, "dpop_bound_access_tokens": True})
    client = db.session.get(Client, "portal")
    client.metadata_ = {**client.metadata_, "require_pushed_authorization_requests": True}

    result = run("client", "check", "portal")

    assert result.exit_code == 0, result.output
    assert result.stdout.startswith(
        "UNKNOWN keys-unknown (jwks_uri): The keys at jwks_uri could not be fetched"
    )


def test_no_such_client_or_profile(run, app):
    assert run("client", "check", "nobody").exit_code == 2
    assert run("client", "check", "nobody", "--profile", "fapi1").exit_code == 2
    assert run("client", "switch", "nobody", "--profile", "fapi2").exit_code == 2


def test_a_client_is_switched_over_and_back(run, app):
    a_client(secret=None, metadata={"token_endpoint_auth_method": "private_key_jwt", "jwks": KEY})

    assert run("client", "switch", "portal", "--profile", "fapi2").exit_code == 0
    assert db.session.get(Client, "portal").profile == "fapi2"
    assert run("client", "check", "portal").exit_code == 0
    assert run("client", "switch", "portal", "--profile", "plain").exit_code == 0


def test_one_that_cannot_be_is_told_why(run, app):
    a_client()

    result = run("client", "switch", "portal", "--profile", "fapi2")

    assert result.exit_code == 2
    assert "token_endpoint_auth_method does not go together with profile fapi2" in result.output
    assert db.session.get(Client, "portal").profile == "plain"
