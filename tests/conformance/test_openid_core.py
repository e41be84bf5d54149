"""OpenID Connect Core 1.0: the authorization request, the session, the ID token, UserInfo."""

import json
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from idp.store.db import db
from idp.store.models import AuditRecord, BrowserSession, Citizen, Client, Consent, PendingAuthorization
from tests.builders import a_citizen, a_client
from tests.relying_party import RelyingParty, agree, read_answer, signed_in


def _path(response):
    return urlsplit(response.location).path


def _cookie_name():
    return "__Host-sen_session"


def _sign_in(client, citizen, **columns):
    """The citizen signs in now, in the same browser."""
    return signed_in(client, citizen, **columns)


def _back(portal, response):
    """Come back from the citizen's pages to the request that waits."""
    handle = response.location.rpartition("request=")[2]
    return portal.caller.get(f"/oauth/authorize/{handle}")


# 2, 3.1.3.6 ID token


def test_the_code_flow_ends_in_an_id_token_and_userinfo(portal, person):
    tokens = portal.tokens()
    claims, told = portal.claims(tokens["id_token"]), portal.userinfo(tokens["access_token"])

    assert told.status_code == 200
    assert told.mimetype == "application/json"
    assert told.json["sub"] == claims["sub"]
    assert told.json["name"] == person.name


def test_2_the_id_token_has_what_it_must(portal, clock):
    token = portal.tokens()["id_token"]
    claims, now = portal.claims(token), int(clock().timestamp())

    assert claims["iss"] == "https://id.anlien.example"
    assert claims["aud"] == "portal"
    assert (claims["iat"], claims["exp"]) == (now, now + 600)
    assert claims["nonce"] == "a nonce"
    assert claims["auth_time"] == now - 60
    assert claims["acr"] == "https://id.anlien.example/acr/1"
    assert claims["amr"] == ["pwd"]
    assert claims["sid"]
    assert claims["sub"].isascii()
    assert len(claims["sub"]) <= 255


def test_2_no_personal_claim_is_in_it_when_there_is_an_access_token(portal):
    claims = portal.claims(portal.tokens(scope="openid profile email phone")["id_token"])

    assert claims.keys() == {
        "iss", "sub", "aud", "exp", "iat", "nonce", "auth_time", "acr", "amr", "sid", "at_hash"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("registered", "expected"),
    [
        (None, "RS256"),
        ("ES256", "ES256"),
        ("PS256", "PS256"),
        ("EdDSA", "EdDSA"),
        ("none", "RS256"),
        ("HS256", "RS256"),
    ],
)
def test_3_1_3_7_the_registered_algorithm_is_used_rs256_by_default(portal, registered, expected):
    client = db.session.get(Client, "portal")
    client.metadata_ = {**client.metadata_, "id_token_signed_response_alg": registered}

    token = portal.tokens()["id_token"]

    header = portal.header(token)
    assert header["alg"] == expected
    assert header["kid"] in {key["kid"] for key in portal.caller.get("/oauth/jwks").json["keys"]}
    assert portal.claims(token)["at_hash"]


def test_3_1_3_6_at_hash_binds_the_access_token(portal):
    import hashlib
    from base64 import urlsafe_b64encode

    tokens = portal.tokens()

    half = hashlib.sha256(tokens["access_token"].encode()).digest()[:16]
    assert portal.claims(tokens["id_token"])["at_hash"] == urlsafe_b64encode(half).rstrip(b"=").decode()


def test_without_openid_there_is_no_id_token(portal):
    assert "id_token" not in portal.tokens(scope="email")


@pytest.mark.parametrize("nonce", ["x" * 384, "tỉnh An Liên", "a+b c%20&\"'\\<>", "x" * 1024])
def test_3_1_2_1_a_nonce_is_kept_whole(portal, nonce):
    assert portal.claims(portal.tokens(nonce=nonce)["id_token"])["nonce"] == nonce


def test_3_1_2_1_no_nonce_gives_none(portal):
    assert "nonce" not in portal.claims(portal.tokens(nonce=None)["id_token"])


def test_an_endless_nonce_is_refused(portal):
    assert portal.answer(nonce="x" * 1025)["error"] == "invalid_request"


# 3.1.2.1 parameters that never hurt


