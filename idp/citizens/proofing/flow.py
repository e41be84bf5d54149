"""The steps of a registration as a table: when each is done, and whether one may come back to it.

Nobody gets past a step that is due: skipping ahead, in any order, in any tab, leads back to it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from idp.citizens.proofing.progress import LATER, SMS, TOTP, Progress

Question = Callable[[Progress], bool]


class Step(StrEnum):
    """The steps. The value is the last part of the page's address."""

    CONTACT = "contact"
    CODE = "code"
    NOTICE = "notice"
    IDENTITY = "identity"
    RESULT = "result"
    PASSWORD = "password"  # noqa: S105  a step, not a password
    FACTOR = "second-step"
    AUTHENTICATOR = "authenticator"
    PHONE = "phone"
    PHONE_CODE = "phone-code"
    OPENING = "opening"
    CODES = "recovery-codes"
    DONE = "done"


@dataclass(frozen=True)
class Row:
    """One step: when it is done, for whom it applies, and while when one may come back to it."""

    step: Step
    is_done: Question
    may_return: Question
    applies: Question = lambda progress: True  # noqa: ARG005  a default that reads as one


def _never(_progress: Progress) -> bool:
    return False


def _before_opening(progress: Progress) -> bool:
    return not progress.is_open


def _may_correct_claim(progress: Progress) -> bool:
    verdict = progress.verdict
    return (
        not progress.is_open and not progress.result_accepted and verdict is not None and verdict.may_correct
    )


def _needs_phone(progress: Progress) -> bool:
    return progress.factor == SMS and progress.contact_kind != "phone"


def _factor_is_settled(progress: Progress) -> bool:
    """Putting the second factor off is for passwords that may stand alone."""
    return progress.factor in (TOTP, SMS) or (progress.factor == LATER and progress.password_stands_alone)


FLOW = (
    Row(
        Step.CONTACT,
        is_done=lambda progress: progress.contact is not None,
        may_return=lambda progress: progress.contact_confirmed_at is None,
    ),
    Row(Step.CODE, is_done=lambda progress: progress.contact_confirmed_at is not None, may_return=_never),
    Row(Step.NOTICE, is_done=lambda progress: progress.notice_version is not None, may_return=_never),
    Row(Step.IDENTITY, is_done=lambda progress: progress.verdict is not None, may_return=_may_correct_claim),
    Row(Step.RESULT, is_done=lambda progress: progress.result_accepted, may_return=_never),
    Row(
        Step.PASSWORD, is_done=lambda progress: progress.password_hash is not None, may_return=_before_opening
    ),
    Row(Step.FACTOR, is_done=_factor_is_settled, may_return=_before_opening),
    Row(
        Step.AUTHENTICATOR,
        is_done=lambda progress: progress.totp_step is not None,
        may_return=_never,
        applies=lambda progress: progress.factor == TOTP,
    ),
    Row(
        Step.PHONE,
        is_done=lambda progress: progress.phone_value is not None,
        may_return=lambda progress: _before_opening(progress) and not progress.phone_confirmed,
        applies=_needs_phone,
    ),
    Row(
        Step.PHONE_CODE,
        is_done=lambda progress: progress.phone_confirmed,
        may_return=_never,
        applies=_needs_phone,
    ),
    Row(Step.OPENING, is_done=lambda progress: progress.is_open, may_return=_never),
    Row(Step.CODES, is_done=lambda progress: progress.codes_kept, may_return=_never),
    Row(Step.DONE, is_done=_never, may_return=_never),
)


_AFTER_OPENING = FLOW[-2:]
"""Once the account exists, what led to it is forgotten, and there is no way back to it."""


def due(progress: Progress) -> Step:
    """The step that is due."""
    return next(row.step for row in _rows(progress) if not row.is_done(progress))


def allowed(wanted: Step, progress: Progress) -> Step:
    """The step to show to somebody who asks for one: that one, if it is due or may be taken again, else the due one."""
    for row in _rows(progress):
        is_done = row.is_done(progress)
        if row.step is wanted and (not is_done or row.may_return(progress)):
            return wanted
        if not is_done:
            return row.step
    return due(progress)


def _rows(progress: Progress) -> list[Row]:
    rows = _AFTER_OPENING if progress.is_open else FLOW
    return [row for row in rows if row.applies(progress)]
