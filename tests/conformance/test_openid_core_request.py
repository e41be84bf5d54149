"""OpenID Connect Core 1.0, 3.1.2: the authorization request, its hints, `acr`, and giving up."""

import json

import pytest
from sqlalchemy import select

from idp.store.db import db
from idp.store.models import BrowserSession, Client, PendingAuthorization
from tests.builders import a_citizen, a_client
from tests.relying_party import RelyingParty, agree, back, path_of, read_answer, signed_in


def test_3_1_2_1_hints_cause_no_error(portal):
    for extra in [
        {"display": "popup"},
        {"display": "nonsense"},
        {"ui_locales": "se en vi"},
        {"ui_locales": "xx-YY đ \\"},
        {"claims_locales": "vi"},
        {"login_hint": "quynh@dan.example"},
        {"login_hint": '"><script>'},
        {"acr_values": "1 2 nonsense urn:x"},
        {"acr_values": "đ"},
    ]:
        assert portal.answer(**extra)["code"]


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("request", "invalid_request_object"),
        ("request_uri", "request_uri_not_supported"),
        ("registration", "registration_not_supported"),
    ],
)
def test_6_what_a_client_without_keys_cannot_have_signed_is_refused_by_name(portal, name, error):
    answer = portal.answer(code_challenge=None, **{name: "http://10.0.0.1/x"})

    assert answer["error"] == error
    assert answer["state"] == "a state"


def test_id_token_hint_of_the_same_citizen_is_silent(portal, clock):
    hint = portal.tokens()["id_token"]
    clock.advance(minutes=30)  # it has expired: a hint says who, not that somebody may

    assert portal.answer(prompt="none", id_token_hint=hint)["code"]


def test_id_token_hint_of_somebody_else_is_not(portal, clock):
    hint = portal.tokens()["id_token"]
    another = a_citizen()
    agree(another.id)
    signed_in(portal.caller, another)
    clock.advance(seconds=5)

    assert portal.answer(prompt="none", id_token_hint=hint)["error"] == "login_required"
    waiting = portal.ask(id_token_hint=hint)
    assert path_of(waiting) == "/sign-in"
    clock.advance(seconds=5)
    signed_in(portal.caller, another)
    assert read_answer(back(portal, waiting))["error"] == "login_required"


@pytest.mark.parametrize("hint", ["x", "a.b.c", "e30.e30.e30", "[" * 3000])
def test_an_id_token_hint_that_says_nothing_is_no_proof(portal, hint):
    assert portal.answer(prompt="none", id_token_hint=hint)["error"] == "login_required"
    assert portal.answer(id_token_hint=hint)["code"]


def test_an_access_token_is_no_hint_nor_is_another_clients_id_token(portal, other, citizen):
    agree(citizen.id, "other")
    foreign = other.tokens()["id_token"]

    for hint in (portal.tokens()["access_token"], foreign):
        assert portal.answer(prompt="none", id_token_hint=hint)["error"] == "login_required"


@pytest.mark.parametrize("text", ["\0", "a\0b", "\ud800"])
def test_5_5_a_claims_parameter_that_nobody_can_keep_is_refused(portal, text):
    condition = {"verification": {"trust_framework": {"value": text}}, "claims": {"name": None}}

    for asked in ({"userinfo": {"verified_claims": condition}}, {"id_token": {text: None}}):
        assert portal.answer(claims=json.dumps(asked))["error"] == "invalid_request"


def test_5_5_1_a_sub_in_the_claims_parameter_counts_like_a_hint(portal):
    sub = portal.claims(portal.tokens()["id_token"])["sub"]

    def asked(value):
        return json.dumps({"id_token": {"sub": {"value": value}}})

    assert portal.answer(prompt="none", claims=asked(sub))["code"]
    assert portal.answer(prompt="none", claims=asked("somebody else"))["error"] == "login_required"


