"""RFC 6749: the OAuth 2.0 authorization framework."""

from base64 import b64encode

import pytest
from sqlalchemy import select

from idp.store.db import db
from idp.store.models import AuditRecord, Authorization, Client
from tests.builders import CLIENT_SECRET, REDIRECT_URI, a_client, a_machine
from tests.pages import ids_in
from tests.relying_party import RelyingParty, agree, read_answer

NOBODY = {"Authorization": "Basic " + b64encode(b"nobody:nothing").decode()}


# 2.3 client authentication


def test_2_3_1_both_halves_of_basic_are_form_decoded(portal, citizen):
    secret = "a secret: with % and + and ế in it, long enough"
    a_client("odd +%:id", secret=secret)
    odd = RelyingParty(portal.caller, "odd +%:id", secret)
    agree(citizen.id, odd.client_id)

    answer = odd.redeem(odd.code())

    assert answer.status_code == 200, answer.text


def test_2_3_a_client_authenticates_by_its_own_method_only(portal):
    code = portal.code()

    answer = portal.redeem(code, headers={}, client_id="portal", client_secret=CLIENT_SECRET)

    assert (answer.status_code, answer.json["error"]) == (401, "invalid_client")


def test_2_3_client_secret_post_works_for_those_registered_for_it(portal, citizen):
    a_client("poster", metadata={"token_endpoint_auth_method": "client_secret_post"})
    agree(citizen.id, "poster")
    poster = RelyingParty(portal.caller, "poster")

    assert (
        poster.redeem(poster.code(), headers={}, client_id="poster", client_secret=CLIENT_SECRET).status_code
        == 200
    )
    assert poster.redeem(poster.code()).json["error"] == "invalid_client"


def test_2_3_two_ways_at_once_are_refused(portal):
    answer = portal.redeem(portal.code(), portal.basic(), client_id="portal", client_secret=CLIENT_SECRET)

    assert (answer.status_code, answer.json["error"]) == (400, "invalid_request")


def test_2_3_a_client_id_that_contradicts_the_header_is_refused(portal, other):
    answer = portal.redeem(portal.code(), portal.basic(), client_id="other")

    assert (answer.status_code, answer.json["error"]) == (401, "invalid_client")


@pytest.mark.parametrize(
    "credentials",
    ["Basic", "Basic !!!", "Basic " + b64encode(b"\xff\xfe:x").decode(), "Basic " + b64encode(b"portal").decode(),
     "Basic " + b64encode(b"portal:%FF%FE").decode(), "Basic " + b64encode("portal:mật khẩu".encode()).decode()],
)  # fmt: skip
def test_2_3_1_broken_credentials_are_refused(portal, credentials):
    answer = portal.redeem(portal.code(), {"Authorization": credentials})

    assert answer.status_code == 401
    assert answer.json["error"] == "invalid_client"
    assert answer.headers["WWW-Authenticate"].startswith("Basic ")


def test_an_unknown_client_and_a_wrong_secret_look_alike(portal):
    wrong = {"Authorization": "Basic " + b64encode(b"portal:wrong").decode()}

    unknown, known = portal.redeem("x", NOBODY), portal.redeem("x", wrong)

    assert (unknown.status_code, unknown.data) == (known.status_code, known.data)


def test_a_suspended_client_is_nobody(portal):
    code = portal.code()
    db.session.get(Client, "portal").state = "suspended"

    assert portal.redeem(code).json["error"] == "invalid_client"
    assert "op-error" in ids_in(portal.ask().text)


def test_a_public_client_with_a_secret_is_refused(public):
    answer = public.redeem(public.code(), {}, client_id="phone-app", client_secret="anything")

    assert answer.json["error"] == "invalid_client"


def test_a_confidential_client_cannot_pass_as_public(portal):
    assert portal.redeem(portal.code(), {}, client_id="portal").json["error"] == "invalid_client"


# 3.1 authorization endpoint