@pytest.mark.parametrize(
    "extra",
    [
        {"display": "popup"},
        {"display": "nonsense"},
        {"ui_locales": "se en vi"},
        {"ui_locales": "xx-YY đ \\"},
        {"claims_locales": "vi"},
        {"login_hint": "quynh@dan.example"},
        {"login_hint": '"><script>'},
        {"acr_values": "1 2 nonsense urn:x"},
        {"acr_values": "đ"},
        {"resource": "https://x"},
        {"dpop_jkt": "x"},
    ],
)
def test_3_1_2_1_hints_cause_no_error(portal, extra):
    assert portal.answer(**extra)["code"]


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("request", "request_not_supported"),
        ("request_uri", "request_uri_not_supported"),
        ("registration", "registration_not_supported"),
    ],
)
def test_6_request_objects_are_refused_by_name(portal, name, error):
    answer = portal.answer(code_challenge=None, **{name: "https://portal.anlien.example/x"})

    assert answer["error"] == error
    assert answer["state"] == "a state"


# 3.1.2.3 prompt and max_age


def test_without_a_session_the_citizen_is_sent_to_sign_in(portal):
    portal.caller.delete_cookie(_cookie_name(), domain="id.anlien.example")

    response = portal.ask()

    assert response.status_code == 303
    assert _path(response) == "/sign-in"


def test_after_signing_in_the_request_goes_on(portal, citizen, clock):
    portal.caller.delete_cookie(_cookie_name(), domain="id.anlien.example")
    waiting = portal.ask(state="kept", ui_locales="en")
    clock.advance(minutes=2)
    _sign_in(portal.caller, citizen)

    answer = read_answer(_back(portal, waiting))

    assert answer["state"] == "kept"
    assert portal.redeem(answer["code"]).status_code == 200


def test_a_waiting_request_is_answered_once(portal, citizen):
    waiting = portal.ask(prompt="login")
    _sign_in(portal.caller, citizen)
    assert read_answer(_back(portal, waiting))["code"]

    assert _back(portal, waiting).status_code == 400
    assert db.session.scalar(select(PendingAuthorization)) is None


def test_a_waiting_request_waits_an_hour(portal, citizen, clock):
    waiting = portal.ask(prompt="login")
    clock.advance(hours=1)
    _sign_in(portal.caller, citizen)

    assert _back(portal, waiting).status_code == 400


def test_a_waiting_request_belongs_to_its_browser(app, portal, citizen):
    waiting = portal.ask(prompt="login")
    stranger = app.test_client()
    _sign_in(stranger, citizen)

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
    assert _path(waiting) == "/sign-in"
    assert _path(_back(portal, waiting)) == "/sign-in"  # coming back without having signed in changes nothing
    clock.advance(seconds=5)
    _sign_in(portal.caller, citizen)

    code = read_answer(_back(portal, waiting))["code"]

    assert portal.claims(portal.redeem(code).json["id_token"])["auth_time"] == before + 70


def test_prompt_none_without_a_session_is_login_required(portal):
    portal.caller.delete_cookie(_cookie_name(), domain="id.anlien.example")

    assert portal.answer(prompt="none")["error"] == "login_required"


def test_prompt_none_with_session_and_consent_succeeds(portal):
    assert portal.answer(prompt="none")["code"]


def test_prompt_none_without_consent_is_consent_required(portal):
    db.session.delete(db.session.scalar(select(Consent)))

    assert portal.answer(prompt="none")["error"] == "consent_required"


def test_prompt_none_below_the_level_is_interaction_required(portal):
    db.session.get(Client, "portal").minimum_level = 2

    assert portal.answer(prompt="none")["error"] == "interaction_required"


@pytest.mark.parametrize("prompt", ["none login", "none consent", "nonsense", "login nonsense", "đ"])
def test_a_prompt_that_cannot_be_is_refused(portal, prompt):
    assert portal.answer(prompt=prompt)["error"] == "invalid_request"


def test_prompt_consent_shows_the_page_once(portal, clock):
    waiting = portal.ask(prompt="consent")
    assert _path(waiting) == "/consent"
    clock.advance(seconds=5)

    page = portal.caller.get(waiting.location)
    done = portal.caller.submit(page, do="allow")

    assert read_answer(portal.caller.get(done.location))["code"]


def test_prompt_select_account_lets_the_citizen_go_on(portal):
    waiting = portal.ask(prompt="select_account")
    assert _path(waiting) == "/sign-in/continue"

    done = portal.caller.submit(portal.caller.get(waiting.location), do="continue")

    assert read_answer(portal.caller.get(done.location))["code"]


