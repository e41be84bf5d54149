"""Redirects arrive as they were written."""

import pytest
from flask import Blueprint, redirect
from werkzeug.test import EnvironBuilder

from idp.web.redirects import VerbatimResponse


@pytest.mark.parametrize(
    "address",
    [
        "/elsewhere?x=1",
        "https://A.example:443/cb?x=[1]",
        "vn.app:///cb",
        "vn.app://a..b/",
        "vn.app://x:99999/",
    ],
)
def test_an_address_is_sent_to_the_letter(app, address):
    page = Blueprint("page", __name__)
    page.get("/page")(lambda: redirect(address, 303))
    app.register_blueprint(page)

    answer = app.test_client().get("/page")

    assert (answer.status_code, answer.headers.getlist("Location")) == (303, [address])


def test_an_answer_without_an_address_gets_none(client):
    assert "Location" not in client.get("/healthz").headers


def test_an_answer_is_given_to_the_server_in_one_piece(app):
    answer = VerbatimResponse("hoa sen")
    closed = []
    answer.call_on_close(lambda: closed.append(True))

    pieces = answer(EnvironBuilder().get_environ(), lambda *_: None)

    assert pieces == [b"hoa sen"]
    assert closed == [True]


def test_an_answer_that_is_made_while_it_is_sent_stays_so(app):
    answer = VerbatimResponse(piece for piece in ("hoa ", "sen"))

    pieces = answer(EnvironBuilder().get_environ(), lambda *_: None)

    assert not isinstance(pieces, list)
    assert b"".join(pieces) == b"hoa sen"