def test_acr_values_return_a_requested_spelling(portal):
    assert portal.claims(portal.tokens(acr_values="urn:x LoA1 1")["id_token"])["acr"] == "LoA1"
    assert portal.claims(portal.tokens(acr_values="1")["id_token"])["acr"] == "1"


def test_acr_values_lead_to_step_up_where_the_citizen_can(app, client, clock):
    from tests.builders import TOTP_KEY

    a_client()
    citizen = a_citizen(totp=TOTP_KEY)
    session = signed_in(client, citizen)
    agree(citizen.id)
    portal = RelyingParty(client)
    clock.advance(minutes=1)

    waiting = portal.ask(acr_values="LoA2")
    assert path_of(waiting) == "/sign-in/level"
    assert path_of(portal.caller.get(waiting.location)) == "/sign-in/step-up"
    row = db.session.get(BrowserSession, session.id)
    row.level, row.methods = 2, ["pwd", "otp", "mfa"]

    code = read_answer(back(portal, waiting))["code"]
    claims = portal.claims(portal.redeem(code).json["id_token"])
    assert (claims["acr"], claims["amr"]) == ("LoA2", ["pwd", "otp", "mfa"])


def test_acr_values_are_a_wish_the_citizen_may_leave_unmet(portal):
    page = portal.caller.get(portal.ask(acr_values="LoA2").location)

    done = portal.caller.get(portal.caller.submit(page).location)

    tokens = portal.redeem(read_answer(done)["code"]).json
    assert portal.claims(tokens["id_token"])["acr"].endswith("/acr/1")


@pytest.mark.parametrize("values", ["LoA3 LoA4", "4", "LoA2"])
def test_acr_values_beyond_reach_or_asked_in_silence_cost_no_page(portal, values):
    assert portal.answer(acr_values=values, prompt="none")["code"]


def test_acr_values_beyond_reach_are_passed_over_for_the_next_best(portal):
    assert portal.answer(acr_values="LoA3 LoA4")["code"]
    assert path_of(portal.ask(acr_values="LoA4 LoA2")) == "/sign-in/level"


def test_the_minimum_level_of_the_client_is_no_wish(portal):
    db.session.get(Client, "portal").minimum_level = 2

    waiting = portal.ask()

    assert path_of(waiting) == "/sign-in/level"
    assert db.session.scalar(select(PendingAuthorization)).minimum_level == 2


def test_5_5_1_1_an_essential_acr_is_no_wish_either(portal):
    essential = json.dumps({"id_token": {"acr": {"essential": True, "values": ["LoA2"]}}})

    assert path_of(portal.ask(claims=essential)) == "/sign-in/level"
    assert portal.answer(claims=essential, prompt="none")["error"] == "interaction_required"


def test_an_essential_acr_beyond_reach_is_explained_and_then_refused(portal):
    essential = json.dumps({"id_token": {"acr": {"essential": True, "value": "LoA3"}}})
    assert portal.answer(claims=essential, prompt="none")["error"] == "unmet_authentication_requirements"

    waiting = portal.ask(claims=essential)
    page = portal.caller.get(waiting.location)
    answer = read_answer(portal.caller.post(waiting.location))

    assert path_of(waiting).endswith("/unreachable")
    assert page.status_code == 200
    assert answer["error"] == "unmet_authentication_requirements"


def test_3_1_2_6_giving_up_is_access_denied(portal):
    waiting = portal.ask(prompt="login", state="kept")
    handle = waiting.location.rpartition("request=")[2]

    answer = read_answer(portal.caller.post(f"/oauth/authorize/{handle}/cancel"))

    assert answer.response.status_code == 303
    assert (answer["error"], answer["state"]) == ("access_denied", "kept")
    assert portal.caller.post(f"/oauth/authorize/{handle}/cancel").status_code == 400


def test_a_handle_nobody_gave_out_leads_to_a_page(portal):
    for handle in ["x", "x" * 43, "x" * 5000, "đ", "%00", "..%2f"]:
        assert portal.caller.get(f"/oauth/authorize/{handle}").status_code in (400, 404)