def test_prompt_select_account_lets_somebody_else_sign_in(portal, clock):
    waiting = portal.ask(prompt="select_account")
    clock.advance(seconds=5)

    done = portal.caller.submit(portal.caller.get(waiting.location), do="switch")

    assert _path(done) == "/sign-in"
    another = a_citizen()
    agree(another.id)
    _sign_in(portal.caller, another)
    assert read_answer(_back(portal, waiting))["code"]


def test_prompt_create_leads_to_registration(portal):
    assert _path(portal.ask(prompt="create")).startswith("/register")


def test_max_age_asks_an_old_session_again(portal, citizen, clock):
    clock.advance(minutes=9)
    assert portal.answer(max_age="600")["code"]
    clock.advance(seconds=1)

    waiting = portal.ask(max_age="600")

    assert _path(waiting) == "/sign-in"
    assert portal.answer(max_age="600", prompt="none")["error"] == "login_required"
    clock.advance(seconds=30)
    _sign_in(portal.caller, citizen)
    clock.advance(minutes=20)  # a slow citizen: what was asked for was done
    assert read_answer(_back(portal, waiting))["code"]


def test_max_age_1_after_two_seconds_must_ask_and_a_large_one_must_not(portal, clock):
    clock.advance(seconds=2)

    assert _path(portal.ask(max_age="1")) == "/sign-in"
    assert portal.answer(max_age="1000000000000")["code"]


@pytest.mark.parametrize("max_age", ["-1", "soon", "1.5", "²", "1e3", "٣"])
def test_a_max_age_that_is_no_number_is_refused(portal, max_age):
    assert portal.answer(max_age=max_age)["error"] == "invalid_request"


def test_default_max_age_of_the_client_counts(portal):
    client = db.session.get(Client, "portal")
    client.metadata_ = {**client.metadata_, "default_max_age": 30}

    assert _path(portal.ask()) == "/sign-in"
    assert portal.answer(max_age="600")["code"]


def test_auth_time_is_equal_in_all_id_tokens_of_a_session(portal, clock):
    first = portal.claims(portal.tokens()["id_token"])["auth_time"]
    clock.advance(minutes=3)

    assert portal.claims(portal.tokens(max_age="1000")["id_token"])["auth_time"] == first


# id_token_hint


def test_id_token_hint_of_the_same_citizen_is_silent(portal, clock):
    hint = portal.tokens()["id_token"]
    clock.advance(minutes=30)  # it has expired: a hint says who, not that somebody may

    assert portal.answer(prompt="none", id_token_hint=hint)["code"]


def test_id_token_hint_of_somebody_else_is_not(portal, clock):
    hint = portal.tokens()["id_token"]
    another = a_citizen()
    agree(another.id)
    _sign_in(portal.caller, another)
    clock.advance(seconds=5)

    assert portal.answer(prompt="none", id_token_hint=hint)["error"] == "login_required"
    waiting = portal.ask(id_token_hint=hint)
    assert _path(waiting) == "/sign-in"
    clock.advance(seconds=5)
    _sign_in(portal.caller, another)
    assert read_answer(_back(portal, waiting))["error"] == "login_required"


@pytest.mark.parametrize("hint", ["x", "a.b.c", "e30.e30.e30", "[" * 3000])
def test_an_id_token_hint_that_says_nothing_is_no_proof(portal, hint):
    assert portal.answer(prompt="none", id_token_hint=hint)["error"] == "login_required"
    assert portal.answer(id_token_hint=hint)["code"]


def test_an_access_token_is_no_hint_nor_is_another_clients_id_token(portal, other, citizen):
    agree(citizen.id, "other")
    foreign = other.tokens()["id_token"]

    for hint in (portal.tokens()["access_token"], foreign):
        assert portal.answer(prompt="none", id_token_hint=hint)["error"] == "login_required"


def test_5_5_1_a_sub_in_the_claims_parameter_counts_like_a_hint(portal):
    sub = portal.claims(portal.tokens()["id_token"])["sub"]

    def asked(value):
        return json.dumps({"id_token": {"sub": {"value": value}}})

    assert portal.answer(prompt="none", claims=asked(sub))["code"]
    assert portal.answer(prompt="none", claims=asked("somebody else"))["error"] == "login_required"


# acr


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
    assert _path(waiting) == "/sign-in/step-up"
    row = db.session.get(BrowserSession, session.id)
    row.level, row.methods = 2, ["pwd", "otp", "mfa"]

    code = read_answer(_back(portal, waiting))["code"]
    claims = portal.claims(portal.redeem(code).json["id_token"])
    assert (claims["acr"], claims["amr"]) == ("LoA2", ["pwd", "otp", "mfa"])


