"""Lists in pages: the next page begins after what a cursor says, which means nothing to anybody else."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from flask import request

from idp.web.api.problems import refuse

Row = TypeVar("Row")
USUAL, MOST = 50, 200


def limit() -> int:
    """How many entries are asked for.

    Raises:
        Problem: It is no number from 1 to the most.
    """
    text = request.args.get("limit", str(USUAL))
    if not text.isascii() or not text.isdigit() or not 1 <= int(text[:6]) <= MOST:
        refuse(400, "bad-parameter", f"limit must be a number from 1 to {MOST}.")
    return int(text)


def cursor() -> Any:
    """What the page before ended with; None for the first page.

    Raises:
        Problem: It was not made here.
    """
    text = request.args.get("cursor")
    if text is None:
        return None
    try:
        return json.loads(urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4)))
    except ValueError:
        refuse(400, "bad-parameter", "cursor must be the `next` of an earlier answer.")


def page(
    rows: Sequence[Row], size: int, shown: Callable[[Row], Any], mark: Callable[[Row], Any]
) -> dict[str, Any]:
    """A page.

    Args:
        rows: The entries, one more than the page holds where there are more.
        size: How many it holds.
        shown: An entry as it is told.
        mark: Where the next page begins.
    """
    kept = rows[:size]
    following = _written(mark(kept[-1])) if len(rows) > size else None
    return {"items": [shown(row) for row in kept], "next": following}


def after(rows: Sequence[Row], mark: Callable[[Row], Any], size: int) -> list[Row]:
    """The part of a short, ordered list that a page shows, and one entry more.

    Args:
        rows: All of it.
        mark: What a cursor holds of an entry.
        size: How many entries a page holds.
    """
    last = cursor()
    places = [place for place, row in enumerate(rows) if mark(row) == last]
    begin = places[0] + 1 if last is not None and places else 0
    return list(rows[begin : begin + size + 1])


def _written(mark: Any) -> str:
    return urlsafe_b64encode(json.dumps(mark, separators=(",", ":")).encode()).decode().rstrip("=")