def test_3_1_get_and_post_behave_alike(portal):
    by_get = portal.answer()
    by_post = read_answer(portal.caller.post("/oauth/authorize", data=portal.parameters()))

    assert by_get.response.status_code == 302
    assert by_post.response.status_code == 303
    assert portal.redeem(by_post["code"]).status_code == 200


def test_3_1_a_post_without_cookies_comes_back_by_get(portal):
    """A browser sends no cookies (SameSite=Lax) with a POST from another site, but with the redirect after it."""
    parked = portal.caller.application.test_client(use_cookies=False).post(
        "/oauth/authorize", data=portal.parameters(), base_url="https://id.anlien.example"
    )
    cookie = parked.headers["Set-Cookie"].partition(";")[0].partition("=")
    portal.caller.set_cookie(cookie[0], cookie[2], domain="id.anlien.example", secure=True)

    answer = read_answer(portal.caller.get(parked.location))

    assert parked.status_code == 303
    assert portal.redeem(answer["code"]).status_code == 200


def test_3_1_unknown_parameters_are_ignored(portal):
    assert portal.answer(foo="bar", **{"vô-nghĩa": "x"})["code"]


def test_3_1_a_parameter_without_value_counts_as_left_out(portal):
    assert portal.answer(state="", prompt="", max_age="").parameters.keys() == {"code", "iss"}


def test_3_1_a_repeated_parameter_is_an_error_for_the_client(portal):
    pairs = [*portal.parameters().items(), ("scope", "openid")]

    answer = read_answer(portal.caller.get("/oauth/authorize", query_string=pairs))

    assert answer["error"] == "invalid_request"
    assert answer["state"] == "a state"


@pytest.mark.parametrize("name", ["client_id", "redirect_uri"])
def test_3_1_a_repeated_address_or_client_is_an_error_page(portal, name):
    pairs = [*portal.parameters().items(), (name, portal.parameters()[name])]

    answer = portal.caller.get("/oauth/authorize", query_string=pairs)

    assert answer.status_code == 400
    assert "op-error" in ids_in(answer.text)


@pytest.mark.parametrize("response_type", ["token", "id_token", "code token", "none", "codes", 'mã "lạ"'])
def test_3_1_1_other_response_types_are_not_supported(portal, response_type):
    assert portal.answer(response_type=response_type)["error"] == "unsupported_response_type"


def test_3_1_1_a_missing_response_type_is_invalid(portal):
    answer = portal.answer(response_type=None)

    assert answer["error"] == "invalid_request"
    assert answer["state"] == "a state"


@pytest.mark.parametrize(
    "address",
    [
        REDIRECT_URI + "/",
        REDIRECT_URI + "?a=b",
        REDIRECT_URI + "#x",
        REDIRECT_URI.upper(),
        REDIRECT_URI.replace("https", "http"),
        "https://portal.anlien.example:443/callback",
        "https://portal.anlien.example@evil.example/callback",
        "javascript:alert(1)",
        "//evil.example",
        'https://evil.example/"><script>',
        "https://đồng-tháp.example/",
        "\\",
    ],
)
def test_3_1_2_3_a_redirect_uri_is_compared_to_the_character(portal, address):
    answer = portal.ask(redirect_uri=address)

    assert answer.status_code == 400
    assert "op-error" in ids_in(answer.text)
    assert "Location" not in answer.headers


def test_3_1_2_3_the_only_registered_address_may_be_left_out(portal):
    answer = portal.answer(redirect_uri=None)

    assert answer.response.location.startswith(REDIRECT_URI + "?")
    assert portal.redeem(answer["code"], redirect_uri=None).status_code == 200


def test_3_1_2_3_it_must_be_named_when_there_are_several(portal):
    client = db.session.get(Client, "portal")
    client.metadata_ = {**client.metadata_, "redirect_uris": [REDIRECT_URI, REDIRECT_URI + "/2"]}

    assert portal.ask(redirect_uri=None).status_code == 400
    assert portal.answer()["code"]


