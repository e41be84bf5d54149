"""The page between what an application wants and what the session shows."""

import html
import re

import pytest

from idp.store.db import db
from idp.store.models import Client
from tests.builders import TOTP_KEY, a_citizen, one_time_code
from tests.relying_party import SESSION_COOKIE, RelyingParty, a_portal, agree, path_of, read_answer
from tests.web.citizen.browsing import key_on


def link_to(path, page) -> str:
    """The address of a link of that page."""
    return html.unescape(re.search(rf'href="({path}[?"][^"]*)', page.text)[1])


@pytest.fixture
def citizen(app):
    return a_citizen()


@pytest.fixture
def portal(citizen, client, clock) -> RelyingParty:
    party = a_portal(client, citizen)
    agree(citizen.id)
    clock.advance(minutes=1)
    return party


def test_a_wish_offers_a_second_factor_and_lets_the_citizen_go_on_without(portal):
    page = portal.caller.get(portal.ask(acr_values="LoA2").location)

    assert "/account/security/authenticator?request=" in page.text
    assert 'id="factor-later"' in page.text
    done = portal.caller.submit(page)
    assert read_answer(portal.caller.get(done.location))["code"]


def test_a_wish_left_unmet_is_asked_for_again_by_the_next_request(portal):
    page = portal.caller.get(portal.ask(acr_values="LoA2").location)
    portal.caller.get(portal.caller.submit(page).location)

    assert path_of(portal.ask(acr_values="LoA2")) == "/sign-in/level"


def test_who_has_no_phone_adds_one_on_the_way(portal, citizen):
    citizen.phone_index = citizen.phone_sealed = None
    page = portal.caller.get(portal.ask(acr_values="LoA2").location)
    sms = portal.caller.get(link_to("/account/security/sms", page))
    adding = portal.caller.get(link_to("/account/contact", sms))

    asked = portal.caller.submit(adding, contact="0912345678")

    assert link_to("/account/contact", asked) == adding.request.full_path
    assert link_to("/account/security/sms", adding) == sms.request.full_path


def test_what_an_application_cannot_do_without_is_not_left_unmet(portal):
    waiting = portal.ask(acr_values="LoA2")
    page = portal.caller.get(waiting.location)
    db.session.get(Client, "portal").minimum_level = 2
    db.session.commit()

    refused = portal.caller.submit(page)

    assert refused.status_code == 200
    assert 'id="factor-later"' not in refused.text
    assert 'id="login-cancel"' in refused.text


def test_the_factor_added_on_the_way_meets_the_wish(portal, clock):
    page = portal.caller.get(portal.ask(acr_values="LoA2").location)
    offer = portal.caller.get(link_to("/account/security/authenticator", page))

    done = portal.caller.submit(offer, otp=one_time_code(key_on(offer), clock()))

    tokens = portal.redeem(read_answer(portal.caller.get(done.location))["code"]).json
    assert portal.claims(tokens["id_token"])["acr"] == "LoA2"


@pytest.mark.parametrize("way", ["/account/security/authenticator", "/account/security/sms"])
def test_the_way_back_from_adding_one_leads_to_what_the_application_asked(portal, way):
    page = portal.caller.get(portal.ask(acr_values="LoA2").location)

    assert link_to("/sign-in/level", portal.caller.get(link_to(way, page))) == page.request.full_path


def test_somebody_with_a_factor_is_asked_for_it(client, clock):
    citizen = a_citizen(totp=TOTP_KEY)
    portal = a_portal(client, citizen)
    agree(citizen.id)
    clock.advance(minutes=1)

    waiting = portal.ask(acr_values="LoA2")

    assert path_of(portal.caller.get(waiting.location)) == "/sign-in/step-up"


def test_who_has_signed_out_meanwhile_signs_in(portal):
    waiting = portal.ask(acr_values="LoA2")
    portal.caller.delete_cookie(SESSION_COOKIE, domain="id.anlien.example")

    step_up = portal.caller.get(waiting.location)

    assert path_of(portal.caller.get(step_up.location)) == "/sign-in"


def test_a_request_that_no_longer_waits_is_explained(portal):
    assert portal.caller.get("/sign-in/level?request=gone").status_code == 400
