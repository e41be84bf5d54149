"""RFC 6749, 3.1 and 4.1.1: the authorization endpoint."""

import pytest

from idp.store.db import db
from idp.store.models import Client
from tests.builders import REDIRECT_URI
from tests.pages import ids_in
from tests.relying_party import read_answer


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
    assert portal.answer(state="", prompt="", max_age="").parameters.keys() == {
        "code",
        "iss",
        "session_state",
    }


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


def test_3_1_1_other_response_types_are_not_supported(portal):
    for response_type in ["token", "id_token", "code token", "none", "codes", 'mã "lạ"']:
        assert portal.answer(response_type=response_type)["error"] == "unsupported_response_type"


def test_3_1_1_a_missing_response_type_is_invalid(portal):
    answer = portal.answer(response_type=None)

    assert answer["error"] == "invalid_request"
    assert answer["state"] == "a state"


def test_3_1_2_3_a_redirect_uri_is_compared_to_the_character(portal):
    for address in [
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
    ]:
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
                  "http://127.0.0.1:99999/cb", "http://a@127.0.0.1:5000/cb", " http://127.0.0.1:5000/cb",
                  "http://127.0.0.1:50\t00/cb", "HTTP://127.0.0.1:5000/cb", "http://127.0.0.1:5001/cb#",
                  "http://127.0.0.1:5001/cb?"):  # fmt: skip
        assert public.ask(redirect_uri=wrong).status_code == 400, wrong


@pytest.mark.parametrize(
    "address",
    ["vn.anlien.app:/cb", "vn.anlien.app:///cb", "vn.anlien.app://OAuth/Cb", "vn.anlien.app://a..b/cb?x=[1]"],
)
def test_8252_7_1_a_private_scheme_is_answered_to_the_letter(public, address):
    client = db.session.get(Client, "phone-app")
    client.metadata_ = {**client.metadata_, "redirect_uris": [address]}

    location = public.ask(redirect_uri=address).headers["Location"]

    assert location.startswith(f"{address}{'&' if '?' in address else '?'}code=")


def test_3_1_2_4_an_error_page_names_a_code_and_the_log_has_the_reason(portal, caplog):
    answer = portal.ask(redirect_uri="https://evil.example/")

    code = answer.text.partition('class="ref"')[2].partition(">")[2].partition("<")[0]
    assert any(
        code in record.getMessage() and "evil.example" in record.getMessage() for record in caplog.records
    )


def test_4_1_2_1_an_unknown_client_is_an_error_page(portal):
    for client_id in [None, "nobody", "x" * 300, "vô danh", 'a"b\\', "\x01"]:
        answer = portal.ask(client_id=client_id)

        assert answer.status_code == 400
        assert "op-error" in ids_in(answer.text)


def test_what_cannot_be_read_is_an_error_page(portal):
    for query in ["%FF=1", "client_id=%FF", "client_id=portal%00", "a=b&" * 200, "x=" + "y" * 40_000]:
        answer = portal.caller.get("/oauth/authorize?" + query)

        assert answer.status_code in (400, 414)
        assert "op-error" in ids_in(answer.text)


def test_4_1_2_state_comes_back_exactly(portal):
    for state in [
        "x" * 1000,
        "tỉnh An Liên",
        "a b+c%20&d=e#f",
        "<script>\"'\\",
        "\t",
        "x" * 8000,
        "https://evil.example/?a",
    ]:
        assert portal.answer(state=state)["state"] == state
        assert portal.answer(state=state, prompt="none", scope="nothing-known")["state"] == state


def test_4_1_2_no_state_gives_none(portal):
    assert portal.answer(state=None).parameters.keys() == {"code", "iss", "session_state"}


def test_3_3_unknown_and_repeated_scopes_are_ignored(portal):
    tokens = portal.tokens(scope="openid openid no-such-scope email email")

    assert tokens["scope"] == "openid email"


def test_3_3_a_scope_the_client_may_not_have_is_left_out(portal, citizen):
    assert portal.tokens(scope="openid dinh_danh")["scope"] == "openid"
    assert portal.answer(scope="dinh_danh")["error"] == "invalid_scope"
    assert portal.answer(scope=None)["error"] == "invalid_scope"


def test_4_1_2_1_a_client_that_may_not_ask_for_codes_hears_so(portal):
    client = db.session.get(Client, "portal")
    client.metadata_ = {**client.metadata_, "grant_types": ["client_credentials"]}

    assert portal.answer()["error"] == "unauthorized_client"
