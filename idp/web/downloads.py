"""Long downloads: made while they are sent, a piece at a time, with nothing held in between."""

from collections.abc import Iterator
from itertools import islice

from flask import Flask, Response

from idp.web.current import this_app

LINES = 1_000
"""Lines of one piece. Between two pieces no connection to the database is held, however slowly somebody reads."""


def sent_in_pieces(lines: Iterator[str], name: str, kind: str) -> Response:
    """An answer that is saved as a file.

    Args:
        lines: The lines, each with its end; where they come from may ask the database between any two of them.
        name: What the file is called.
        kind: Its media type.
    """
    response = Response(_pieces(this_app(), lines), mimetype=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _pieces(app: Flask, lines: Iterator[str]) -> Iterator[str]:
    while True:
        with app.app_context():
            piece = "".join(islice(lines, LINES))
        if not piece:
            return
        yield piece
