"""RFC 9101, 5.2 and 10.4; OpenID Connect Core, 6.2: signed authorization requests that are fetched."""

import pytest

from tests.builders import REDIRECT_URI
from tests.pushing import (
    is_error_page,
    request_object,
    reregister,
)
from tests.receivers import answers, receiver
from tests.relying_party import read_answer


@pytest.fixture
def shelf():
    """A server of the client's, on this machine: a demonstration may reach it."""
    with receiver() as started:
        yield started


def _by_reference(party, address, **beside):
    query = {"client_id": party.client_id, "request_uri": address, **beside}
    return party.caller.get("/oauth/authorize", query_string=query)


def test_5_2_by_reference_it_is_fetched(signing, shelf):
    shelf.behaviour = answers(200, request_object(signing).encode() + b"\n")
    reregister("signing", request_uris=[f"{shelf.address}/request.jwt?x=1"])

    answer = read_answer(_by_reference(signing, f"{shelf.address}/request.jwt?x=1", state="outside"))

    assert (answer["state"], bool(answer["code"])) == ("a state", True)
    (asked,) = shelf.received
    assert (asked.method, asked.path) == ("GET", "/request.jwt?x=1")
    assert "oauth-authz-req+jwt" in asked.headers["Accept"]
    assert "Cookie" not in asked.headers


def test_6_2_core_the_fragment_is_a_mark_and_is_not_sent(signing, shelf):
    shelf.behaviour = answers(200, request_object(signing).encode())
    reregister("signing", request_uris=[f"{shelf.address}/r"])

    assert read_answer(_by_reference(signing, f"{shelf.address}/r#version-7"))["code"]
    assert shelf.received[0].path == "/r"


def test_6_2_core_registered_addresses_are_the_only_ones(signing, shelf):
    shelf.behaviour = answers(200, request_object(signing).encode())
    reregister("signing", request_uris=[f"{shelf.address}/one", f"{shelf.address}/two#old"])

    for address in ("/three", "/one/", "/one?x", "/TWO"):
        answer = read_answer(_by_reference(signing, shelf.address + address, redirect_uri=REDIRECT_URI))
        assert answer["error"] == "invalid_request_uri"
    assert shelf.received == []
    for address in ("/one", "/one#new", "/two", "/two#old", "/two#new"):
        assert read_answer(_by_reference(signing, shelf.address + address))["code"]


def test_10_4_of_a_client_that_registered_none_nothing_is_fetched(signing, shelf):
    shelf.behaviour = answers(200, request_object(signing).encode())

    answer = read_answer(_by_reference(signing, f"{shelf.address}/r", redirect_uri=REDIRECT_URI))

    assert (answer["error"], shelf.received) == ("invalid_request_uri", [])


@pytest.mark.parametrize(
    "behaviour",
    [
        answers(404),
        answers(302, Location="http://localhost/elsewhere"),
        answers(200, b"x" * 70_000),
        answers(200, b"\xff\xfe"),
        answers(500),
    ],
)
def test_10_4_an_address_without_an_object_is_refused(signing, shelf, behaviour):
    shelf.behaviour = behaviour
    reregister("signing", request_uris=[f"{shelf.address}/r"])

    answer = read_answer(_by_reference(signing, f"{shelf.address}/r", redirect_uri=REDIRECT_URI, state="s"))

    assert (answer["error"], answer["state"]) == ("invalid_request_uri", "s")
    assert len(shelf.received) == 1


@pytest.mark.parametrize(
    "address",
    ["http://10.0.0.1/r", "http://192.168.1.1/r", "http://169.254.169.254/latest", "http://[fd00::1]/r", "ftp://x/r",
     "file:///etc/passwd", "urn:other:x", "x", "//x", "https://user:password@signing.example/r", "http://[x",
     "http://[x#y", "ố"],
)  # fmt: skip
def test_10_4_1_nothing_inside_the_house_is_asked(signing, address):
    # As if it had been registered: registration refuses such an address by itself.
    reregister("signing", request_uris=[address])

    answer = read_answer(_by_reference(signing, address, redirect_uri=REDIRECT_URI))

    assert answer["error"] == "invalid_request_uri"


def test_10_4_for_a_client_without_keys_nothing_is_fetched(portal, shelf):
    answer = read_answer(_by_reference(portal, f"{shelf.address}/r", redirect_uri=REDIRECT_URI))

    assert answer["error"] == "request_uri_not_supported"
    assert shelf.received == []


def test_10_4_what_is_fetched_is_checked_like_what_is_sent(signing, shelf):
    shelf.behaviour = answers(200, request_object(signing, client_id="other").encode())
    reregister("signing", request_uris=[f"{shelf.address}/r"])
    assert is_error_page(_by_reference(signing, f"{shelf.address}/r"), "invalid_request_object")
    shelf.behaviour = answers(200, b"")

    assert is_error_page(_by_reference(signing, f"{shelf.address}/r"), "invalid_request_object")


def test_a_fapi_client_is_not_fetched_from(signing, shelf):
    reregister("signing", profile="fapi2", request_uris=[f"{shelf.address}/r"])

    answer = _by_reference(signing, f"{shelf.address}/r")

    assert is_error_page(answer, "invalid_request")
    assert shelf.received == []
