"""Applications under construction meet test people only, live ones citizens only, whatever changes afterwards."""

import pytest

from idp.store.db import db
from idp.store.models import BrowserSession, Citizen
from idp.web.current import services
from tests.builders import a_citizen, a_client
from tests.relying_party import SESSION_COOKIE, RelyingParty, agree, path_of, read_answer, signed_in
from tests.web.citizen.browsing import HOST

BAY, UT = "098172000101", "098045000102"
TEST_STATES = ["draft", "requested", "test"]
COOKIE = "__Host-sen_sandbox"


@pytest.fixture
def drafted(client) -> RelyingParty:
    """An application under construction, and a browser."""
    a_client(state="draft")
    return RelyingParty(client)


def as_person(party: RelyingParty, key: str = BAY, **changed: str):
    """Ask with `login_hint`, agree where asked, and read the answer."""
    answer = party.ask(login_hint=key, **changed)
    if "/oauth/authorize/" in answer.location:
        answer = party.caller.get(answer.location)
    if path_of(answer) == "/consent":
        page = party.caller.get(answer.location)
        answer = party.caller.submit(page)
        answer = party.caller.get(answer.location)
    return read_answer(answer)


def tokens_of(party: RelyingParty, key: str = BAY, **changed: str):
    answered = party.redeem(as_person(party, key, **changed)["code"])
    assert answered.status_code == 200, answered.text
    return answered.json


@pytest.mark.parametrize("state", TEST_STATES)
def test_an_application_under_construction_never_sees_the_session_of_a_citizen(client, state):
    a_client(state=state)
    session = signed_in(client)
    agree(session.citizen_id)

    answer = RelyingParty(client).ask()

    assert path_of(answer) == "/sandbox/sign-in"
    assert read_answer(RelyingParty(client).ask(prompt="none"))["error"] == "login_required"


def test_the_picker_names_everybody_and_signs_in_at_the_level_chosen(drafted):
    page = drafted.caller.get(drafted.ask().location)

    assert page.status_code == 200
    assert 'id="test-environment"' in page.text
    assert "Trần Thị Bảy" in page.text
    answer = drafted.caller.submit(page, form="pick", person=UT, level="2")
    assert "/oauth/authorize/" in answer.location
    session = db.session.query(BrowserSession).one()
    assert session.citizen.persona == UT
    assert (session.level, session.methods) == (2, ["pwd", "otp", "mfa"])


def test_the_picker_can_be_used_before_any_application_asks(client):
    answer = client.submit(client.get("/sandbox/sign-in"), form="pick", person=BAY, level="2")

    assert path_of(answer) == "/sandbox/sign-in"
    assert 'id="test-person"' in client.get(answer.location).text
    a_client(state="draft")
    assert path_of(RelyingParty(client).ask()) == "/consent"


@pytest.mark.parametrize("person", ["", "nobody", "098138000109"])
def test_nobody_else_can_be_picked(drafted, person):
    page = drafted.caller.get(drafted.ask().location)

    assert drafted.caller.submit(page, form="pick", person=person).status_code == 422
    assert db.session.query(BrowserSession).count() == 0


def test_the_way_of_a_citizen_goes_on_by_the_same_code(drafted):
    tokens = tokens_of(drafted, scope="openid profile")

    claims = drafted.claims(tokens["id_token"])
    assert claims["acr"].endswith("1") or claims["acr"] == "LoA1"
    assert drafted.userinfo(tokens["access_token"]).json["name"] == "Trần Thị Bảy"


def test_the_citizens_own_session_stays_untouched(drafted):
    mine = signed_in(drafted.caller)
    before = drafted.caller.get_cookie(SESSION_COOKIE, domain=HOST).value

    tokens_of(drafted)

    assert drafted.caller.get_cookie(SESSION_COOKIE, domain=HOST).value == before
    assert drafted.caller.get_cookie(COOKIE, domain=HOST).value
    assert db.session.get(BrowserSession, mine.id).is_live
    assert drafted.caller.get("/account").status_code == 200


def test_a_test_persons_session_is_nothing_to_a_live_application(drafted):
    tokens_of(drafted)
    a_client("live")

    answer = RelyingParty(drafted.caller, "live").ask()

    assert path_of(answer) == "/sign-in"


def test_the_cookie_of_one_side_is_nothing_on_the_other(drafted):
    """Whoever moves a test person's cookie into the citizens' gets nowhere, and the reverse."""
    tokens_of(drafted)
    stolen = drafted.caller.get_cookie(COOKIE, domain=HOST).value
    drafted.caller.set_cookie(SESSION_COOKIE, stolen, domain=HOST, secure=True, httponly=True)
    assert path_of(drafted.caller.get("/account")) == "/sign-in"

    signed_in(drafted.caller)
    mine = drafted.caller.get_cookie(SESSION_COOKIE, domain=HOST).value
    drafted.caller.set_cookie(COOKIE, mine, domain=HOST, secure=True, httponly=True)
    assert path_of(drafted.ask()) == "/sandbox/sign-in"


def test_single_sign_on_between_applications_of_the_sandbox(drafted):
    tokens_of(drafted)
    a_client("second", state="test")
    second = RelyingParty(drafted.caller, "second")

    assert path_of(second.ask()) == "/consent"


@pytest.mark.parametrize("before", TEST_STATES)
def test_what_a_test_person_gave_ends_when_the_application_goes_live(drafted, before):
    _move("portal", before)
    tokens = tokens_of(drafted, scope="openid profile offline_access")
    code = as_person(drafted)["code"]
    _move("portal", "live")

    assert drafted.userinfo(tokens["access_token"]).status_code == 401
    assert drafted.refresh(tokens["refresh_token"]).json["error"] == "invalid_grant"
    assert drafted.redeem(code).json["error"] == "invalid_grant"
    assert path_of(drafted.ask()) == "/sign-in"


