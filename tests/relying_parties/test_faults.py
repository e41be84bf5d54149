"""Faults of a registration, in the words an application gets and in those an operator reads."""

import pytest

from idp.relying_parties.completion import completed
from idp.relying_parties.faults import Fault, Problem
from idp.relying_parties.metadata import Metadata, parse
from idp.relying_parties.rules import faults_of
from tests.relying_parties.conftest import TODAY


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


SENT = "qq-sent-by-somebody"
URL = f"https://{SENT}.example/{SENT}"


@pytest.mark.parametrize(
    "members",
    [
        {"redirect_uris": [f"{URL}#x", f"{URL}#x"]},
        {"redirect_uris": ["https://a.example/cb"], "frontchannel_logout_uri": URL},
        {"redirect_uris": [URL], "frontchannel_logout_uri": f"{URL}?sid={SENT}"},
        {"grant_types": [SENT], "response_types": [SENT]},
        {"token_endpoint_auth_method": SENT, "client_secret": SENT * 3},
        {"token_endpoint_auth_method": SENT, "tls_client_auth_san_dns": SENT},
        {"token_endpoint_auth_method": "tls_client_auth", "tls_client_auth_subject_dn": SENT},
        {"token_endpoint_auth_signing_alg": SENT, "id_token_signed_response_alg": SENT},
        {"id_token_encrypted_response_alg": SENT, "userinfo_encrypted_response_enc": SENT},
        {"subject_type": SENT, "profile": "fapi2"},
        {"request_uris": [f"http://{SENT}.example/"], "jwks_uri": f"http://{SENT}.example/"},
        {"initiate_login_uri": f"http://{SENT}.example/", "sector_identifier_uri": f"http://{SENT}.example/"},
        {"backchannel_logout_uri": f"http://{SENT}.example/", "logo_uri": f"http://{SENT}.example/"},
        {"scope": f"openid {SENT}", "scope_policy": {f"{SENT}2": {"legal_basis": "consent"}}},
        {"authorization_details_types": [SENT]},
        {
            "grant_types": ["urn:openid:params:grant-type:ciba"],
            "redirect_uris": [],
            "backchannel_token_delivery_mode": SENT,
            "backchannel_authentication_request_signing_alg": SENT,
            "backchannel_client_notification_endpoint": f"http://{SENT}.example/",
        },
    ],
    ids="+".join,
)
def test_no_rule_repeats_what_was_sent_in_its_own_words(offer, members):
    document = {"client_name": SENT, "redirect_uris": [URL], "sector": "a.example", **members}
    read = parse(document)
    assert isinstance(read, Metadata), read
    faults = faults_of(completed(read, offer, "generated", TODAY), offer, TODAY)

    assert faults
    assert [fault for fault in faults if SENT in fault.description] == []


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
