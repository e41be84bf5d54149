"""RFC 9126, 4, 6 and 7: what a browser can do with a reference to a pushed request, and when it is used up."""

import pytest
from sqlalchemy import select

from idp.store.db import db
from idp.store.models import Authorization, Client, PendingAuthorization
from tests.builders import REDIRECT_URI, a_client
from tests.client_keys import a_signed_client
from tests.pushing import (
    PUSHED,
    another_browser,
    is_error_page,
    leads_to,
    open_pushed,
    push,
    reference,
    reregister,
)
from tests.relying_party import RelyingParty, agree, back, path_of, read_answer, signed_in

ISSUER = "https://id.anlien.example"


def test_7_2_nobody_else_can_use_it(portal, other):
    answer = open_pushed(other, reference(portal))

    assert is_error_page(answer, "invalid_request_uri")


@pytest.mark.parametrize("name", ["", "x", "x" * 9000, "A" * 43, "ố"])
def test_4_an_unknown_reference_is_an_error_page(portal, name):
    assert is_error_page(open_pushed(portal, PUSHED + name), "invalid_request_uri")


def test_4_so_is_one_without_its_client(portal):
    request_uri = reference(portal)

    for query in ({"request_uri": request_uri}, {"request_uri": request_uri, "client_id": "nobody"}):
        answer = portal.caller.get("/oauth/authorize", query_string=query)
        assert is_error_page(answer, "invalid_request")


def test_4_parameters_beside_it_are_ignored(portal):
    beside = {
        "state": "another state",
        "nonce": "another nonce",
        "scope": "openid",
        "redirect_uri": "https://evil.example/",
        "response_mode": "form_post",
        "response_type": "token",
        "code_challenge": "x",
        "prompt": "none",
        "max_age": "soon",
        "login_hint": "somebody",
    }
    answer = open_pushed(portal, reference(portal, state=None), **beside)

    assert leads_to(answer, REDIRECT_URI)
    parameters = read_answer(answer).parameters
    assert "state" not in parameters
    tokens = portal.redeem(parameters["code"]).json
    assert portal.claims(tokens["id_token"])["nonce"] == "a nonce"
    assert set(tokens["scope"].split()) == {"openid", "profile", "email"}


def test_4_a_reference_sent_twice_is_refused(portal):
    request_uri = reference(portal)
    query = [("client_id", "portal"), ("request_uri", request_uri), ("request_uri", request_uri)]

    answer = portal.caller.get("/oauth/authorize", query_string=query)

    assert is_error_page(answer, "invalid_request")


def test_7_3_it_is_used_up_when_the_client_has_its_code(portal):
    request_uri = reference(portal)
    assert read_answer(open_pushed(portal, request_uri))["code"]

    again = open_pushed(portal, request_uri)

    assert is_error_page(again, "invalid_request_uri")
    assert len(db.session.scalars(select(Authorization)).all()) == 1


def test_4_opening_it_and_leaving_does_not_use_it_up(portal):
    request_uri = reference(portal, prompt="consent")

    visits = [open_pushed(portal, request_uri) for _ in range(3)]

    assert [path_of(visit) for visit in visits] == ["/consent"] * 3
    page = portal.caller.get(visits[-1].location)
    answer = portal.caller.submit(page)
    assert read_answer(portal.caller.get(answer.location))["code"]
    assert is_error_page(open_pushed(portal, request_uri), "invalid_request_uri")


def test_7_3_of_the_visits_that_were_begun_one_can_be_finished(portal):
    request_uri = reference(portal, prompt="consent")
    visits = [open_pushed(portal, request_uri) for _ in range(2)]
    page = portal.caller.get(visits[0].location)
    portal.caller.submit(page)

    first = back(portal, visits[0])
    second = back(portal, visits[1])

    assert read_answer(first)["code"]
    assert is_error_page(second, "invalid_request_uri")
    assert len(db.session.scalars(select(Authorization)).all()) == 1
    assert db.session.scalars(select(PendingAuthorization)).all() == []


def test_7_3_nor_can_another_browser_finish_it_again(portal):
    request_uri = reference(portal)
    elsewhere = another_browser()
    waits = open_pushed(portal, request_uri, elsewhere)
    assert path_of(waits) == "/sign-in"
    assert read_answer(open_pushed(portal, request_uri))["code"]

    session = signed_in(elsewhere)
    agree(session.citizen_id)
    answer = back(RelyingParty(elsewhere), waits)

    assert is_error_page(answer, "invalid_request_uri")


def test_7_3_a_refusal_uses_it_up(portal):
    request_uri = reference(portal, prompt="consent")
    page = portal.caller.get(open_pushed(portal, request_uri).location)

    refusal = portal.caller.submit(page, do="deny")

    assert read_answer(refusal)["error"] == "access_denied"
    assert is_error_page(open_pushed(portal, request_uri), "invalid_request_uri")


