"""What the citizen still has to do: a table of cases."""

from datetime import timedelta

import pytest

from idp.assurance import AuthenticationLevel
from idp.oauth.interaction import Agreement, Asked, SignedIn, Step, next_step, silent_error
from tests.oauth.records import NOW, ago

ONE, TWO, THREE = AuthenticationLevel.ONE, AuthenticationLevel.TWO, AuthenticationLevel.THREE
AGREED = Agreement(True, ago(days=3))


def session(minutes_ago=30.0, level=ONE, subject="sub"):
    return SignedIn("citizen", subject, "session", ago(minutes=minutes_ago), level, ("pwd",))


def asked(prompt="", **demands):
    return Asked(prompts=frozenset(prompt.split()), **demands)


SEEN = ago(minutes=10)


@pytest.mark.parametrize(
    ("demands", "signed_in", "agreement", "step"),
    [
        (asked(), session(), AGREED, None),
        (asked(), None, Agreement(False), Step.SIGN_IN),
        (asked(), session(), Agreement(False), Step.CONSENT),
        # of login: a session from before the request was seen does not count, one from after it does
        (asked("login"), session(), AGREED, Step.SIGN_IN),
        (asked("login", first_seen_at=SEEN), session(11), AGREED, Step.SIGN_IN),
        (asked("login", first_seen_at=SEEN), session(10), AGREED, None),
        (asked("login", first_seen_at=SEEN), session(9), AGREED, None),
        # of an age
        (asked(max_age=timedelta(minutes=30)), session(30), AGREED, None),
        (asked(max_age=timedelta(minutes=30)), session(31), AGREED, Step.SIGN_IN),
        (asked(max_age=timedelta(0)), session(0), AGREED, None),
        (asked(max_age=timedelta(0)), session(1), AGREED, Step.SIGN_IN),
        (asked(max_age=timedelta(0), first_seen_at=SEEN), session(5), AGREED, None),
        # of registering
        (asked("create"), None, Agreement(False), Step.REGISTER),
        (asked("create"), session(), AGREED, Step.REGISTER),
        (asked("create", first_seen_at=SEEN), session(5), AGREED, None),
        # of choosing an account
        (asked("select_account"), session(), AGREED, Step.SELECT_ACCOUNT),
        (asked("select_account"), None, AGREED, Step.SIGN_IN),
        (
            asked("select_account", first_seen_at=SEEN, account_chosen_at=ago(minutes=1)),
            session(),
            AGREED,
            None,
        ),
        (asked("select_account", first_seen_at=SEEN), session(5), AGREED, None),
        # levels
        (asked(required_level=TWO), session(), AGREED, Step.STEP_UP),
        (asked(required_level=TWO), session(level=TWO), AGREED, None),
        (asked(required_level=THREE), session(level=TWO), AGREED, Step.UNREACHABLE_LEVEL),
        (asked(required_level=THREE), session(level=THREE), AGREED, None),
        (asked(wished_level=TWO), session(), AGREED, Step.STEP_UP),
        (asked(wished_level=TWO), session(level=TWO), AGREED, None),
        (asked("none", wished_level=TWO), session(), AGREED, None),
        (asked(wished_level=TWO, goes_without_wish=True), session(), AGREED, None),
        (asked(required_level=TWO, goes_without_wish=True), session(), AGREED, Step.STEP_UP),
        # hints
        (asked(hinted_subject="sub"), session(), AGREED, None),
        (asked(hinted_subject="other"), session(), AGREED, Step.SIGN_IN),
        (asked(hinted_subject="other", first_seen_at=SEEN), session(5), AGREED, Step.SOMEBODY_ELSE),
        (asked(hint_unreadable=True), session(), AGREED, None),
        (asked("none", hint_unreadable=True), session(), AGREED, Step.SIGN_IN),
        # of consent
        (asked("consent"), session(), AGREED, Step.CONSENT),
        (asked("consent", first_seen_at=SEEN), session(), Agreement(True, ago(minutes=5)), None),
        (asked("consent", first_seen_at=SEEN), session(), Agreement(False, ago(minutes=5)), Step.CONSENT),
        # the order: who, then how strongly, then what
        (asked("login consent", required_level=TWO), session(), Agreement(False), Step.SIGN_IN),
        (
            asked("consent select_account", required_level=TWO),
            session(),
            Agreement(False),
            Step.SELECT_ACCOUNT,
        ),
        (asked("consent", required_level=TWO), session(), Agreement(False), Step.STEP_UP),
    ],
)
def test_it_finds_the_first_thing_missing(demands, signed_in, agreement, step):
    assert next_step(demands, signed_in, agreement, NOW) is step


@pytest.mark.parametrize(
    ("step", "error"),
    [
        (Step.SIGN_IN, "login_required"),
        (Step.SOMEBODY_ELSE, "login_required"),
        (Step.SELECT_ACCOUNT, "account_selection_required"),
        (Step.CONSENT, "consent_required"),
        (Step.STEP_UP, "interaction_required"),
        (Step.REGISTER, "interaction_required"),
        (Step.UNREACHABLE_LEVEL, "unmet_authentication_requirements"),
    ],
)
def test_each_step_has_its_error_where_no_page_may_be_shown(step, error):
    assert silent_error(step).error == error
