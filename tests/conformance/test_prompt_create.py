"""Initiating User Registration via OpenID Connect 1.0 (`prompt=create`), `select_account`, and an essential `acr`."""

import json

import pytest

from tests.builders import TOTP_KEY, a_citizen, a_client
from tests.pages import ids_in
from tests.relying_party import RelyingParty, agree, back, path_of, read_answer, signed_in
from tests.web.citizen.registrant import LONG, Registrant, the_account_of


def test_4_1_create_shows_registration_instead_of_the_sign_in_page(app, client):
    a_client()

    waiting = RelyingParty(client).ask(prompt="create")

    assert path_of(waiting) == "/register"
    page = client.get(waiting.location).text
    assert "Cổng dịch vụ công An Liên" in page
    assert "/sign-in?request=" in page  # whoever has an account after all


def test_4_1_the_new_citizen_comes_back_to_the_application(app, client, clock):
    a_client(scopes=["openid"])
    portal = RelyingParty(client, scope="openid")
    waiting = portal.ask(prompt="create")
    handle = waiting.location.rpartition("request=")[2]

    newcomer = Registrant(client, clock, request=handle)
    newcomer.identify()
    newcomer.accept()
    newcomer.choose_password(LONG)
    newcomer.send("second-step", factor="later")
    last = newcomer.send("recovery-codes", kept="y")
    agree(the_account_of().id, scopes="openid")
    assert f'href="/oauth/authorize/{handle}"' in last.text
    answer = read_answer(client.get(f"/oauth/authorize/{handle}"))

    claims = portal.claims(portal.redeem(answer["code"]).json["id_token"])
    assert claims["sub"]
    assert answer["state"] == "a state"


def test_4_1_a_session_from_before_does_not_count(portal):
    assert path_of(portal.ask(prompt="create")) == "/register"


def test_4_1_who_signs_in_instead_is_let_in(portal, clock):
    waiting = portal.ask(prompt="create")
    clock.advance(seconds=5)
    somebody = a_citizen()
    agree(somebody.id)
    signed_in(portal.caller, somebody)

    assert read_answer(back(portal, waiting))["code"]


def test_4_1_who_gives_up_is_reported_as_refusal(portal):
    handle = portal.ask(prompt="create").location.rpartition("request=")[2]

    assert read_answer(portal.caller.get(f"/oauth/authorize/{handle}/cancel"))["error"] == "access_denied"


def test_4_1_create_cannot_be_silent(portal):
    assert portal.answer(prompt="none create")["error"] == "invalid_request"


def test_4_1_with_another_prompt_both_are_done(portal, clock, citizen):
    waiting = portal.ask(prompt="create consent")
    assert path_of(waiting) == "/register"
    clock.advance(seconds=5)
    signed_in(portal.caller, citizen)

    assert path_of(back(portal, waiting)) == "/consent"


def test_4_2_metadata_name_every_value_and_no_other_is_taken(client, portal):
    offered = client.get("/.well-known/openid-configuration").json["prompt_values_supported"]

    assert set(offered) == {"none", "login", "consent", "select_account", "create"}
    for prompt in offered:
        answer = portal.ask(prompt=prompt)
        assert "invalid_request" not in (answer.location or "")
    for prompt in ("register", "Create", "create register"):
        assert portal.answer(prompt=prompt)["error"] == "invalid_request"


class TestSelectAccount:
    """OpenID Connect Core, 3.1.2.1."""

    def test_the_account_that_is_open_is_named_and_may_be_kept_or_left(self, portal):
        page = portal.caller.get(portal.ask(prompt="select_account").location)

        assert "Nguyễn Thị Quỳnh" in page.text
        assert page.text.count('name="do"') == 2

    def test_without_a_session_it_is_the_sign_in_page(self, app, client):
        a_client()

        assert path_of(RelyingParty(client).ask(prompt="select_account")) == "/sign-in"

    def test_it_cannot_be_silent(self, portal):
        assert portal.answer(prompt="none select_account")["error"] == "invalid_request"

    def test_a_choice_counts_for_one_request(self, portal):
        waiting = portal.ask(prompt="select_account")
        done = portal.caller.submit(portal.caller.get(waiting.location), do="continue")
        assert read_answer(portal.caller.get(done.location))["code"]

        assert path_of(portal.ask(prompt="select_account")) == "/sign-in/continue"


class TestAnEssentialAcr:
    """OpenID Connect Core, 5.5.1.1; OpenID Connect Core Error Code unmet_authentication_requirements 1.0."""

    @pytest.mark.parametrize("values", [["LoA1"], ["LoA2", "LoA1"], ["urn:unknown", "1"]])
    def test_one_of_several_values_is_enough_and_is_returned(self, portal, values):
        tokens = portal.tokens(claims=_essential(values=values), prompt="none")

        assert portal.claims(tokens["id_token"])["acr"] == values[-1]

    @pytest.mark.parametrize(
        "asked", [{"value": "LoA3"}, {"values": ["LoA4", "LoA3"]}, {"value": "urn:unknown"}]
    )
    def test_what_cannot_be_met_is_said_so_in_silence_too(self, portal, asked):
        answer = portal.answer(claims=_essential(**asked), prompt="none")

        assert answer["error"] == "unmet_authentication_requirements"
        assert answer["state"] == "a state"

    def test_the_citizen_reads_it_before_the_application_does(self, portal):
        waiting = portal.ask(claims=_essential(value="urn:unknown"))
        page = portal.caller.get(waiting.location)

        assert "login-cancel" in ids_in(page.text)
        answer = read_answer(portal.caller.submit(page))
        assert answer["error"] == "unmet_authentication_requirements"

    def test_what_a_page_could_meet_is_interaction_in_silence(self, portal):
        answer = portal.answer(claims=_essential(values=["LoA2", "LoA3"]), prompt="none")

        assert answer["error"] == "interaction_required"

    def test_it_is_met_by_a_second_factor_and_never_by_less(self, app, client):
        a_client()
        citizen = a_citizen(totp=TOTP_KEY)
        agree(citizen.id)
        portal = RelyingParty(client)
        signed_in(client, citizen, level=2, methods=["pwd", "otp", "mfa"])

        tokens = portal.tokens(claims=_essential(values=["LoA3", "LoA2"]), prompt="none")
        assert portal.claims(tokens["id_token"])["acr"] == "LoA2"

    def test_without_a_value_any_level_is_good(self, portal):
        assert portal.answer(claims=_essential(), prompt="none")["code"]

    def test_a_wish_that_is_unknown_stays_a_wish(self, portal):
        claims = json.dumps({"id_token": {"acr": {"values": ["urn:unknown"]}}})

        assert portal.answer(claims=claims, prompt="none")["code"]


def _essential(**asked):
    return json.dumps({"id_token": {"acr": {"essential": True, **asked}}})
