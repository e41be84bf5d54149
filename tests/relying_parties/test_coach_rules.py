"""The rules of the coach, each by calls written down by hand: passed, failed, not yet seen."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from idp.oauth.faults import Fault
from idp.relying_parties import coach_rules as rules
from idp.relying_parties.coach import CHECKS
from idp.relying_parties.coach_evidence import SPOILING, Evidence
from idp.relying_parties.coach_rules import Found
from tests.moments import START

GOOD_STATE = {"state_length": 43, "state_signs": 20}


@dataclass
class Told:
    """A call as it is kept."""

    endpoint: str
    second: float = 0
    status: int = 200
    error: str | None = None
    reason: str | None = None
    observed: dict[str, Any] = field(default_factory=dict)

    @property
    def at(self):
        return START + timedelta(seconds=self.second)


def ask(number: int, second: float = 0, **changed: Any) -> Told:
    """An authorization request, all of its own unless something is changed."""
    shown = {
        **GOOD_STATE,
        "state": f"s{number}",
        "nonce": f"n{number}",
        "pkce": "S256",
        "openid": True,
        "whole": f"w{number}",
    }
    return Told("authorize", second, 303, observed={"ask": {**shown, **changed}})


def answered(about: str, whole: str, second: float = 0) -> Told:
    return Told("authorize", second, 302, observed={"answered": whole, "about": about})


def token(about: str, *faults: str, second: float = 0, status: int = 200, **changed: Any) -> Told:
    facts = {"grant": "authorization_code", "spent": f"c-{about}", "is_proven": True, "about": about}
    more = {"faults": list(faults)} if faults else {}
    error = "invalid_grant" if status >= 400 else None
    return Told("token", second, status, error, observed={**facts, **more, **changed})


def refreshed(about: str, spent: str, status: int = 200) -> Told:
    return token(about, grant="refresh_token", spent=spent, status=status)


def userinfo(about: str, second: float = 1) -> Told:
    return Told("userinfo", second, observed={"about": about})


def logout(kind: str, status: int, second: float = 0) -> Told:
    return Told("backchannel_logout", second, status, observed={"logout": kind, "abouts": ["a"]})


def judged(rule, *calls: Told, now: float = 60):
    verdict = rule(Evidence(calls, START + timedelta(seconds=now)))
    return verdict.found.value, verdict.came


GOOD = (token("good"), userinfo("good"))
"""A sign-in by which the coach knows that the application uses its tokens."""
UNSEEN, PASSED, FAILED = Found.UNSEEN.value, Found.PASSED.value, Found.FAILED.value
RIGHT = (PASSED, "right")


@pytest.mark.parametrize("name", CHECKS)
def test_from_nothing_nothing_follows(name):
    assert judged(CHECKS[name][0]) == (UNSEEN, "nothing")


class TestWorks:
    def test_tokens_were_issued(self):
        assert judged(rules.works, token("a")) == RIGHT

    def test_an_interface_asked_about_a_token(self):
        assert judged(rules.works, Told("introspection")) == RIGHT

    def test_the_last_error_is_told(self):
        assert judged(rules.works, token("a", status=400)) == (FAILED, "error invalid_grant")

    def test_what_a_stranger_tried_in_its_name_proves_nothing(self):
        assert judged(rules.works, token("a", is_proven=False))[0] == UNSEEN


class TestState:
    def test_three_good_ones(self):
        assert judged(rules.state, ask(1), ask(2)) == (UNSEEN, "some 2 3")
        assert judged(rules.state, ask(1), ask(2), ask(3)) == RIGHT

    @pytest.mark.parametrize(
        ("changed", "came"),
        [
            ({"state": None}, "missing"),
            ({"state": "s1"}, "repeated"),
            ({"state_length": 19}, "short 19 20"),
            ({"state_signs": 7}, "plain"),
        ],
    )
    def test_a_bad_one(self, changed, came):
        assert judged(rules.state, ask(1), ask(2, **changed)) == (FAILED, came)

    def test_after_a_bad_one_it_takes_three_good_ones_again(self):
        bad = ask(1, state=None)
        assert judged(rules.state, bad, ask(2), ask(3)) == (FAILED, "missing")
        assert judged(rules.state, bad, ask(2), ask(3), ask(4)) == RIGHT

    def test_a_page_that_is_loaded_again_is_no_repetition(self):
        assert judged(rules.state, ask(1), ask(1), ask(2), ask(3)) == RIGHT

    def test_a_request_that_is_sent_again_after_it_had_brought_tokens_is_one(self):
        used = (ask(1), answered("a", "w1"), token("a"))
        assert judged(rules.state, *used, ask(1)) == (FAILED, "repeated")


class TestNonce:
    def test_three_good_ones(self):
        assert judged(rules.nonce, ask(1), ask(2), ask(3)) == RIGHT

    def test_missing_and_repeated(self):
        assert judged(rules.nonce, ask(1, nonce=None)) == (FAILED, "missing")
        assert judged(rules.nonce, ask(1), ask(2, nonce="n1")) == (FAILED, "repeated")

    def test_without_openid_none_is_needed(self):
        assert judged(rules.nonce, ask(1, nonce=None, openid=False))[0] == UNSEEN


def test_pkce():
    assert judged(rules.pkce, ask(1)) == RIGHT
    assert judged(rules.pkce, ask(1), ask(2, pkce="plain")) == (FAILED, "pkce plain")
    assert judged(rules.pkce, ask(1, pkce=None), ask(2)) == RIGHT


def test_redirect():
    wrong = ask(2)
    wrong.reason = "The redirect_uri is not one of those registered for the client."
    assert judged(rules.redirect, ask(1)) == RIGHT
    assert judged(rules.redirect, ask(1), wrong) == (FAILED, "redirect_uri")
    assert judged(rules.redirect, wrong, ask(3)) == RIGHT


def test_the_faults_are_those_of_the_sandbox():
    assert {Fault(name) for name in SPOILING} < set(Fault)
    assert Fault("rotated_key")


@pytest.mark.parametrize("fault", sorted(SPOILING))
class TestASpoiltIdToken:
    @staticmethod
    def rule(fault):
        return getattr(rules, fault)

    def test_refused(self, fault):
        assert judged(self.rule(fault), *GOOD, token("a", fault)) == RIGHT

    def test_not_yet(self, fault):
        assert judged(self.rule(fault), *GOOD, token("a", fault), now=9) == (UNSEEN, "wait")

    def test_used_at_userinfo(self, fault):
        assert judged(self.rule(fault), *GOOD, token("a", fault), userinfo("a")) == (FAILED, "used userinfo")

    def test_used_to_refresh(self, fault):
        calls = (*GOOD, token("a", fault), refreshed("a", "r"))
        assert judged(self.rule(fault), *calls) == (FAILED, "used token")

    def test_another_session_does_no_harm(self, fault):
        assert judged(self.rule(fault), *GOOD, token("a", fault), userinfo("b")) == RIGHT

    def test_without_a_good_sign_in_there_is_nothing_to_compare(self, fault):
        assert judged(self.rule(fault), token("good"), token("a", fault)) == (UNSEEN, "no_userinfo")

    def test_two_faults_at_once_prove_nothing(self, fault):
        other = next(each for each in sorted(SPOILING) if each != fault)
        assert judged(self.rule(fault), *GOOD, token("a", fault, other)) == (UNSEEN, "several_faults")
        assert judged(self.rule(fault), *GOOD, token("a", fault, other), userinfo("a"))[0] == FAILED

    def test_the_latest_counts(self, fault):
        bad = (token("a", fault), userinfo("a"))
        assert judged(self.rule(fault), *GOOD, *bad, token("b", fault, second=5)) == RIGHT
        assert judged(self.rule(fault), *GOOD, token("b", fault), *bad)[0] == FAILED


def test_key_rotation():
    served = token("a", "rotated_key")
    assert judged(rules.key_rotation, *GOOD, served, userinfo("a")) == RIGHT
    assert judged(rules.key_rotation, *GOOD, served) == (FAILED, "gave_up")
    assert judged(rules.key_rotation, *GOOD, served, now=5) == (UNSEEN, "wait")
    assert judged(rules.key_rotation, served) == (UNSEEN, "no_userinfo")
    assert judged(rules.key_rotation, *GOOD, token("a", "rotated_key", "wrong_nonce"))[0] == UNSEEN


class TestAccessDenied:
    refused = Told("authorize", 0, 302, "access_denied", observed={"answered": "w1"})

    def test_nothing_follows(self):
        assert judged(rules.access_denied, self.refused, now=9) == (UNSEEN, "wait")
        assert judged(rules.access_denied, self.refused) == RIGHT

    def test_a_new_request_follows(self):
        assert judged(rules.access_denied, self.refused, ask(2, 3), answered("a", "w2"), token("a")) == RIGHT

    def test_a_token_request_follows(self):
        calls = (self.refused, token("a", status=400))
        assert judged(rules.access_denied, *calls) == (FAILED, "token_call")

    def test_request_after_request_follows(self):
        calls = (self.refused, *(ask(number, number / 10) for number in range(2, 9)))
        assert judged(rules.access_denied, *calls) == (FAILED, "loop")

    def test_sign_ins_that_succeed_are_no_loop(self):
        good = [
            call
            for number in range(2, 9)
            for call in (ask(number), answered(f"{number}", f"w{number}"), token(f"{number}"))
        ]
        assert judged(rules.access_denied, self.refused, *good) == RIGHT


class TestErrorPages:
    broken = Told("token", 0, 500, "server_error", observed={"faults": ["token_endpoint_500"]})

    def test_it_stops(self):
        assert judged(rules.error_pages, self.broken, ask(2, 5), ask(3, 9)) == RIGHT

    def test_it_goes_on_for_ever(self):
        again = [ask(number, number) for number in range(2, 9)]
        for each in again:
            each.observed["faults"] = ["token_endpoint_500"]
        assert judged(rules.error_pages, self.broken, *again) == (FAILED, "loop")

    def test_somebody_who_tries_one_fault_after_the_other_is_no_loop(self):
        others = [ask(number, number) for number in range(2, 9)]
        assert judged(rules.error_pages, self.broken, *others) == RIGHT

    def test_not_yet(self):
        assert judged(rules.error_pages, self.broken, now=3) == (UNSEEN, "wait")

    def test_without_a_fault_there_is_nothing_to_see(self):
        assert judged(rules.error_pages, *GOOD)[0] == UNSEEN

    def test_a_new_key_is_no_error(self):
        assert judged(rules.error_pages, token("a", "rotated_key"))[0] == UNSEEN