def test_3_1_2_a_query_of_the_address_is_kept(portal):
    client = db.session.get(Client, "portal")
    address = REDIRECT_URI + "?a=%20b&c=d+e"
    client.metadata_ = {**client.metadata_, "redirect_uris": [address]}

    location = portal.ask(redirect_uri=address).location

    assert location.startswith(address + "&")
    assert portal.ask(redirect_uri=REDIRECT_URI).status_code == 400


def test_8252_7_3_the_port_of_a_loopback_address_may_differ_for_a_public_client(public):
    client = db.session.get(Client, "phone-app")
    client.metadata_ = {**client.metadata_, "redirect_uris": ["http://127.0.0.1:5000/cb"]}

    assert public.answer(redirect_uri="http://127.0.0.1:49152/cb")["code"]
    for wrong in ("http://127.0.0.1:49152/other", "http://localhost:5000/cb", "https://127.0.0.1:5000/cb",
                  "http://127.0.0.1:99999/cb", "http://a@127.0.0.1:5000/cb"):  # fmt: skip
        assert public.ask(redirect_uri=wrong).status_code == 400, wrong


def test_3_1_2_4_an_error_page_names_a_code_and_the_log_has_the_reason(portal, caplog):
    answer = portal.ask(redirect_uri="https://evil.example/")

    code = answer.text.partition('class="ref"')[2].partition(">")[2].partition("<")[0]
    assert any(
        code in record.getMessage() and "evil.example" in record.getMessage() for record in caplog.records
    )


@pytest.mark.parametrize("client_id", [None, "nobody", "x" * 300, "vô danh", 'a"b\\', "\x01"])
def test_4_1_2_1_an_unknown_client_is_an_error_page(portal, client_id):
    answer = portal.ask(client_id=client_id)

    assert answer.status_code == 400
    assert "op-error" in ids_in(answer.text)


@pytest.mark.parametrize(
    "query", ["%FF=1", "client_id=%FF", "client_id=portal%00", "a=b&" * 200, "x=" + "y" * 40_000]
)
def test_what_cannot_be_read_is_an_error_page(portal, query):
    answer = portal.caller.get("/oauth/authorize?" + query)

    assert answer.status_code in (400, 414)
    assert "op-error" in ids_in(answer.text)


@pytest.mark.parametrize(
    "state",
    [
        "x" * 1000,
        "tỉnh An Liên",
        "a b+c%20&d=e#f",
        "<script>\"'\\",
        "\t",
        "x" * 8000,
        "https://evil.example/?a",
    ],
)
def test_4_1_2_state_comes_back_exactly(portal, state):
    assert portal.answer(state=state)["state"] == state
    assert portal.answer(state=state, prompt="none", scope="nothing-known")["state"] == state


def test_4_1_2_no_state_gives_none(portal):
    assert portal.answer(state=None).parameters.keys() == {"code", "iss"}


def test_3_3_unknown_and_repeated_scopes_are_ignored(portal):
    tokens = portal.tokens(scope="openid openid no-such-scope email email")

    assert tokens["scope"] == "openid email"


def test_3_3_a_scope_the_client_may_not_have_is_left_out(portal, citizen):
    assert portal.tokens(scope="openid dinh_danh")["scope"] == "openid"
    assert portal.answer(scope="dinh_danh")["error"] == "invalid_scope"
    assert portal.answer(scope=None)["error"] == "invalid_scope"


def test_4_1_2_codes_have_256_bits_in_url_safe_characters(portal):
    codes = {portal.code() for _ in range(5)}

    assert len(codes) == 5
    assert all(len(code) == 43 and code.replace("-", "").replace("_", "").isalnum() for code in codes)


def test_a_copy_of_the_database_redeems_nothing(portal):
    code = portal.code()

    row = db.session.scalar(select(Authorization))

    assert code not in {str(value) for value in vars(row).values()}


# 4.1.3 redeeming


