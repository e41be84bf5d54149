"""From the register's answer, a dictionary from outside, to an outcome. Whatever is not understood is garbage."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from idp.registry.birth_date import Precision
from idp.registry.outcomes import (
    Change,
    ChangeKind,
    Changes,
    DoesNotRepresent,
    Failure,
    Misconfigured,
    NotAlive,
    NotEnoughData,
    NotMatched,
    NotReplaced,
    NumberCancelled,
    Replaced,
    Represents,
    Trouble,
    Unavailable,
    UnderCorrection,
    Verification,
    Verified,
)
from idp.registry.roles import Relation

Payload = dict[str, Any]
Outcome = TypeVar("Outcome")

SHORT_PAUSE = timedelta(seconds=30)
_LONGEST_PAUSE = timedelta(hours=6)
_OUR_MISTAKES = {"003", "004", "005", "006"}
_TROUBLES = {"007": Trouble.BUSY, "011": Trouble.MAINTENANCE, "012": Trouble.NO_ANSWER}
_PRECISIONS = {"ngay": Precision.DAY, "nam": Precision.YEAR}


def failure(payload: Payload) -> Failure | None:
    """The failure that the answer's code stands for, if it stands for one."""
    code, request_id = str(payload.get("code")), str(payload.get("request_id"))
    if code in _OUR_MISTAKES:
        return Misconfigured(request_id, code)
    if code in _TROUBLES:
        return Unavailable(request_id, _TROUBLES[code], pause(payload.get("retry_after")))
    if code == "000" and isinstance(payload.get("result"), list):
        return Unavailable(request_id, Trouble.SEVERAL_RECORDS, SHORT_PAUSE)
    return None


def pause(seconds: object) -> timedelta:
    """How long to wait, as the other side says it; within bounds, whatever it says."""
    if isinstance(seconds, str) and seconds.isascii() and seconds.isdigit() and len(seconds) < 7:
        seconds = int(seconds)
    if isinstance(seconds, bool) or not isinstance(seconds, int) or seconds < 1:
        return SHORT_PAUSE
    return min(timedelta(seconds=min(seconds, 10**6)), _LONGEST_PAUSE)


def understood(payload: Payload, read: Callable[[Payload], Outcome]) -> Outcome | Failure:
    """What *read* makes of the answer, or the failure it stands for, or garbage."""
    failed = failure(payload)
    if failed is not None:
        return failed
    try:
        return read(payload)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        return Unavailable(str(payload.get("request_id")), Trouble.GARBAGE, SHORT_PAUSE)


def verification(payload: Payload, checked_at: datetime) -> Verification:
    """Read the answer to a verification question. A match must say so twice: by its code and in words."""
    request_id = payload["request_id"]
    if payload["code"] == "000":
        if (payload["result"], payload["status"]) != ("khop", "song"):
            raise ValueError("the code says matched, the words do not")
        reference = _text(payload["reference"])
        if not reference:
            raise ValueError("a matched person has a reference")
        masked = payload.get("id_no_masked")
        known_digits = None if masked is None else _text(masked)
        return Verified(request_id, _PRECISIONS[payload["precision"]], checked_at, reference, known_digits)
    return refusal(payload)


def refusal(
    payload: Payload,
) -> NotMatched | NotEnoughData | UnderCorrection | NumberCancelled | NotAlive:
    """The answers that speak of a person without releasing anything.

    Raises:
        ValueError: None of them.
    """
    request_id = payload["request_id"]
    match payload["code"]:
        case "001":
            return NotMatched(request_id)
        case "002":
            return NotEnoughData(request_id)
        case "008":
            return UnderCorrection(request_id)
        case "009":
            return NumberCancelled(request_id)
        case "010":
            return NotAlive(request_id)
        case _:
            raise ValueError("an answer with an unknown code")


def representation(payload: Payload) -> Represents | DoesNotRepresent:
    """Read the answer to a relation question."""
    if payload["code"] == "000" and payload["result"] == "co":
        return Represents(payload["request_id"], Relation(payload["relation"]))
    if payload["code"] == "001":
        return DoesNotRepresent(payload["request_id"])
    raise ValueError("neither yes nor no")


def replacement(payload: Payload) -> Replaced | NotReplaced:
    """Read the answer to a replaced-number question."""
    if payload["code"] == "000" and payload["result"] == "co":
        return Replaced(payload["request_id"])
    if payload["code"] == "001":
        return NotReplaced(payload["request_id"])
    raise ValueError("neither yes nor no")


def change_feed(payload: Payload) -> Changes:
    """Read a page of the change feed. Kinds we do not know yet are passed over; the cursor moves past them."""
    if payload["code"] != "000":
        raise ValueError("no feed")
    known = set(ChangeKind)
    changes = tuple(
        Change(_text(line["reference"]), ChangeKind(line["kind"]), moment(line["at"]))
        for line in payload["events"]
        if line["kind"] in known
    )
    return Changes(changes, _text(payload["cursor"]))


def moment(value: object) -> datetime:
    """An ISO 8601 moment with a zone, in UTC.

    Raises:
        ValueError: Something else.
    """
    read = datetime.fromisoformat(_text(value))
    if read.tzinfo is None:
        raise ValueError("a moment needs a zone")
    return read.astimezone(UTC)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("text was expected")
    return value