def test_7_3_so_does_any_other_answer(portal):
    request_uri = reference(portal, prompt="none", max_age="0")

    assert read_answer(open_pushed(portal, request_uri))["error"] == "login_required"
    assert is_error_page(open_pushed(portal, request_uri), "invalid_request_uri")


def test_4_it_expires(portal, clock):
    request_uri = reference(portal)
    clock.advance(seconds=89)
    assert path_of(open_pushed(portal, request_uri, another_browser())) == "/sign-in"
    clock.advance(seconds=1)

    assert is_error_page(open_pushed(portal, request_uri), "invalid_request_uri")


def test_4_who_came_in_time_may_take_longer(portal, clock):
    request_uri = reference(portal, prompt="consent")
    page = portal.caller.get(open_pushed(portal, request_uri).location)
    clock.advance(minutes=10)

    answer = portal.caller.submit(page)

    assert read_answer(portal.caller.get(answer.location))["code"]


def test_4_a_request_that_waits_is_checked_against_the_registration_again(portal):
    request_uri = reference(portal)
    reregister("portal", redirect_uris=["https://elsewhere.example/"])

    assert is_error_page(open_pushed(portal, request_uri), "invalid_request")


def test_4_a_client_that_is_stopped_has_no_requests(portal):
    request_uri = reference(portal)
    db.session.get(Client, "portal").state = "suspended"
    db.session.commit()

    assert is_error_page(open_pushed(portal, request_uri), "invalid_request")


def test_6_a_client_may_be_registered_to_push_always(portal):
    reregister("portal", require_pushed_authorization_requests=True)

    refused = portal.answer()

    assert (refused["error"], refused["state"]) == ("invalid_request", "a state")
    assert "pushed" in refused["error_description"]
    assert "code" not in refused.parameters
    assert read_answer(open_pushed(portal, reference(portal)))["code"]


def test_6_so_is_every_fapi_client_and_signing_the_request_is_no_way_around(client, citizen):
    party = a_signed_client(client)
    reregister("signing", profile="fapi2")
    signed_in(client, citizen)
    agree(citizen.id, "signing")

    for asked in ({}, {"request": "e30.e30.e30"}, {"request_uri": "https://signing.example/request"}):
        answer = party.ask(**asked)
        if answer.status_code == 302:
            assert read_answer(answer)["error"] == "invalid_request"
        else:
            assert is_error_page(answer, "invalid_request")
    assert read_answer(open_pushed(party, reference(party)))["code"]


def test_6_a_fapi_client_names_its_redirect_uri_and_uses_pkce(client):
    party = a_signed_client(client)
    reregister("signing", profile="fapi2")
    db.session.get(Client, "signing").require_pkce = False
    db.session.commit()

    assert push(party, redirect_uri=None).json["error"] == "invalid_request"
    assert push(party, code_challenge=None, code_challenge_method=None).json["error"] == "invalid_request"


def test_5_discovery_says_where_and_that_it_is_nobodys_duty(client):
    document = client.get("/.well-known/openid-configuration").json

    assert document["pushed_authorization_request_endpoint"] == f"{ISSUER}/oauth/par"
    assert document["require_pushed_authorization_requests"] is False


def test_the_way_over_the_pages_keeps_what_was_pushed(client, citizen, person):
    a_client(metadata={"require_pushed_authorization_requests": True})
    portal = RelyingParty(client)
    agree(citizen.id)
    waits = open_pushed(portal, reference(portal, login_hint=person.phone, state="kept"), state="other")
    page = client.get(waits.location)
    assert person.phone in page.text

    signed_in(client, citizen)
    answer = read_answer(back(portal, waits))

    assert answer["state"] == "kept"
    assert portal.redeem(answer["code"]).status_code == 200


def test_9449_10_a_key_named_here_binds_the_code(portal):
    thumbprint = "A" * 43
    answer = read_answer(open_pushed(portal, reference(portal, dpop_jkt=thumbprint), dpop_jkt="B" * 43))

    assert db.session.scalars(select(Authorization)).one().confirmation == {"jkt": thumbprint}
    assert portal.redeem(answer["code"]).status_code == 400


def test_a_pushed_request_costs_at_most_three_statements(portal, statements):
    push(portal)

    with statements.counted():
        push(portal)

    assert len(statements) <= 3, str(statements)


def test_the_answer_to_one_costs_three_more_than_to_others(portal, statements):
    read_answer(open_pushed(portal, reference(portal)))
    request_uri = reference(portal)

    with statements.counted():
        assert read_answer(open_pushed(portal, request_uri))["code"]

    assert len(statements) <= 7, str(statements)