def test_4_1_3_the_redirect_uri_must_be_repeated(portal):
    assert portal.redeem(portal.code(), redirect_uri=None).json["error"] == "invalid_grant"
    assert portal.redeem(portal.code(), redirect_uri="https://evil.example/").json["error"] == "invalid_grant"


def test_4_1_3_an_implied_redirect_uri_must_not_be_contradicted(portal):
    code = portal.code(redirect_uri=None)

    assert portal.redeem(code, redirect_uri="https://evil.example/").json["error"] == "invalid_grant"


def test_4_1_3_another_clients_code_is_refused_and_stays_good(portal, other):
    code = portal.code()
    stolen = RelyingParty(other.caller, other.client_id, other.secret, verifier=portal.verifier)

    assert stolen.redeem(code).json["error"] == "invalid_grant"
    assert portal.redeem(code).status_code == 200


def test_4_1_3_a_code_dies_within_a_minute(portal, clock):
    code = portal.code()
    clock.advance(seconds=60)

    assert portal.redeem(code).json["error"] == "invalid_grant"


def test_4_1_2_a_second_use_is_refused_and_ends_what_the_first_gave(portal):
    code = portal.code(scope="openid offline_access")
    tokens = portal.redeem(code).json
    assert portal.userinfo(tokens["access_token"]).status_code == 200

    again = portal.redeem(code)

    assert (again.status_code, again.json["error"]) == (400, "invalid_grant")
    assert portal.userinfo(tokens["access_token"]).status_code == 401
    assert portal.refresh(tokens["refresh_token"]).json["error"] == "invalid_grant"
    names = list(db.session.scalars(select(AuditRecord.name)))
    assert names.count("oauth.code_replayed") == 1


@pytest.mark.parametrize("code", [None, "", "x", "x" * 5000, "mã", "a.b.c", "\u0001"])
def test_5_2_an_unknown_code_is_an_error_in_json(portal, code):
    answer = portal.redeem(code)

    assert answer.status_code == 400
    assert answer.json["error"] in ("invalid_grant", "invalid_request")
    assert answer.headers["Cache-Control"] == "no-store"


def test_5_1_a_token_response_is_complete_and_not_kept(portal):
    answer = portal.redeem(portal.code())

    assert answer.mimetype == "application/json"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.json["token_type"] == "Bearer"
    assert answer.json["expires_in"] == 600
    assert answer.json.keys() == {
        "access_token",
        "token_type",
        "expires_in",
        "scope",
        "id_token",
        "refresh_token",
    }


def test_3_2_parameters_in_the_query_do_not_count(portal):
    query = {"grant_type": "authorization_code", "code": portal.code(), "redirect_uri": REDIRECT_URI}

    answer = portal.caller.post("/oauth/token", query_string=query, headers=portal.basic())

    assert answer.json["error"] == "invalid_request"


def test_3_2_the_token_endpoint_takes_post_only(portal):
    answer = portal.caller.get("/oauth/token")

    assert answer.status_code == 405
    assert answer.json["error"] == "invalid_request"


def test_3_2_repeated_parameters_are_refused(portal):
    body = "grant_type=authorization_code&code=a&code=b"

    answer = portal.caller.post(
        "/oauth/token", data=body, content_type="application/x-www-form-urlencoded", headers=portal.basic()
    )

    assert (answer.status_code, answer.json["error"]) == (400, "invalid_request")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'{"grant_type": "x"}', "application/json"),
        (b"\xff\xfe", "application/x-www-form-urlencoded"),
        (b"grant_type=%00", "application/x-www-form-urlencoded"),
        (b"grant_type=%FF", "application/x-www-form-urlencoded"),
        (b"&".join([b"a=b"] * 1000), "application/x-www-form-urlencoded"),
        (b"", "application/x-www-form-urlencoded"),
        (b"", ""),
        (b"--x\r\n", "multipart/form-data; boundary=x"),
    ],
)
def test_5_2_what_is_no_form_is_an_invalid_request(portal, body, kind):
    answer = portal.caller.post("/oauth/token", data=body, content_type=kind)

    assert (answer.status_code, answer.json["error"]) == (400, "invalid_request")


