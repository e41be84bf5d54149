"""Faults of a registration, in the words an application gets and in those an operator reads."""

import pytest

from idp.relying_parties.faults import Fault, Problem


def test_what_was_sent_stands_in_the_sentence_and_not_in_the_description():
    fault = Fault("redirect_uris", Problem.BAD_ADDRESS, "fragment", "https://a.example/#x")

    assert (
        fault.sentence == "redirect_uris is not an address that may be used: https://a.example/#x: fragment."
    )
    assert fault.description == "redirect_uris is not an address that may be used: fragment."


def test_a_description_that_would_be_empty_after_its_colon_has_none():
    fault = Fault("redirect_uris", Problem.REPEATED, about="https://a.example/")

    assert fault.description == "redirect_uris names the same entry twice."


def test_a_description_is_printable_ascii_without_quotation_mark_and_backslash():
    fault = Fault('scope_policy.\u202e"x\\', Problem.MALFORMED, "thế này\n")

    assert fault.description == "scope_policy.x is malformed: th ny."


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault("redirect_uris", Problem.MISSING), "invalid_redirect_uri"),
        (Fault("redirect_uris[3]", Problem.BAD_ADDRESS), "invalid_redirect_uri"),
        (Fault("post_logout_redirect_uris", Problem.BAD_ADDRESS), "invalid_client_metadata"),
        (Fault("software_statement", Problem.MALFORMED), "invalid_software_statement"),
        (Fault("software_statement", Problem.UNAPPROVED), "unapproved_software_statement"),
    ],
)
def test_the_error_is_the_one_of_the_specification(fault, error):
    assert fault.error == error
