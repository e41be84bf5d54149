"""Tables as comma-separated values (RFC 4180), in which no cell is taken for a formula by whoever opens them."""

import csv
import io
import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a cell begins with that a spreadsheet would run instead of show (OWASP, CSV injection)."""


def csv_line(cells: Iterable[Any]) -> str:
    """One line of a table."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow([harmless(cell) for cell in cells])
    return line.getvalue()


def harmless(cell: Any) -> str:
    """A cell as text; one that would be a formula begins with an apostrophe instead, as spreadsheets ask.

    Args:
        cell: A text, number, moment, or what JSON holds.
    """
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat()
    text = json.dumps(cell, ensure_ascii=False) if isinstance(cell, dict | list) else str(cell)
    # Programs trim before they look; signs that stand for the same in another width are taken for them, too.
    begins = text.lstrip(" \u00a0\ufeff\u200b")
    is_number = isinstance(cell, int | float)
    return f"'{text}" if begins.startswith((*FORMULA, "＝", "＋", "－", "＠")) and not is_number else text
