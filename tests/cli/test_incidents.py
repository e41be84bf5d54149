"""`idp incident CODE`."""

import json

from idp.store.db import db
from idp.web.current import services
from tests.builders import a_client
from tests.pages import code_of
from tests.relying_party import RelyingParty


def _code(client):
    a_client()
    page = RelyingParty(client).ask(redirect_uri="https://portal.anlien.example/callbak?so=079190000017")
    return code_of(page.text)


def test_a_developer_reads_which_check_failed_and_what_was_expected(run, client):
    code = _code(client)

    answer = run("incident", code.lower())

    assert answer.exit_code == 0
    assert f"code:      {code}" in answer.output
    assert "reason:    invalid_request: The redirect_uri is not one of those registered" in answer.output
    assert "expected:  https://portal.anlien.example/callback" in answer.output
    assert "received:  https://portal.anlien.example/callbak?so=..." in answer.output
    assert "079190000017" not in answer.output


def test_as_json_it_has_every_member(run, client):
    code = _code(client)

    told = json.loads(run("incident", code, "--json").output)

    assert told.keys() == {"code", "at", "endpoint", "client_id", "reason", "expected", "received"}
    assert (told["code"], told["client_id"], told["endpoint"]) == (code, "portal", "GET /oauth/authorize")


def test_what_is_not_there_is_not_kept_is_empty(run):
    services().incidents.add("2222-2222", endpoint="GET /", reason="a test")
    db.session.commit()

    assert "client_id" not in run("incident", "2222-2222").output
    assert json.loads(run("incident", "2222-2222", "--json").output)["client_id"] is None


def test_an_unknown_code_ends_with_one(run):
    answer = run("incident", "7F3A-2KM9")

    assert answer.exit_code == 1
    assert "Nothing is known under 7F3A-2KM9." in answer.output
