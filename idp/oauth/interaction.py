"""What the citizen still has to do before an application gets its answer. Pure and ordered; no input or output.

Source: OpenID Connect Core, 3.1.2.1 to 3.1.2.6; Initiating User Registration (`prompt=create`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from authlib.oauth2.rfc6749 import OAuth2Error
from authlib.oidc.core.errors import (
    AccountSelectionRequiredError,
    ConsentRequiredError,
    InteractionRequiredError,
    LoginRequiredError,
)

from idp.assurance import OWN_LEVELS, AuthenticationLevel
from idp.oauth.errors import UnmetAuthenticationRequirements

PROMPTS = ("none", "login", "consent", "select_account", "create")


class Step(Enum):
    """The first thing that is missing."""

    REGISTER = "register"
    SIGN_IN = "sign_in"
    SOMEBODY_ELSE = "somebody_else"
    SELECT_ACCOUNT = "select_account"
    STEP_UP = "step_up"
    UNREACHABLE_LEVEL = "unreachable_level"
    CONSENT = "consent"


@dataclass(frozen=True)
class Asked:
    """What an authorization request demands of the citizen.

    Args:
        prompts: The values of `prompt`.
        max_age: How old the sign-in may be.
        required_level: The level without which there is no answer (the client's minimum, an essential `acr`).
        wished_level: The level `acr_values` prefers, of those within reach; the citizen may go on without.
        hinted_subject: The `sub` of a good `id_token_hint`.
        hint_unreadable: Whether there was an `id_token_hint` that says nothing.
        first_seen_at: When a request that waited was first seen; None for one that is new.
        account_chosen_at: When the citizen chose the account that is open.
        goes_without_wish: Whether the citizen, who has no second factor, chose to go on at the level they have.
    """

    prompts: frozenset[str] = frozenset()
    max_age: timedelta | None = None
    required_level: AuthenticationLevel = AuthenticationLevel.ONE
    wished_level: AuthenticationLevel = AuthenticationLevel.ONE
    hinted_subject: str | None = None
    hint_unreadable: bool = False
    first_seen_at: datetime | None = None
    account_chosen_at: datetime | None = None
    goes_without_wish: bool = False

    @property
    def is_silent(self) -> bool:
        """Whether no page may be shown."""
        return "none" in self.prompts


@dataclass(frozen=True)
class SignedIn:
    """A live browser session.

    Args:
        citizen_id: Who signed in.
        subject: Their `sub` at the asking application.
        session_id: The session's public name.
        authenticated_at: When, for `auth_time`.
        level: The level it has now.
        methods: How, for `amr` (RFC 8176).
        browser_state: What the browser's cookie says of it, for `session_state`; None where there is no browser.
    """

    citizen_id: str
    subject: str
    session_id: str
    authenticated_at: datetime
    level: AuthenticationLevel
    methods: tuple[str, ...]
    browser_state: str | None = None


@dataclass(frozen=True)
class Agreement:
    """What the citizen has decided about the application.

    Args:
        is_complete: Whether everything asked for now has been decided, and the decision is not too old.
        given_at: When.
    """

    is_complete: bool
    given_at: datetime | None = None


def next_step(asked: Asked, session: SignedIn | None, agreement: Agreement, now: datetime) -> Step | None:
    """The first thing the citizen still has to do, or None when the application can have its answer."""
    if "create" in asked.prompts and not (session and _is_fresh(asked, session.authenticated_at)):
        return Step.REGISTER
    if session is None or _must_sign_in_again(asked, session, now):
        return Step.SIGN_IN
    if asked.hinted_subject not in (None, session.subject):
        return Step.SOMEBODY_ELSE
    checks: tuple[tuple[Step, Callable[[], bool]], ...] = (
        (Step.SELECT_ACCOUNT, lambda: "select_account" in asked.prompts and not _is_chosen(asked, session)),
        (Step.UNREACHABLE_LEVEL, lambda: asked.required_level > max(session.level, *OWN_LEVELS)),
        (Step.STEP_UP, lambda: _level_is_missing(asked, session)),
        (Step.CONSENT, lambda: not _is_agreed(asked, agreement)),
    )
    return next((step for step, is_missing in checks if is_missing()), None)


def silent_error(step: Step) -> OAuth2Error:
    """What a client hears when a step is missing and no page may be shown (`prompt=none`)."""
    match step:
        case Step.SIGN_IN | Step.SOMEBODY_ELSE:
            return LoginRequiredError("The citizen has to sign in.")
        case Step.SELECT_ACCOUNT:
            return AccountSelectionRequiredError("The citizen has to choose an account.")
        case Step.CONSENT:
            return ConsentRequiredError("The citizen has to be asked or told first.")
        case Step.UNREACHABLE_LEVEL:
            return UnmetAuthenticationRequirements()
        case _:
            return InteractionRequiredError("The citizen has to do something first.")


def _must_sign_in_again(asked: Asked, session: SignedIn, now: datetime) -> bool:
    if _is_fresh(asked, session.authenticated_at):
        return False
    too_old = asked.max_age is not None and now - session.authenticated_at > asked.max_age
    unsure = asked.is_silent and asked.hint_unreadable
    another = asked.hinted_subject not in (None, session.subject)
    return "login" in asked.prompts or too_old or unsure or another


def _is_fresh(asked: Asked, moment: datetime) -> bool:
    # A request that waited knows what was done for its sake; for a new one nothing was.
    return asked.first_seen_at is not None and moment >= asked.first_seen_at


def _is_chosen(asked: Asked, session: SignedIn) -> bool:
    return asked.account_chosen_at is not None or _is_fresh(asked, session.authenticated_at)


def _level_is_missing(asked: Asked, session: SignedIn) -> bool:
    if session.level < asked.required_level:
        return True
    is_pursued = not (asked.is_silent or asked.goes_without_wish)
    return is_pursued and session.level < asked.wished_level


def _is_agreed(asked: Asked, agreement: Agreement) -> bool:
    again = "consent" in asked.prompts and not (agreement.given_at and _is_fresh(asked, agreement.given_at))
    return agreement.is_complete and not again
