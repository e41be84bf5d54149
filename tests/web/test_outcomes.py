"""How a request ended, in a few words."""

import pytest
from flask import Flask, Response, g, jsonify

from idp.oauth.request import Parameters, ProtocolRequest
from idp.web.outcomes import Ending, ending_of


@pytest.fixture(autouse=True)
def _request():
    with Flask("outcomes").test_request_context("/"):
        yield


def test_a_good_answer_has_no_error():
    assert ending_of(jsonify(error="a member of its own"), None) == Ending()


def test_what_was_wrong_although_it_was_answered_is_the_reason():
    g.call_fault = "the hint was expired"

    assert ending_of(Response("{}"), None) == Ending(reason="the hint was expired")


def test_a_machines_answer_says_what_was_wrong():
    answer = jsonify(error="invalid_grant", error_description="The code was used.")
    answer.status_code = 400

    assert ending_of(answer, None) == Ending("invalid_grant", "The code was used.")


@pytest.mark.parametrize("body", ["", "[]", "{", '{"error_description": "x"}', "<html>"])
def test_an_answer_without_a_code_has_none(body):
    assert ending_of(Response(body, 400, content_type="application/json"), None).error is None


@pytest.mark.parametrize(
    ("status", "reason", "error"),
    [
        (400, "invalid_request: no redirect_uri", "invalid_request"),
        (400, "no such waiting request", "invalid_request"),
        (500, "unexpected error (KeyError)", "server_error"),
    ],
)
def test_the_newest_incident_counts_before_everything_else(status, reason, error):
    g.incidents = [{"code": "2222-2222", "reason": "older"}, {"code": "7F3A-2KM9", "reason": reason}]
    asked = ProtocolRequest("GET", path="/", parameters=Parameters([]), headers={})

    ended = ending_of(Response("", status), asked)

    assert (ended.error, ended.incident) == (error, "7F3A-2KM9")
