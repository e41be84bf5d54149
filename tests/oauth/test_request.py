"""Parameters: left out, repeated, read."""

import pytest
from authlib.oauth2.rfc6749 import InvalidRequestError

from idp.oauth.request import Parameters
from tests.oauth.records import a_request


def test_empty_parameters_count_as_left_out():
    assert Parameters([("a", ""), ("b", "1")]).data == {"b": "1"}


def test_repeated_parameters_are_found_and_refused():
    sent = Parameters([("a", "1"), ("a", "1"), ("b", "2")])

    assert sent.repeated() == {"a"}
    with pytest.raises(InvalidRequestError):
        sent.refuse_repeated()


def test_an_empty_repetition_is_none():
    Parameters([("a", "1"), ("a", "")]).refuse_repeated()


def test_a_resource_may_be_named_several_times():
    sent = Parameters([("resource", "https://a"), ("resource", "https://b")])

    sent.refuse_repeated()
    assert sent.datalist["resource"] == ["https://a", "https://b"]


def test_a_request_gives_authlib_what_it_asks_for():
    request = a_request("POST", code="x")

    assert request.form == {"code": "x"}
    assert request.args == {"code": "x"}
    assert request.get("code") == "x"
    assert request.get("other") is None


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("code_verifier", "The parameter code_verifier was sent more than once."),
        ("<b>", "A parameter nobody here knows was sent more than once."),
        ("a" * 41, "A parameter nobody here knows was sent more than once."),
    ],
)
def test_a_parameter_sent_twice_is_named_if_it_could_be_one_of_ours(name, said):
    sent = Parameters([(name, "x"), (name, "y")])

    with pytest.raises(InvalidRequestError) as refused:
        sent.refuse_repeated()
    assert refused.value.description == said


def test_only_some_parameters_may_be_looked_at():
    Parameters([("state", "x"), ("state", "y")]).refuse_repeated({"client_id"})
