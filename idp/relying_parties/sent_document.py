"""What an application sends to register itself: bytes that become a JSON object, or are refused (RFC 7591, 3.1)."""

import json
import math
from typing import Any

from idp.relying_parties.faults import Fault, Problem

LARGEST = 64 * 1024
"""Bytes of a document."""

DEEPEST = 12
"""Objects and lists within each other; a key set in a registration needs four."""


def read_document(raw: bytes) -> dict[str, Any] | Fault:
    """Read a document strictly: UTF-8, one object, no name twice, no number that JSON does not know.

    Args:
        raw: The body as it came.

    Source: RFC 8259; RFC 7591, 3.1.
    """
    if len(raw) > LARGEST:
        return Fault("registration", Problem.TOO_LONG, f"{LARGEST} bytes")
    try:
        document = json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=_once_each,
            parse_constant=_no_number,
            parse_float=_finite,
        )
    except (ValueError, RecursionError):
        return Fault("registration", Problem.NOT_AN_OBJECT)
    if not isinstance(document, dict):
        return Fault("registration", Problem.NOT_AN_OBJECT)
    if _is_too_deep(document):
        return Fault("registration", Problem.MALFORMED, f"more than {DEEPEST} objects within each other")
    return _with_plain_tags(document)


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name twice")
    return found


def _no_number(name: str) -> float:
    raise ValueError(name)


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("a number out of range")
    return number


def _is_too_deep(document: Any) -> bool:
    layer = [document]
    for _ in range(DEEPEST):
        inside = [each for value in layer for each in (value.values() if isinstance(value, dict) else value)]
        layer = [each for each in inside if isinstance(each, dict | list)]
        if not layer:
            return False
    return True


def _with_plain_tags(document: dict[str, Any]) -> dict[str, Any]:
    # Language tags are compared without regard to case (RFC 5646, 2.1.1); ours are written small.
    plain = {}
    for name, value in document.items():
        member, mark, tag = name.partition("#")
        plain[member + mark + tag.lower()] = value
    return plain
