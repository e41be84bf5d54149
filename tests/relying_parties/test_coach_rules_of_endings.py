"""Rules of the coach about sign-outs, tokens in addresses and refreshing."""

import pytest

from idp.relying_parties import coach_rules as rules
from tests.relying_parties.test_coach_rules import (
    FAILED,
    RIGHT,
    UNSEEN,
    Told,
    judged,
    logout,
    refreshed,
    token,
    userinfo,
)


class TestLogout:
    def test_confirmed_and_heeded(self):
        assert judged(rules.logout, token("a"), logout("good", 200)) == RIGHT
        assert judged(rules.logout, token("a"), logout("good", 204), now=4) == (UNSEEN, "wait")

    @pytest.mark.parametrize("status", [0, 302, 400, 404, 500])
    def test_not_confirmed(self, status):
        assert judged(rules.logout, logout("good", status)) == (FAILED, f"status {status}")

    def test_the_tokens_are_used_all_the_same(self):
        assert judged(rules.logout, logout("good", 200), userinfo("a")) == (FAILED, "used userinfo")
        assert judged(rules.logout, logout("good", 200), userinfo("of another session")) == RIGHT

    @pytest.mark.parametrize("kind", ["forged", "with_nonce"])
    @pytest.mark.parametrize("status", [0, 200, 302, 500])
    def test_a_forged_one_is_not_refused(self, kind, status):
        other = {"forged": "with_nonce", "with_nonce": "forged"}[kind]
        calls = (logout(other, 400), logout(kind, status))
        assert judged(rules.logout_forged, *calls) == (FAILED, f"{kind} {status}")

    def test_both_forged_ones_are_refused(self):
        assert judged(rules.logout_forged, logout("forged", 400), logout("with_nonce", 400)) == RIGHT
        assert judged(rules.logout_forged, logout("forged", 400))[0] == UNSEEN

    @pytest.mark.parametrize("again", [200, 204, 400])
    def test_sent_again_at_once_it_may_be_confirmed_or_refused(self, again):
        assert judged(rules.logout_replayed, logout("again", again), logout("expired", 400)) == RIGHT

    def test_sent_again_late_it_is_refused(self):
        calls = (logout("again", 200), logout("expired", 200))
        assert judged(rules.logout_replayed, *calls) == (FAILED, "expired 200")

    def test_nothing_breaks(self):
        calls = (logout("again", 500), logout("expired", 400))
        assert judged(rules.logout_replayed, *calls) == (FAILED, "status 500")


class TestTokensInAddresses:
    three = (token("a"), token("b"), token("c"))

    def test_three_times_without(self):
        assert judged(rules.tokens_in_addresses, *self.three[:2]) == (UNSEEN, "some 2 3")
        assert judged(rules.tokens_in_addresses, *self.three) == RIGHT

    def test_in_an_address(self):
        seen = Told("userinfo", 5, 400, observed={"in_address": ["access_token", "code"]})
        calls = (*self.three, seen)
        assert judged(rules.tokens_in_addresses, *calls) == (FAILED, "in_address access_token code")

    def test_a_code_that_is_sent_twice(self):
        assert judged(rules.tokens_in_addresses, token("a"), token("a", status=400)) == (FAILED, "code_again")

    def test_a_code_that_had_brought_nothing_may_be_sent_again(self):
        calls = (token("a", status=503), *self.three)
        assert judged(rules.tokens_in_addresses, *calls) == RIGHT


class TestRefresh:
    def test_each_once(self):
        assert judged(rules.refresh, refreshed("a", "1")) == (UNSEEN, "refresh_once")
        assert judged(rules.refresh, refreshed("a", "1"), refreshed("a", "2")) == RIGHT

    @pytest.mark.parametrize("status", [200, 400])
    def test_one_twice(self, status):
        calls = (refreshed("a", "1"), refreshed("a", "1", status))
        assert judged(rules.refresh, *calls) == (FAILED, "refresh_again")

    def test_two_sessions_are_not_one(self):
        assert judged(rules.refresh, refreshed("a", "1"), refreshed("b", "2")) == (UNSEEN, "refresh_once")
