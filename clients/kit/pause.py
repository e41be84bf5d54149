"""A form that was open while the session ran out: what was typed waits for the citizen who typed it."""

from flask import session
from flask.typing import ResponseReturnValue

from clients.kit.drafts import Drafts
from clients.kit.sessions import FORMER_SUB
from clients.kit.sign_in import invite


def kept_through_the_pause(drafts: Drafts, form: str, answers: dict[str, str]) -> ResponseReturnValue:
    """Keep what was typed, and ask the citizen to sign in again; somebody else will not see it.

    Args:
        drafts: Where drafts are kept.
        form: Which form it was.
        answers: What was typed into it.
    """
    former = session.get(FORMER_SUB)
    if former:
        drafts.keep(former, form, {name: text for name, text in answers.items() if text})
    return invite()
