"""OpenID Connect Core 1.0."""

from tests.builders import a_client
from tests.relying_party import RelyingParty, agree, signed_in


def test_the_code_flow_ends_in_an_id_token_and_userinfo(app, client):
    a_client()
    session = signed_in(client)
    agree(session.citizen_id)
    portal = RelyingParty(client)

    tokens = portal.tokens()
    claims = portal.claims(tokens["id_token"])
    told = portal.userinfo(tokens["access_token"])

    assert claims["iss"] == "https://id.anlien.example"
    assert claims["aud"] == "portal"
    assert claims["nonce"] == "a nonce"
    assert told.status_code == 200
    assert told.json["sub"] == claims["sub"]
    assert told.json["name"] == "Nguyễn Thị Quỳnh"
