"""OpenID Connect Core 1.0, 3.1.2.3: when the citizen is asked: `prompt`, `max_age`, and a request that waits."""

from sqlalchemy import select

from idp.store.db import db
from idp.store.models import Client, Consent, PendingAuthorization
from tests.builders import a_citizen
from tests.relying_party import SESSION_COOKIE, agree, back, path_of, read_answer, signed_in


def test_without_a_session_the_citizen_is_sent_tosigned_in(portal):
    portal.caller.delete_cookie(SESSION_COOKIE, domain="id.anlien.example")

    response = portal.ask()

    assert response.status_code == 303
    assert path_of(response) == "/sign-in"


def test_after_signing_in_the_request_goes_on(portal, citizen, clock):
    portal.caller.delete_cookie(SESSION_COOKIE, domain="id.anlien.example")
    waiting = portal.ask(state="kept", ui_locales="en")
    clock.advance(minutes=2)
    signed_in(portal.caller, citizen)

    answer = read_answer(back(portal, waiting))

    assert answer["state"] == "kept"
    assert portal.redeem(answer["code"]).status_code == 200


def test_a_waiting_request_is_answered_once(portal, citizen):
    waiting = portal.ask(prompt="login")
    signed_in(portal.caller, citizen)
    assert read_answer(back(portal, waiting))["code"]

    assert back(portal, waiting).status_code == 400
    assert db.session.scalar(select(PendingAuthorization)) is None


def test_a_waiting_request_waits_an_hour(portal, citizen, clock):
    waiting = portal.ask(prompt="login")
    clock.advance(hours=1)
    signed_in(portal.caller, citizen)

    assert back(portal, waiting).status_code == 400


def test_a_waiting_request_belongs_to_its_browser(app, portal, citizen):
    waiting = portal.ask(prompt="login")
    stranger = app.test_client()
    signed_in(stranger, citizen)

    handle = waiting.location.rpartition("request=")[2]

    assert stranger.get(f"/oauth/authorize/{handle}").status_code == 400
    assert stranger.post(f"/oauth/authorize/{handle}/cancel").status_code == 400


def test_nothing_of_a_waiting_request_lies_open(portal):
    portal.ask(prompt="login", login_hint="quynh-secret@dan.example", state="secret-state")

    row = db.session.scalar(select(PendingAuthorization))

    assert "secret" not in str({key: value for key, value in vars(row).items() if key != "redirect_uri"})
    assert b"secret" not in row.parameters_sealed


def test_prompt_login_asks_again_and_moves_auth_time(portal, citizen, clock):
    before = portal.claims(portal.tokens()["id_token"])["auth_time"]
    clock.advance(seconds=5)
    waiting = portal.ask(prompt="login")
    assert path_of(waiting) == "/sign-in"
    assert (
        path_of(back(portal, waiting)) == "/sign-in"
    )  # coming back without having signed in changes nothing
    clock.advance(seconds=5)
    signed_in(portal.caller, citizen)

    code = read_answer(back(portal, waiting))["code"]

    assert portal.claims(portal.redeem(code).json["id_token"])["auth_time"] == before + 70


def test_prompt_none_without_a_session_is_login_required(portal):
    portal.caller.delete_cookie(SESSION_COOKIE, domain="id.anlien.example")

    assert portal.answer(prompt="none")["error"] == "login_required"


def test_prompt_none_with_session_and_consent_succeeds(portal):
    assert portal.answer(prompt="none")["code"]


def test_prompt_none_without_consent_is_consent_required(portal):
    db.session.delete(db.session.scalar(select(Consent)))

    assert portal.answer(prompt="none")["error"] == "consent_required"


def test_prompt_none_below_the_level_is_interaction_required(portal):
    db.session.get(Client, "portal").minimum_level = 2

    assert portal.answer(prompt="none")["error"] == "interaction_required"


def test_a_prompt_that_cannot_be_is_refused(portal):
    for prompt in ["none login", "none consent", "nonsense", "login nonsense", "đ"]:
        assert portal.answer(prompt=prompt)["error"] == "invalid_request"


def test_prompt_consent_shows_the_page_once(portal, clock):
    waiting = portal.ask(prompt="consent")
    assert path_of(waiting) == "/consent"
    clock.advance(seconds=5)

    page = portal.caller.get(waiting.location)
    done = portal.caller.submit(page, do="allow")

    assert read_answer(portal.caller.get(done.location))["code"]


def test_prompt_select_account_lets_the_citizen_go_on(portal):
    waiting = portal.ask(prompt="select_account")
    assert path_of(waiting) == "/sign-in/continue"

    done = portal.caller.submit(portal.caller.get(waiting.location), do="continue")

    assert read_answer(portal.caller.get(done.location))["code"]


def test_prompt_select_account_lets_somebody_elsesigned_in(portal, clock):
    waiting = portal.ask(prompt="select_account")
    clock.advance(seconds=5)

    done = portal.caller.submit(portal.caller.get(waiting.location), do="switch")

    assert path_of(done) == "/sign-in"
    another = a_citizen()
    agree(another.id)
    signed_in(portal.caller, another)
    assert read_answer(back(portal, waiting))["code"]


def test_prompt_create_leads_to_registration(portal):
    assert path_of(portal.ask(prompt="create")).startswith("/register")


def test_max_age_asks_an_old_session_again(portal, citizen, clock):
    clock.advance(minutes=9)
    assert portal.answer(max_age="600")["code"]
    clock.advance(seconds=1)

    waiting = portal.ask(max_age="600")

    assert path_of(waiting) == "/sign-in"
    assert portal.answer(max_age="600", prompt="none")["error"] == "login_required"
    clock.advance(seconds=30)
    signed_in(portal.caller, citizen)
    clock.advance(minutes=20)  # a slow citizen: what was asked for was done
    assert read_answer(back(portal, waiting))["code"]


def test_max_age_1_after_two_seconds_must_ask_and_a_large_one_must_not(portal, clock):
    clock.advance(seconds=2)

    assert path_of(portal.ask(max_age="1")) == "/sign-in"
    assert portal.answer(max_age="1000000000000")["code"]


def test_a_max_age_that_is_no_number_is_refused(portal):
    for max_age in ["-1", "soon", "1.5", "²", "1e3", "٣"]:
        assert portal.answer(max_age=max_age)["error"] == "invalid_request"


def test_default_max_age_of_the_client_counts(portal):
    client = db.session.get(Client, "portal")
    client.metadata_ = {**client.metadata_, "default_max_age": 30}

    assert path_of(portal.ask()) == "/sign-in"
    assert portal.answer(max_age="600")["code"]


def test_auth_time_is_equal_in_all_id_tokens_of_a_session(portal, clock):
    first = portal.claims(portal.tokens()["id_token"])["auth_time"]
    clock.advance(minutes=3)

    assert portal.claims(portal.tokens(max_age="1000")["id_token"])["auth_time"] == first