def test_acr_values_are_a_wish(portal):
    assert portal.claims(portal.tokens(acr_values="LoA2")["id_token"])["acr"].endswith("/acr/1")
    assert portal.answer(acr_values="LoA3 LoA4", prompt="none")["code"]


def test_the_minimum_level_of_the_client_is_no_wish(portal):
    db.session.get(Client, "portal").minimum_level = 2

    waiting = portal.ask()

    assert _path(waiting) == "/sign-in/step-up"
    assert db.session.scalar(select(PendingAuthorization)).minimum_level == 2


def test_5_5_1_1_an_essential_acr_is_no_wish_either(portal):
    essential = json.dumps({"id_token": {"acr": {"essential": True, "values": ["LoA2"]}}})

    assert _path(portal.ask(claims=essential)) == "/sign-in/step-up"
    assert portal.answer(claims=essential, prompt="none")["error"] == "interaction_required"


def test_an_essential_acr_beyond_reach_is_explained_and_then_refused(portal):
    essential = json.dumps({"id_token": {"acr": {"essential": True, "value": "LoA3"}}})
    assert portal.answer(claims=essential, prompt="none")["error"] == "unmet_authentication_requirements"

    waiting = portal.ask(claims=essential)
    page = portal.caller.get(waiting.location)
    answer = read_answer(portal.caller.post(waiting.location))

    assert _path(waiting).endswith("/unreachable")
    assert page.status_code == 200
    assert answer["error"] == "unmet_authentication_requirements"


# 5.3, 5.4 UserInfo


def test_5_4_each_scope_opens_its_claims_and_no_more(portal, person):
    def told(scope):
        return portal.userinfo(portal.tokens(scope=scope)["access_token"]).json

    assert told("openid").keys() == {"sub"}
    assert told("openid email") == {**told("openid"), "email": person.email, "email_verified": True}
    assert told("openid phone") == {
        **told("openid"),
        "phone_number": person.phone,
        "phone_number_verified": True,
    }
    assert {"name", "updated_at", "locale"} <= told("openid profile").keys()
    assert isinstance(told("openid profile")["updated_at"], int)
    assert (
        not {"email", "phone_number", "birthdate", "gender", "vn_personal_id"} & told("openid profile").keys()
    )


def test_5_3_2_what_is_not_known_is_left_out(portal, citizen):
    row = db.session.get(Citizen, citizen.id)
    row.email_sealed, row.email_index, row.identity_sealed = None, None, None

    told = portal.userinfo(portal.tokens(scope="openid profile email address")["access_token"]).json

    assert told.keys() == {"sub", "updated_at", "locale"}
    assert None not in told.values()


def test_5_5_the_claims_parameter_says_where_a_claim_goes(portal, person):
    asked = {
        "userinfo": {"email": None, "no_such": None},
        "id_token": {"phone_number": {"essential": True}, "x": None},
    }
    tokens = portal.tokens(scope="openid", claims=json.dumps(asked))

    told = portal.userinfo(tokens["access_token"]).json
    inside = portal.claims(tokens["id_token"])

    assert told == {"sub": inside["sub"], "email": person.email}
    assert inside["phone_number"] == person.phone
    assert "email" not in inside


def test_5_5_a_claim_the_client_may_not_have_is_left_out(portal):
    asked = json.dumps(
        {"userinfo": {"vn_personal_id": {"essential": True}}, "id_token": {"vn_personal_id": None}}
    )
    tokens = portal.tokens(scope="openid", claims=asked)

    assert portal.userinfo(tokens["access_token"]).json.keys() == {"sub"}
    assert "vn_personal_id" not in portal.claims(tokens["id_token"])


@pytest.mark.parametrize(
    "claims", ["x", "[]", "1", '"x"', "{", "[" * 3000, '{"a":' + "1" * 9000 + "}", "null"]
)
def test_5_5_a_claims_parameter_that_is_no_object_is_refused(portal, claims):
    assert portal.answer(claims=claims)["error"] == "invalid_request"


