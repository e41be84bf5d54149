"""Redirects lead where they say, to the letter: an address that was compared as text has to arrive as that text."""

from typing import TYPE_CHECKING

from flask import Response
from werkzeug.datastructures import Headers

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


class VerbatimResponse(Response):
    """An answer whose `Location` is sent as it was written.

    The framework would spell it anew: a slash less after a private scheme, a host in small letters, and for what is
    no host, a fault. Ours are ASCII: registered redirect URIs, and addresses of this provider.
    """

    def get_wsgi_headers(self, environ: "WSGIEnvironment") -> Headers:
        """The headers as they are sent."""
        address = self.headers.pop("Location", None)
        headers = super().get_wsgi_headers(environ)
        if address is not None:
            headers["Location"] = self.headers["Location"] = address
        return headers
