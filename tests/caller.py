"""A browser without script, for tests: Flask's test client that behaves as a separate process would."""

from contextvars import Context
from functools import partial
from typing import Any

import werkzeug.test
from flask import current_app
from flask.globals import app_ctx
from flask.testing import FlaskClient
from werkzeug.test import TestResponse
from werkzeug.wsgi import get_current_url

from idp.store.db import db
from tests.pages import Form, form_with

# The client needs host and path, for its cookies: to decode a long query for that took a quarter of some tests.
werkzeug.test.get_current_url = partial(get_current_url, strip_querystring=True)


class Caller(FlaskClient):
    """Talks to the app under its issuer's address.

    A test holds an app context, for `db.session` and builders. Requests must not share it: what the test has
    pending is committed before a request, and what it has loaded is forgotten after one.
    """

    def open(self, *args: Any, **options: Any) -> TestResponse:
        """Send one request."""
        if args and isinstance(args[0], str) and args[0].startswith("/"):
            options.setdefault("base_url", self.application.config["ISSUER_FOR_TESTS"])
        _let_go()
        try:
            return Context().run(super().open, *args, **options)
        finally:
            _let_go()

    def submit(self, page: TestResponse, *, form: str = "", **values: Any) -> TestResponse:
        """Fill in a form of a page and send it, hidden fields and all.

        Args:
            page: The page that shows the form.
            form: The form's id; without it, the form with the first named field, else the first POST form.
            values: What is typed or pressed, by field name. None leaves a field out.
        """
        found = form_of(page, form=form, field=next(iter(values), ""))
        sent = {**found.fields, **values}
        sent = {name: value for name, value in sent.items() if value is not None}
        if found.method == "post":
            return self.post(found.action, data=sent)
        return self.get(found.action, query_string=sent)


def form_of(page: TestResponse, *, form: str = "", field: str = "") -> Form:
    """One form of a page that came back. See `form_with`."""
    return form_with(page.text, page.request.url, id=form, field=field)


def _let_go() -> None:
    if app_ctx and current_app:
        # Most tests hold nothing when they ask again: to end what has not begun takes as long as to end something.
        session = db.session()
        if session.in_transaction():
            session.commit()
        if session.identity_map:
            session.expire_all()
