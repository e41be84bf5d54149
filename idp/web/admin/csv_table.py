"""Tables as comma-separated values (RFC 4180), in which no cell is taken for a formula by whoever opens them."""

import csv
import io
import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from idp.spreadsheets import is_formula


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
    is_number = isinstance(cell, int | float)
    return f"'{text}" if is_formula(text) and not is_number else text
