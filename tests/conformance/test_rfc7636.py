"""RFC 7636: proof key for code exchange, as RFC 9700 narrows it to S256."""

from idp.store.db import db
from idp.store.models import Client
from tests.relying_party import RelyingParty


def _excuse(**columns):
    client = db.session.get(Client, "portal")
    client.require_pkce = False
    for name, value in columns.items():
        setattr(client, name, value)


def test_4_3_every_request_needs_a_challenge(portal):
    answer = portal.answer(code_challenge=None, code_challenge_method=None)

    assert answer["error"] == "invalid_request"
    assert "code_challenge" in answer["error_description"]


def test_4_3_no_method_but_s256(portal):
    for method in ["plain", None, "s256", "S512", "S256 "]:
        assert portal.answer(code_challenge_method=method)["error"] == "invalid_request"


def test_4_2_a_challenge_is_a_digest_in_base64url(portal):
    for challenge in ["short", "x" * 42, "x" * 44, "x" * 42 + "=", "x" * 42 + "ế", "x" * 42 + "\n"]:
        assert portal.answer(code_challenge=challenge)["error"] == "invalid_request"


def test_4_6_the_right_verifier_is_accepted(portal):
    assert portal.redeem(portal.code()).status_code == 200


def test_4_6_a_wrong_or_missing_verifier_is_an_invalid_grant(portal):
    for verifier in [None, "w" * 43, "short", "x" * 129, "ế" * 50, "x" * 42 + "\n"]:
        answer = portal.redeem(portal.code(), code_verifier=verifier)

        assert (answer.status_code, answer.json["error"]) == (400, "invalid_grant")


def test_4_6_a_wrong_verifier_spoils_the_code(portal):
    code = portal.code()
    portal.redeem(code, code_verifier="w" * 43)

    assert portal.redeem(code).json["error"] == "invalid_grant"


def test_9700_2_1_1_a_public_client_cannot_be_excused(public):
    client = db.session.get(Client, "phone-app")
    client.require_pkce = False

    assert public.answer(code_challenge=None, code_challenge_method=None)["error"] == "invalid_request"


def test_a_confidential_client_may_be_excused_until_a_date(portal, clock):
    _excuse(pkce_exempt_until=clock().date())

    code = portal.code(code_challenge=None, code_challenge_method=None)

    assert portal.redeem(code, code_verifier=None).status_code == 200


def test_the_excuse_ends_with_its_date(portal, clock):
    _excuse(pkce_exempt_until=clock().date().replace(day=1))

    assert portal.answer(code_challenge=None, code_challenge_method=None)["error"] == "invalid_request"


def test_an_excused_client_may_use_it_all_the_same_and_then_must(portal):
    _excuse()
    code = portal.code()

    assert portal.redeem(code, code_verifier=None).json["error"] == "invalid_grant"


def test_9700_4_8_a_verifier_without_a_challenge_is_refused(portal):
    _excuse()
    code = portal.code(code_challenge=None, code_challenge_method=None)

    assert portal.redeem(code).json["error"] == "invalid_grant"


def test_one_verifier_does_not_fit_another_code(portal):
    first = portal.code()
    second = RelyingParty(portal.caller)
    second.code()

    assert second.redeem(first).json["error"] == "invalid_grant"