@pytest.mark.parametrize(
    "claims",
    ['{"userinfo": null}', '{"userinfo": []}', '{"id_token": {"acr": 1, "sub": []}}', "{}", '{"id_token": {"acr": {"values": 1}}}',
     '{"id_token": {"sub": {"value": 1}, "auth_time": {"essential": true}}}'],
)  # fmt: skip
def test_5_5_odd_members_are_ignored(portal, claims):
    assert portal.answer(claims=claims)["code"]


def test_a_law_only_claim_needs_a_legal_ground(portal, citizen, person):
    client = db.session.get(Client, "portal")
    client.metadata_ = {**client.metadata_, "scope": "openid dinh_danh"}
    client.scope_policy = {"dinh_danh": {"legal_basis": "consent"}}
    assert portal.tokens(scope="openid dinh_danh")["scope"] == "openid"

    client.scope_policy = {
        "dinh_danh": {"legal_basis": "law", "legal_reference": "Luật Căn cước 2023, Điều 9"}
    }
    agree(citizen.id, scopes="openid dinh_danh")
    told = portal.userinfo(portal.tokens(scope="openid dinh_danh")["access_token"]).json

    assert told["vn_personal_id"] == person.number


def test_what_the_client_lost_is_not_told_any_more(portal):
    token = portal.tokens(scope="openid email")["access_token"]
    client = db.session.get(Client, "portal")
    client.metadata_ = {**client.metadata_, "scope": "openid"}

    assert portal.userinfo(token).json.keys() == {"sub"}


def test_every_release_is_recorded_by_the_names_of_the_claims(portal):
    token = portal.tokens(scope="openid email")["access_token"]
    portal.userinfo(token)

    record = db.session.scalar(select(AuditRecord).where(AuditRecord.name == "oauth.claims_released"))

    assert record.details["claims"] == ["email", "email_verified"]
    assert record.details["channel"] == "userinfo"


def test_5_3_2_userinfo_is_signed_for_those_registered_for_it(portal):
    client = db.session.get(Client, "portal")
    client.metadata_ = {**client.metadata_, "userinfo_signed_response_alg": "RS256"}

    answer = portal.userinfo(portal.tokens(scope="openid email")["access_token"])

    assert answer.mimetype == "application/jwt"
    claims = portal.claims(answer.text)
    assert (claims["iss"], claims["aud"]) == ("https://id.anlien.example", "portal")
    assert claims["email"]


# 8 subjects


def test_8_1_one_sector_gets_one_sub_and_another_sector_another(portal, other, citizen):
    a_client("sister", sector="portal.anlien.example")
    sister = RelyingParty(portal.caller, "sister")
    for name in ("sister", "other"):
        agree(citizen.id, name)

    def sub(party):
        return party.claims(party.tokens()["id_token"])["sub"]

    assert sub(portal) == sub(portal) == sub(sister)
    assert sub(other) != sub(portal)
    assert citizen.id not in (sub(portal), sub(other))


def test_8_public_subjects_are_the_same_everywhere(portal, citizen):
    for name, sector in (("one", "a"), ("two", "b")):
        a_client(name, sector=sector, metadata={"subject_type": "public"})
        agree(citizen.id, name)
    one, two = RelyingParty(portal.caller, "one"), RelyingParty(portal.caller, "two")

    assert one.claims(one.tokens()["id_token"])["sub"] == two.claims(two.tokens()["id_token"])["sub"]


def test_sid_is_one_per_session_and_client(portal, other, citizen, clock):
    agree(citizen.id, "other")
    first = portal.claims(portal.tokens()["id_token"])["sid"]
    assert portal.claims(portal.tokens()["id_token"])["sid"] == first
    assert other.claims(other.tokens()["id_token"])["sid"] != first
    _sign_in(portal.caller, citizen)

    assert portal.claims(portal.tokens()["id_token"])["sid"] != first


# giving up


def test_3_1_2_6_giving_up_is_access_denied(portal):
    waiting = portal.ask(prompt="login", state="kept")
    handle = waiting.location.rpartition("request=")[2]

    answer = read_answer(portal.caller.post(f"/oauth/authorize/{handle}/cancel"))

    assert answer.response.status_code == 303
    assert (answer["error"], answer["state"]) == ("access_denied", "kept")
    assert portal.caller.post(f"/oauth/authorize/{handle}/cancel").status_code == 400


@pytest.mark.parametrize("handle", ["x", "x" * 43, "x" * 5000, "đ", "%00", "..%2f"])
def test_a_handle_nobody_gave_out_leads_to_a_page(portal, handle):
    assert portal.caller.get(f"/oauth/authorize/{handle}").status_code in (400, 404)
