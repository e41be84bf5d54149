"""What an interface demands that finds the sign-in too weak or too old (RFC 9470, 3)."""

from dataclasses import dataclass

import requests
from werkzeug.datastructures import WWWAuthenticate

from clients.kit.oidc import level_of

ERROR = "insufficient_user_authentication"
MOST_SECONDS = 24 * 60 * 60


@dataclass(frozen=True)
class StepUp:
    """A demand; `sign_in.to_provider` takes it.

    Args:
        level: How strongly the citizen has to sign in.
        max_age: How many seconds ago at most; None where that does not matter.
    """

    level: int
    max_age: int | None


def step_up_demanded(answer: requests.Response) -> StepUp | None:
    """The demand in an interface's answer; None where the answer is another one."""
    if answer.status_code != requests.codes.unauthorized:
        return None
    challenge = WWWAuthenticate.from_header(answer.headers.get("WWW-Authenticate"))
    if challenge is None or challenge.get("error") != ERROR:
        return None
    levels = [level_of(value) for value in (challenge.get("acr_values") or "").split()]
    age = challenge.get("max_age") or ""
    seconds = int(age) if age.isascii() and age.isdigit() and len(age) < 10 else None
    return StepUp(levels[0] if levels else 1, None if seconds is None else min(seconds, MOST_SECONDS))