def test_5_2_a_body_beyond_measure_is_refused(portal):
    answer = portal.caller.post("/oauth/token", data={"grant_type": "x" * 300_000})

    assert answer.status_code == 413
    assert answer.json["error"] == "invalid_request"


@pytest.mark.parametrize("grant_type", ["password", "implicit", "urn:x", 'tỉnh "An Liên"', "x" * 1000])
def test_5_2_other_grants_are_not_supported(portal, grant_type):
    answer = portal.post("/oauth/token", grant_type=grant_type)

    assert (answer.status_code, answer.json["error"]) == (400, "unsupported_grant_type")
    assert grant_type not in answer.text


def test_5_2_a_client_may_use_only_grants_it_was_registered_for(portal):
    answer = portal.post("/oauth/token", grant_type="client_credentials")

    assert (answer.status_code, answer.json["error"]) == (400, "unauthorized_client")


# 4.4 client credentials


def test_4_4_a_program_gets_a_token_for_its_interfaces(portal):
    a_machine(scopes=("dossiers.read", "dossiers.write"))
    machine = RelyingParty(portal.caller, "nightly-sync")

    answer = machine.post("/oauth/token", grant_type="client_credentials", scope="dossiers.read")

    assert answer.json.keys() == {"access_token", "token_type", "expires_in", "scope"}
    claims = machine.claims(answer.json["access_token"])
    assert (claims["sub"], claims["aud"], claims["scope"]) == (
        "nightly-sync",
        "http://localhost:8004",
        "dossiers.read",
    )


def test_4_4_without_scope_it_gets_all_of_them(portal):
    a_machine(scopes=("dossiers.read", "dossiers.write"))
    machine = RelyingParty(portal.caller, "nightly-sync")

    assert (
        machine.post("/oauth/token", grant_type="client_credentials").json["scope"]
        == "dossiers.read dossiers.write"
    )


@pytest.mark.parametrize("scope", ["openid", "email", "dossiers.read offline_access", "unknown"])
def test_4_4_nothing_about_citizens_is_for_programs(portal, scope):
    a_machine(scopes=("dossiers.read", "openid", "email"))
    machine = RelyingParty(portal.caller, "nightly-sync")

    answer = machine.post("/oauth/token", grant_type="client_credentials", scope=scope)

    assert (answer.status_code, answer.json["error"]) == (400, "invalid_scope")


def test_4_4_a_token_of_a_program_opens_no_userinfo(portal):
    a_machine(scopes=("dossiers.read",), audiences=["https://id.anlien.example/oauth/userinfo"])
    machine = RelyingParty(portal.caller, "nightly-sync")
    token = machine.post("/oauth/token", grant_type="client_credentials").json["access_token"]

    assert portal.userinfo(token).status_code == 401


def test_4_4_2_a_public_client_cannot_act_for_itself(portal):
    a_client("open", secret=None, metadata={"grant_types": ["client_credentials"]})
    answer = RelyingParty(portal.caller, "open", None).post("/oauth/token", grant_type="client_credentials")

    assert answer.json["error"] == "invalid_client"


# 10.12 and RFC 9700: what must not be


def test_no_cors_at_the_authorization_endpoint(portal):
    answer = portal.caller.get(
        "/oauth/authorize", query_string=portal.parameters(), headers={"Origin": "https://a.b"}
    )

    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize("path", ["/oauth/token", "/oauth/userinfo", "/oauth/revoke"])
def test_scripts_of_other_origins_may_call_the_back_channel(portal, path):
    preflight = portal.caller.options(path, headers={"Origin": "https://app.example"})

    assert preflight.status_code == 204
    assert preflight.headers["Access-Control-Allow-Origin"] == "*"
    assert "Authorization" in preflight.headers["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in preflight.headers


def test_introspection_is_not_for_scripts(portal):
    assert "Access-Control-Allow-Origin" not in portal.post("/oauth/introspect", token="x").headers
