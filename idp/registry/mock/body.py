"""Reading a question's body: every field is checked before anything is looked up."""

import re
from collections.abc import Mapping
from typing import Any

from idp.registry.mock.person import Birth

_REQUEST_ID = re.compile(r"[A-Za-z0-9_.-]{8,40}")
_WORD = re.compile(r"[a-z0-9-]{1,40}")
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


class Malformed(Exception):
    """The question breaks the interface agreement; the text says how, without its values."""


def request_id(body: Mapping[str, Any]) -> str:
    """The request's own id. Raises Malformed."""
    value = body.get("request_id")
    if not isinstance(value, str) or not _REQUEST_ID.fullmatch(value):
        raise Malformed("request_id: 8 to 40 of A-Z a-z 0-9 _ . -")
    return value


def word(body: Mapping[str, Any], name: str) -> str:
    """A code such as a procedure's. Raises Malformed."""
    value = body.get(name)
    if not isinstance(value, str) or not _WORD.fullmatch(value):
        raise Malformed(f"{name}: a code is missing")
    return value


def text(body: Mapping[str, Any], name: str, longest: int = 200) -> str:
    """A text that is not empty and has no control characters. Raises Malformed."""
    value = body.get(name)
    if not isinstance(value, str) or not value.strip() or len(value) > longest or _FORBIDDEN.search(value):
        raise Malformed(f"{name}: 1 to {longest} characters")
    return value


def digits(body: Mapping[str, Any], name: str, *lengths: int) -> str:
    """A number of so many ASCII digits. Raises Malformed."""
    value = body.get(name)
    if not isinstance(value, str) or len(value) not in lengths or not re.fullmatch("[0-9]+", value):
        raise Malformed(f"{name}: {' or '.join(map(str, lengths))} digits")
    return value


def birth(body: Mapping[str, Any]) -> Birth:
    """A birth date or year. Raises Malformed."""
    try:
        return Birth.parse(text(body, "birth", 10))
    except ValueError:
        raise Malformed("birth: YYYY-MM-DD or YYYY") from None
