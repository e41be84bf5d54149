"""The coach remembers what it has judged, knows which checks apply to whom, and opens the way to approval."""

import re
from datetime import timedelta

import pytest

from idp.relying_parties.coach import CHECKS, that_apply
from idp.relying_parties.coach_rules import Found
from idp.relying_parties.life import Actor, Needs, Refusal
from idp.store.db import db
from idp.store.models import CoachCheck, ProtocolCall
from idp.web.current import services
from tests.architecture.source import ROOT
from tests.builders import a_client, a_machine, a_resource_server
from tests.coaching import all_is_told
from tests.moments import START

DEVELOPER = Actor("developer", frozenset({Needs.DRAFT}), "Sở Y tế")
SIGN_IN = {name for name in CHECKS if not name.startswith("logout") and name != "refresh"}
LOGOUT = {"logout", "logout_forged", "logout_replayed"}


def noted(client_id="mine", endpoint="token", status=200, second=0, **observed):
    facts = {"grant": "authorization_code", "is_proven": True, **observed}
    call = ProtocolCall(
        client_id=client_id,
        at=START + timedelta(seconds=second),
        method="POST",
        endpoint=endpoint,
        status=status,
        error=None if status < 400 else "invalid_grant",
        milliseconds=1,
        observed=facts,
    )
    db.session.add(call)
    db.session.commit()


def found(client):
    return {each.name: each.found for each in services().coach.results(client)}


@pytest.fixture
def mine(app):
    return a_client("mine", state="draft")


def test_the_document_has_a_row_for_each_check():
    text = (ROOT / "docs" / "coach.md").read_text()
    table = text.partition("| check |")[2].partition("\n\n")[0]

    assert re.findall(r"^\| `(\w+)`", table, re.MULTILINE) == list(CHECKS)


class TestWhatApplies:
    def test_a_server_that_refreshes(self, app):
        assert set(that_apply(a_client())) == set(CHECKS)

    def test_without_refresh_tokens(self, app):
        client = a_client(metadata={"grant_types": ["authorization_code"]})
        assert set(that_apply(client)) == SIGN_IN | LOGOUT

    def test_high_security_clients_keep_their_refresh_tokens(self, app):
        assert "refresh" not in that_apply(a_client(profile="fapi2"))

    def test_a_browser_and_a_phone_need_no_address_for_logout_and_are_tried_where_they_have_one(self, app):
        assert set(that_apply(a_client("a", secret=None))) == SIGN_IN | {"refresh"}
        metadata = {"backchannel_logout_uri": "https://portal.anlien.example/logout"}
        assert set(that_apply(a_client("b", secret=None, metadata=metadata))) >= LOGOUT

    def test_a_server_that_is_told_in_the_browser_needs_none(self, app):
        metadata = {"frontchannel_logout_uri": "https://portal.anlien.example/logout"}
        assert set(that_apply(a_client(metadata=metadata))) & LOGOUT == set()

    def test_programs(self, app):
        for client in (a_machine(), a_resource_server()):
            assert set(that_apply(client)) == {"works", "tokens_in_addresses"}


def test_a_result_is_kept_when_its_calls_are_gone(mine):
    noted()
    assert found(mine)["works"] is Found.PASSED
    db.session.query(ProtocolCall).delete()

    assert found(mine)["works"] is Found.PASSED


def test_the_first_pass_stays_and_a_later_failure_shows(mine):
    for number in range(3):
        noted(spent=str(number), second=number)
    assert found(mine)["tokens_in_addresses"] is Found.PASSED
    for number in range(3, 5):
        noted(spent=str(number), second=number)
    services().coach.results(mine)
    assert db.session.get(CoachCheck, ("mine", "tokens_in_addresses")).at == START + timedelta(seconds=2)

    noted(in_address=["code"], second=9)
    assert found(mine)["tokens_in_addresses"] is Found.FAILED
    for number in range(10, 13):
        noted(spent=str(number), second=number)
    assert found(mine)["tokens_in_addresses"] is Found.PASSED


def test_what_is_not_seen_any_more_changes_nothing(mine):
    noted(status=400)
    assert found(mine)["works"] is Found.FAILED
    db.session.query(ProtocolCall).delete()

    assert found(mine)["works"] is Found.FAILED


def test_it_looks_by_itself_after_calls_of_the_sandbox(mine):
    noted()
    services().coach.look_again(["mine", "nobody"])

    assert db.session.get(CoachCheck, ("mine", "works")).state == "passed"


def test_a_live_application_is_not_judged(app):
    client = a_client("mine")
    noted()
    services().coach.look_again(["mine"])

    assert set(found(client).values()) == {Found.UNSEEN}
    assert db.session.query(CoachCheck).count() == 0


def test_a_developer_asks_for_approval_when_everything_is_passed_and_not_before(app):
    client = a_machine("mine", state="draft", scopes=())
    all_is_told()
    life = services().client_changes.life
    assert not services().coach.is_complete("mine")
    assert life.stop("ask", client, DEVELOPER).why is Refusal.COACH

    for number in range(3):
        noted(grant="client_credentials", second=number)

    assert services().coach.is_complete("mine")
    assert life.stop("ask", client, DEVELOPER) is None


def test_of_nobody_nothing_is_complete(app):
    assert not services().coach.is_complete("nobody")
