"""OpenID Connect Core 1.0, 4: the citizen begins at our list of applications, which ask for a sign-in by themselves."""

from urllib.parse import parse_qs, urlsplit

import pytest

from idp.oauth.third_party_login import login_address
from idp.store.db import db
from idp.web.current import services
from tests.builders import a_client
from tests.oauth.records import a_registered
from tests.relying_party import agree, signed_in

ISSUER = "https://id.anlien.example"
AT = {"initiate_login_uri": "https://portal.anlien.example/begin"}


@pytest.fixture
def browser(app, client, citizen):
    signed_in(client, citizen)
    return client


def test_the_list_leads_to_a_connected_application_and_names_the_issuer(browser, citizen):
    a_client(metadata=AT)
    agree(citizen.id, scopes="openid")

    page = browser.get("/account/applications").text

    assert "Mở ứng dụng" in page
    assert 'href="https://portal.anlien.example/begin?iss=https%3A%2F%2Fid.anlien.example"' in page


def test_the_list_leads_to_applications_that_are_not_connected_yet(browser):
    a_client(metadata=AT, unit="Văn phòng UBND tỉnh")

    page = browser.get("/account/applications").text

    assert "Ứng dụng khác" in page
    assert 'href="https://portal.anlien.example/begin?iss=' in page


def test_nobody_is_led_to_a_suspended_application_or_to_one_that_did_not_ask_for_it(browser):
    a_client(metadata=AT, state="suspended")
    a_client("health")

    page = browser.get("/account/applications").text

    assert "Ứng dụng khác" not in page
    assert "begin?iss" not in page


def test_4_the_application_learns_the_issuer_and_its_own_page_and_nothing_of_the_citizen():
    address = _address(client_uri="https://portal.anlien.example/tin")

    assert parse_qs(urlsplit(address).query) == {
        "iss": [ISSUER],
        "target_link_uri": ["https://portal.anlien.example/tin"],
    }


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "http://portal.anlien.example/",
        "https://portal.anlien.example:8443/",
        "",
        None,
        1,
    ],
)
def test_4_no_page_of_anybody_else_is_named(elsewhere):
    assert _address(client_uri=elsewhere) == f"{AT['initiate_login_uri']}?iss=https%3A%2F%2Fid.anlien.example"


def test_4_a_query_of_the_registered_address_is_kept():
    address = _address(initiate_login_uri="https://portal.anlien.example/begin?via=sen%20id")

    assert address.startswith("https://portal.anlien.example/begin?via=sen%20id&iss=")


@pytest.mark.parametrize("odd", ["javascript:alert(1)", "app:/begin", "", None])
def test_an_address_no_browser_should_follow_is_not_linked(odd):
    assert _address(initiate_login_uri=odd) is None


def test_the_address_is_registered_by_the_rules_of_the_specification(app):
    def faults(address):
        outcome = services().client_desk.registrations.register(
            {"client_name": "X", "redirect_uris": ["https://x.example/cb"], "initiate_login_uri": address}
        )
        db.session.rollback()
        return [fault.member for fault in getattr(outcome, "faults", ())]

    assert faults("https://x.example/begin") == []
    assert faults("http://localhost:8001/begin") == []
    for address in ("http://x.example/begin", "app:/begin", "/begin", "javascript:1"):
        assert faults(address) == ["initiate_login_uri"], address


def _address(**metadata):
    registered = {**AT, "redirect_uris": ["https://portal.anlien.example/callback"], **metadata}
    return login_address(a_registered("openid", metadata=registered), ISSUER)
