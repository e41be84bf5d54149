"""Bodies that say they are too large are refused before anything is decided about the request."""

from collections.abc import Collection

from flask import Flask, current_app, request
from werkzeug.exceptions import RequestEntityTooLarge


def register_body_limit(app: Flask, but_not: Collection[str] = ()) -> None:
    """Look at the length a request announces; what announces none is measured where it is read.

    Args:
        app: The application.
        but_not: Names of blueprints that say in their own words that a body is too large.
    """

    @app.before_request
    def refuse_too_large() -> None:
        # A page that sends strangers to sign in never reads the body: without this it would answer with a redirect.
        is_too_large = (request.content_length or 0) > current_app.config["MAX_CONTENT_LENGTH"]
        if is_too_large and request.blueprint not in but_not:
            raise RequestEntityTooLarge
