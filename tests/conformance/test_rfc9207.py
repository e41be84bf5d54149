"""RFC 9207: the issuer in every authorization response."""

ISSUER = "https://id.anlien.example"


def test_2_success_names_the_issuer(portal):
    assert portal.answer()["iss"] == ISSUER


def test_2_every_error_names_the_issuer_and_nothing_else(portal):
    for wrong in [
        {"response_type": "token"},
        {"scope": "unknown"},
        {"code_challenge": None},
        {"prompt": "none login"},
        {"request": "x"},
        {"response_mode": "fragment"},
        {"max_age": "soon"},
        {"prompt": "none", "max_age": "0"},
    ]:
        answer = portal.answer(**wrong)

        assert answer["iss"] == ISSUER
        assert answer.parameters.keys() == {"error", "error_description", "state", "iss"}
        assert answer["error_description"].isascii()
        assert not set('"\\') & set(answer["error_description"])


def test_3_discovery_says_so(portal):
    document = portal.caller.get("/.well-known/openid-configuration").json

    assert document["authorization_response_iss_parameter_supported"] is True
    assert document["issuer"] == ISSUER
