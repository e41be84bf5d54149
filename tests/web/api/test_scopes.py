"""Scopes to administer with: two people give one, and nobody else has any use of it."""

import pytest

from idp.oauth import scopes as protocol
from idp.operators.machine_rights import ALL_UNITS, SCOPES
from idp.relying_parties import sensitive_changes
from idp.relying_parties.client_changes import Asked
from idp.relying_parties.invitations import Wish
from idp.relying_parties.outcomes import Rejected
from idp.store.db import db
from idp.store.models import Client
from idp.web.current import services
from tests.builders import a_citizen
from tests.coaching import coach_is_content
from tests.registrant import invitation, refused, register
from tests.relying_parties.applications import BY_CONSENT, DEVELOPER, DOCUMENT, PROVINCE, live, make
from tests.relying_party import a_portal, path_of, read_answer
from tests.web.api.testing import problem

POWER = "sen:clients.write"
POWERFUL = {**DOCUMENT, "scope": f"openid phone {POWER}"}


@pytest.fixture
def changes(app):
    coach_is_content()
    return services().client_changes


def test_every_part_knows_them_by_the_same_sign():
    assert protocol.ADMINISTRATIVE == sensitive_changes.ADMINISTRATIVE
    assert all(scope.startswith(protocol.ADMINISTRATIVE) for scope in SCOPES)


def test_even_who_approves_needs_somebody_to_register_one(changes):
    made = changes.create(POWERFUL, PROVINCE)

    assert made.request is not None
    assert services().clients.find("suc-khoe").state == "requested"


def test_a_draft_with_one_does_not_go_live_at_once(changes):
    draft = make(changes, DEVELOPER, POWERFUL)

    assert changes.life.make("live_at_once", draft, PROVINCE).why == "law"


def test_adding_one_to_what_is_live_waits(changes):
    client = live(changes)

    saved = changes.save(client, {"scope": POWERFUL["scope"]}, client.version, PROVINCE)

    assert isinstance(saved, Asked)
    assert POWER not in db.session.get(Client, "suc-khoe").metadata_["scope"]


def test_a_program_that_has_one_is_changed_by_two(changes):
    client = live(changes, POWERFUL)

    saved = changes.save(client, {"redirect_uris": ["https://x.example/cb"]}, client.version, PROVINCE)

    assert isinstance(saved, Asked)


def test_nobody_registers_themselves_with_one(app):
    refused(register(scope=f"openid {POWER}", token=invitation()), "invalid_client_metadata")


def test_no_permission_to_register_names_one(app):
    issued = services().client_desk.invitations.issue(Wish(scopes=(POWER,)))

    assert isinstance(issued, Rejected)
    assert "no scope to administer with" in issued.faults[0].sentence


def test_a_program_drafts_it_through_the_api_and_has_no_use_of_it_before_it_is_live(api, a_program):
    members = {name: value for name, value in POWERFUL.items() if name != "client_id"}
    draft = api.call("POST", "/clients", members).json["client_id"]

    problem(a_program(POWER, ALL_UNITS, client_id=draft).get("/clients"), 401, "invalid-token")


def test_citizens_neither_see_nor_give_one(app, client):
    policy = {"email": BY_CONSENT, POWER: BY_CONSENT}
    portal = a_portal(client, a_citizen(), f"openid email {POWER}", scope_policy=policy)

    waiting = portal.ask(scope=f"openid email {POWER}")
    page = client.get(waiting.location)
    done = client.submit(page, do="allow")
    tokens = portal.redeem(read_answer(client.get(done.location))["code"]).json

    assert path_of(waiting) == "/consent"
    assert "sen:" not in page.text
    assert tokens["scope"] == "openid email"
