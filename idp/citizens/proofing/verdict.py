"""What becomes of a claim of identity, as far as somebody who might be guessing may know."""

from enum import StrEnum


class Verdict(StrEnum):
    """The outcomes there are. Each has a page of its own; none tells which item was wrong."""

    MATCHED = "matched"
    MATCHED_BY_YEAR = "matched_by_year"
    NOT_MATCHED = "not_matched"
    NOT_ENOUGH = "not_enough"
    CORRECTING = "correcting"
    CANCELLED = "cancelled"
    STOPPED = "stopped"
    TOO_YOUNG = "too_young"
    WAITING = "waiting"

    @property
    def is_match(self) -> bool:
        """Whether the register stands behind the claim."""
        return self in (Verdict.MATCHED, Verdict.MATCHED_BY_YEAR)

    @property
    def may_go_on_unverified(self) -> bool:
        """Whether an account may be opened all the same, with nothing behind it but the contact."""
        return self in _HARMLESS

    @property
    def may_correct(self) -> bool:
        """Whether another claim may follow. Not after the register's word on somebody dead or missing."""
        return self in _HARMLESS or self is Verdict.TOO_YOUNG

    @property
    def counts(self) -> bool:
        """Whether it used up a try: the register said something about a person."""
        return self not in (Verdict.WAITING, Verdict.TOO_YOUNG)


_HARMLESS = frozenset(
    {Verdict.NOT_MATCHED, Verdict.NOT_ENOUGH, Verdict.CORRECTING, Verdict.CANCELLED, Verdict.WAITING}
)