def test_what_a_citizen_gave_is_void_while_the_application_is_back_in_test(client):
    a_client()
    session = signed_in(client)
    agree(session.citizen_id)
    portal = RelyingParty(client)
    tokens = portal.tokens(scope="openid offline_access")
    _move("portal", "test")

    assert portal.userinfo(tokens["access_token"]).status_code == 401
    assert portal.refresh(tokens["refresh_token"]).json["error"] == "invalid_grant"


@pytest.mark.parametrize("state", ["suspended", "retired"])
def test_what_is_suspended_or_retired_is_for_nobody(client, state):
    a_client(state=state)

    assert RelyingParty(client).ask().status_code == 400
    assert RelyingParty(client).ask(login_hint=BAY).status_code == 400


def test_login_hint_signs_in_at_the_level_that_is_asked_for(drafted):
    tokens = tokens_of(drafted, acr_values="LoA2")

    assert drafted.claims(tokens["id_token"])["acr"] == "LoA2"


def test_login_hint_changes_the_person(drafted):
    first, second = tokens_of(drafted), tokens_of(drafted, UT)

    subjects = {drafted.claims(each["id_token"])["sub"] for each in (first, second)}
    assert len(subjects) == 2


@pytest.mark.parametrize("prompt", ["login", "select_account", "create"])
def test_a_prompt_shows_the_picker_whatever_the_hint(drafted, prompt):
    assert path_of(drafted.ask(login_hint=BAY, prompt=prompt)) == "/sandbox/sign-in"


@pytest.mark.parametrize("hint", ["098138000109", "quynh@dan.anlien.example", ""])
def test_a_hint_at_nobody_of_the_sandbox_shows_the_picker(drafted, hint):
    assert path_of(drafted.ask(login_hint=hint)) == "/sandbox/sign-in"


def test_a_hint_opens_nothing_at_a_live_application(client):
    a_client()

    assert path_of(RelyingParty(client).ask(login_hint=BAY)) == "/sign-in"
    assert db.session.query(Citizen).count() == 0


def test_a_request_by_post_follows_the_hint_too(drafted):
    answer = drafted.caller.post("/oauth/authorize", data=drafted.parameters(login_hint=BAY))

    assert "/oauth/authorize/" in answer.location
    assert path_of(drafted.caller.get(answer.location)) == "/consent"


def test_a_step_up_is_one_press_and_keeps_the_time_of_the_password(drafted, clock):
    tokens_of(drafted)
    since = db.session.query(BrowserSession).one().authenticated_at
    clock.advance(minutes=5)

    page = drafted.caller.get(drafted.ask(acr_values="LoA2").location)
    answer = drafted.caller.submit(page, form="step-up", do="raise")

    code = read_answer(drafted.caller.get(answer.location))["code"]
    claims = drafted.claims(drafted.redeem(code).json["id_token"])
    assert claims["acr"] == "LoA2"
    assert claims["auth_time"] == int(since.timestamp())


def test_signing_out_ends_the_sandboxs_session_and_nobody_elses(drafted):
    mine = signed_in(drafted.caller)
    tokens = tokens_of(drafted)
    answer = drafted.caller.get("/oauth/end-session", query_string={"id_token_hint": tokens["id_token"]})
    answer = drafted.caller.get(answer.location)

    assert path_of(answer) == "/sign-out/done"
    assert 'id="test-environment"' in drafted.caller.get(answer.location).text
    ended = {each.citizen.is_test_person: each.is_live for each in db.session.query(BrowserSession)}
    assert ended == {True: False, False: True}
    assert db.session.get(BrowserSession, mine.id).is_live
    assert drafted.userinfo(tokens["access_token"]).status_code == 401


def test_a_sign_out_of_the_sandbox_is_told_by_back_channel(client):
    from idp.store.models import OutboxEntry

    a_client(state="draft", metadata={"backchannel_logout_uri": "https://portal.anlien.example/logout"})
    party = RelyingParty(client)
    tokens_of(party)
    client.submit(client.get("/sandbox/sign-in"), form="sandbox-sign-out")

    assert db.session.query(OutboxEntry).filter_by(kind="backchannel_logout").count() == 1


def test_who_signed_in_is_in_the_audit_log_as_a_test_person(drafted):
    tokens_of(drafted)

    found = services().audit_records.count_since(
        "sandbox.signed_in", db.session.query(Citizen).one().created_at
    )
    assert found == 1
    assert (
        services().audit_records.count_since("sign_in.succeeded", db.session.query(Citizen).one().created_at)
        == 0
    )


def test_the_picker_of_a_live_applications_request_leads_to_the_real_door(client):
    a_client()
    address = RelyingParty(client).ask().location

    answer = client.get("/sandbox/sign-in?request=" + address.rpartition("request=")[2])

    assert path_of(answer) == "/sign-in"


def test_a_citizen_is_not_asked_for_consent_by_an_application_under_construction(drafted):
    """The waiting request of one side, opened with the session of the other."""
    handle = drafted.ask().location.rpartition("request=")[2]
    signed_in(drafted.caller, a_citizen())

    answer = drafted.caller.get(f"/consent?request={handle}")

    assert path_of(answer) == f"/oauth/authorize/{handle}"


def _move(client_id: str, state: str) -> None:
    from idp.store.models import Client

    db.session.query(Client).filter_by(client_id=client_id).update({"state": state})
    db.session.commit()
