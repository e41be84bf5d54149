"""OAuth 2.0 Form Post Response Mode."""

import pytest

from idp.store.db import db
from idp.store.models import Client
from tests.builders import REDIRECT_URI
from tests.pages import forms_in


def _form(answer):
    assert answer.status_code == 200
    (form,) = forms_in(answer.text, "https://id.anlien.example/oauth/authorize")
    return form


def test_2_success_is_a_form_that_posts_to_the_redirect_uri(portal):
    answer = portal.ask(response_mode="form_post")
    form = _form(answer)

    assert (form.method, form.action) == ("post", REDIRECT_URI)
    assert form.fields.keys() == {"code", "state", "iss", "session_state"}
    assert portal.redeem(form.fields["code"]).status_code == 200


def test_2_nothing_is_in_an_address_and_nothing_is_kept(portal):
    answer = portal.ask(response_mode="form_post")

    assert "Location" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_2_errors_travel_likewise(portal):
    form = _form(portal.ask(response_mode="form_post", prompt="none", max_age="0"))

    assert form.fields["error"] == "login_required"
    assert form.fields.keys() == {"error", "error_description", "state", "iss"}


@pytest.mark.parametrize("state", ['"><script>alert(1)</script>', "a&b=c d%20+", "tỉnh An Liên", "\n'\""])
def test_2_values_are_escaped_for_html_and_nothing_else(portal, state):
    answer = portal.ask(response_mode="form_post", state=state)

    assert _form(answer).fields["state"] == state.replace("\r\n", "\n")
    assert "<script>alert" not in answer.text


def test_the_page_obeys_the_content_policy_and_has_a_button(portal):
    answer = portal.ask(response_mode="form_post")
    policy = answer.headers["Content-Security-Policy"]

    assert "https://portal.anlien.example" in policy.partition("form-action")[2]
    assert "'unsafe-inline'" not in policy
    assert "onload" not in answer.text
    assert "<button" in answer.text
    script = answer.text.partition('src="')[2]
    assert "submit" in answer.text
    assert script


def test_the_script_is_served(portal):
    answer = portal.ask(response_mode="form_post")
    address = next(part for part in answer.text.split('"') if part.endswith("/submit.js"))

    script = portal.caller.get(address)

    assert script.status_code == 200
    assert "submit()" in script.text


def test_an_address_with_a_query_keeps_it(portal):
    client = db.session.get(Client, "portal")
    address = REDIRECT_URI + "?a=b&c=d"
    client.metadata_ = {**client.metadata_, "redirect_uris": [address]}

    assert _form(portal.ask(response_mode="form_post", redirect_uri=address)).action == address


@pytest.mark.parametrize("address", ["vn.anlien.app:/callback", "javascript:alert(1)"])
def test_it_never_posts_to_another_scheme_than_http(portal, address):
    client = db.session.get(Client, "portal")
    client.metadata_ = {**client.metadata_, "redirect_uris": [address]}

    answer = portal.ask(response_mode="form_post", redirect_uri=address)

    assert answer.status_code == 302
    assert "error=invalid_request" in answer.location


def test_other_modes_are_refused_by_query(portal):
    for mode in ["fragment", "fragment.jwt", "web_message", "đ", "FORM_POST"]:
        assert portal.answer(response_mode=mode)["error"] == "invalid_request"


def test_query_may_be_named(portal):
    assert portal.answer(response_mode="query")["code"]
