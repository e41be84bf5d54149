"""Redirects lead where they say, to the letter: an address that was compared as text has to arrive as that text."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Response
from werkzeug.datastructures import Headers
from werkzeug.wsgi import ClosingIterator

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment


class VerbatimResponse(Response):
    """An answer that is sent in one piece, its `Location` as it was written.

    The framework would spell it anew: a slash less after a private scheme, a host in small letters, and for what is
    no host, a fault. Ours are ASCII: registered redirect URIs, and addresses of this provider.
    """

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Send it.

        As a list: of anything else the server cannot know that there is one piece, sends the head by itself, and on a
        kept connection the body then waits 40 ms for the other side to say that it has the head.
        """
        pieces = super().__call__(environ, start_response)
        if self.is_streamed or not isinstance(pieces, ClosingIterator):
            return pieces
        try:
            return [b"".join(pieces)]
        finally:
            pieces.close()

    def get_wsgi_headers(self, environ: "WSGIEnvironment") -> Headers:
        """The headers as they are sent."""
        address = self.headers.pop("Location", None)
        headers = super().get_wsgi_headers(environ)
        if address is not None:
            headers["Location"] = self.headers["Location"] = address
        return headers
