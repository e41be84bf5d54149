"""`idp/registry/connect.py`: a wrong setting says what is wrong with it."""

import json
from datetime import timedelta

import pytest

from idp.registry.connect import from_url
from idp.registry.mock.signing import Signer
from idp.registry.outcomes import Verified
from tests.registry.claims import BAY


def test_inside_the_process_there_is_a_whole_register():
    assert isinstance(from_url("in-process:tiny").verify(BAY), Verified)
    assert isinstance(from_url("in-process:").verify(BAY), Verified)


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("in-process:huge", "inside the process"),
        ("ftp://register", "begins with"),
        ("", "begins with"),
        ("http://register", "key set is missing"),
    ],
)
def test_a_wrong_address_says_so(url, reason):
    with pytest.raises(ValueError, match=reason):
        from_url(url)


@pytest.mark.parametrize("url", ["http://", "https://sổ-dân-cư.example", "http://[::1", "http://register:x"])
def test_an_address_without_a_host_stops_the_start(url):
    with pytest.raises(ValueError, match=r"host|IPv6|[Pp]ort"):
        from_url(url, jwks=json.dumps(Signer("test").public_jwks()))


def test_a_wrong_key_set_says_so():
    with pytest.raises(ValueError, match="Key Set"):
        from_url("http://register", jwks="{}")


def test_given_keys_are_never_fetched(served, clock):
    """The register signs with another key than the pinned one: nothing it says counts."""
    pinned = json.dumps(Signer("another register").public_jwks())
    register = from_url(
        served,
        api_key="demo-consumer-key",
        jwks=pinned,
        timeout=timedelta(seconds=5),
        may_fetch_keys=True,
        clock=clock,
    )

    assert not isinstance(register.verify(BAY), Verified)
    register.close()
