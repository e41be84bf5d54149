"""What is observed of a request: enough to know it again, nothing to read in it."""

import pytest

from idp.oauth.request import Parameters, ProtocolRequest
from idp.web import observed


def asked(**parameters: str) -> ProtocolRequest:
    return ProtocolRequest("GET", path="/", parameters=Parameters(parameters.items()), headers={})


def test_a_request_is_known_again_whatever_the_order_of_its_parameters():
    assert observed.whole(asked(state="a", nonce="b")) == observed.whole(asked(nonce="b", state="a"))
    assert observed.whole(asked(state="a")) != observed.whole(asked(state="b"))


def test_what_is_missing_is_missing():
    shown = observed.of_authorization(asked(scope="profile"))

    assert (shown["state"], shown["nonce"], shown["pkce"]) == (None, None, None)
    assert (shown["state_length"], shown["openid"]) == (0, False)


@pytest.mark.parametrize("name", ["code", "refresh_token", "device_code"])
def test_what_a_token_request_spends_is_a_digest(name):
    shown = observed.of_token_request(asked(**{name: "a secret of somebody", "grant_type": "g"}))

    assert shown["spent"] == observed.short("a secret of somebody")
    assert "secret" not in str(shown)
    assert not shown["is_proven"]


@pytest.mark.parametrize(
    ("names", "referrer", "found"),
    [
        ((), None, []),
        (("state", "code"), None, ["code"]),
        ((), "https://app.example/callback?code=1&state=2", ["code"]),
        ((), "https://app.example/#access_token=1&id_token=2", ["access_token", "id_token"]),
        ((), "https://[broken", []),
        ((), "https://app.example/?" + "a" * 9_000 + "&code=1", []),
    ],
)
def test_names_of_secrets_in_addresses(names, referrer, found):
    assert observed.secrets_in(names, referrer) == found
