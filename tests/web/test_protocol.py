"""The routes of the protocol. What they answer is in `tests/conformance`."""

import pytest

from idp.oauth.supported import ENDPOINTS

MACHINES = [endpoint for endpoint in ENDPOINTS if endpoint.kind == "machine"]


@pytest.mark.parametrize("endpoint", MACHINES, ids=lambda endpoint: endpoint.name)
def test_every_endpoint_for_machines_has_its_route_and_speaks_json(client, endpoint):
    for method in ("GET", "POST", "PUT", "DELETE"):
        answer = client.open(endpoint.path, method=method)

        assert answer.mimetype == "application/json"
        assert (answer.status_code == 405) is (method not in endpoint.methods)


def test_no_cookie_is_read_or_set(client):
    for path in ("/oauth/token", "/oauth/userinfo", "/oauth/jwks", "/.well-known/openid-configuration"):
        assert "Set-Cookie" not in client.get(path).headers


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/oauth/jwks", "/oauth/token"])
def test_scripts_of_other_origins_may_ask_first(client, path):
    answer = client.options(
        path, headers={"Origin": "https://app.example", "Access-Control-Request-Method": "GET"}
    )

    assert answer.status_code == 204
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_a_script_can_read_an_error_too(client):
    answer = client.get("/oauth/userinfo", headers={"Origin": "https://app.example"})

    assert answer.status_code == 401
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_a_token_in_the_address_is_refused_everywhere(client):
    for endpoint in MACHINES:
        answer = client.post(endpoint.path, query_string={"access_token": "x"})
        assert (answer.status_code, answer.json["error"]) == (400, "invalid_request")


def test_heads_are_answered(client):
    assert client.head("/oauth/jwks").status_code == 200
    assert client.head("/.well-known/openid-configuration").status_code == 200
