"""Reading requests strictly."""

import pytest

from idp.web.http import LONGEST_QUERY, Malformed, parse_form, protocol_request


def test_a_form_is_decoded():
    found = parse_form(b"a=1+2&b=%E1%BA%BF&c=&a=3")

    assert found.data == {"a": "1 2", "b": "ế"}
    assert found.datalist["a"] == ["1 2", "3"]


@pytest.mark.parametrize(
    "raw",
    [b"a=%FF", b"a=%ED%A0%80", "a=ế".encode(), b"a=%00", b"a%00=1", b"a=\0", b"&".join([b"a=1"] * 101)],
)
def test_what_is_no_form_is_malformed(raw):
    with pytest.raises(Malformed):
        parse_form(raw)


def test_a_hundred_fields_are_enough():
    assert len(parse_form(b"&".join(b"a%d=1" % number for number in range(100))).data) == 100


@pytest.fixture
def bare(app):
    return app


def test_who_sent_a_request_is_noted(bare):
    with bare.test_request_context("/oauth/userinfo?x=1", headers=[("DPoP", "a"), ("dpop", "b")]):
        found = protocol_request()
    with bare.test_request_context("/oauth/userinfo", headers={"DPoP": ""}):
        empty = protocol_request()
    with bare.test_request_context("/oauth/userinfo", base_url="https://other.example"):
        without = protocol_request()

    assert found.proofs == ("a", "b")
    assert empty.proofs == ("",)
    assert without.proofs == ()
    # The public address is the issuer's, whatever the Host header says.
    assert without.url == found.url == "https://id.anlien.example/oauth/userinfo"


def test_a_get_is_read_from_its_query(bare):
    with bare.test_request_context("/x?a=1", headers={"Authorization": "Basic x"}):
        found = protocol_request()

    assert (found.method, found.path, found.form) == ("GET", "/x", {"a": "1"})
    assert found.headers["Authorization"] == "Basic x"


def test_a_post_is_read_from_its_body_and_nowhere_else(bare):
    with bare.test_request_context("/x?a=1", method="POST", data={"b": "2"}):
        assert protocol_request().form == {"b": "2"}


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "multipart/form-data"])
def test_a_body_that_is_no_form_is_malformed(bare, kind):
    with (
        bare.test_request_context("/x", method="POST", data="a=1", content_type=kind),
        pytest.raises(Malformed),
    ):
        protocol_request()


def test_an_endless_query_is_malformed(bare):
    with bare.test_request_context("/x?a=" + "b" * LONGEST_QUERY), pytest.raises(Malformed):
        protocol_request()


def test_sixteen_kilobytes_are_read(bare):
    with bare.test_request_context("/x?state=" + "b" * 16_000):
        assert len(protocol_request().form["state"]) == 16_000
