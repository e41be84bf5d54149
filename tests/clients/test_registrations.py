"""What each application is registered for is what it asks for and where it listens."""

import importlib
import json

import pytest

from clients.kit.notice import REGISTRATIONS
from tests.clients.conftest import settings_of
from tests.clients.visitor import Visitor

DOCUMENTS = {path.stem: json.loads(path.read_text("utf-8")) for path in REGISTRATIONS.glob("*.json")}
SIGN_IN = ("portal", "health", "land")


def test_there_is_one_for_each():
    assert set(DOCUMENTS) == {*SIGN_IN, "lgsp", "kiosk", "bank", "nightly-sync"}
    assert [name for name, document in DOCUMENTS.items() if document["client_id"] != name] == []


@pytest.mark.parametrize("name", SIGN_IN)
def test_it_asks_for_what_it_is_registered_for(name):
    scope = importlib.import_module(f"clients.{name}.app").SCOPE

    assert set(scope.split()) == set(DOCUMENTS[name]["scope"].split())


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_scope_has_its_ground_and_purpose_in_both_languages(name):
    document = DOCUMENTS[name]
    grounds = document.get("scope_policy", {})

    assert set(grounds) == set(document["scope"].split()) - {"openid"}
    for ground in grounds.values():
        assert set(ground["purpose"]) == {"vi", "en"}
        assert ground["retention"]
        assert ground["legal_basis"] == "consent" or ground["legal_reference"]


@pytest.mark.parametrize("name", SIGN_IN)
def test_every_registered_address_is_there(name, request):
    visitor: Visitor = request.getfixturevalue(name)
    document = DOCUMENTS[name]
    rules = {rule.rule for rule in visitor.app.url_map.iter_rules()}
    addresses = [*document["redirect_uris"], *document["post_logout_redirect_uris"]]
    addresses.append(document["backchannel_logout_uri"])

    assert {address.removeprefix(f"{{{name}}}") for address in addresses} <= rules
    for member in ("client_uri", "logo_uri", "policy_uri", "tos_uri"):
        with visitor.http.get(document[member].removeprefix(f"{{{name}}}")) as answer:
            assert answer.status_code == 200, member


@pytest.mark.parametrize("name", SIGN_IN)
def test_the_notice_says_what_was_registered(name, request):
    page = request.getfixturevalue(name).http.get("/privacy?lang=en").text

    for ground in DOCUMENTS[name]["scope_policy"].values():
        assert ground["purpose"]["en"] in page
        assert ground.get("legal_reference", "Your consent") in page


def test_the_kiosk_has_no_page_of_its_own_to_come_back_to(provider, tmp_path):
    from clients.kiosk.app import create_app
    from clients.kiosk.pages import SCOPE

    document = DOCUMENTS["kiosk"]
    http = create_app(settings_of("kiosk", provider, tmp_path)).test_client()

    assert document["redirect_uris"] == document["response_types"] == []
    assert set(SCOPE.split()) == set(document["scope"].split())
    for member in ("client_uri", "logo_uri", "policy_uri", "tos_uri"):
        with http.get(document[member].removeprefix("{kiosk}")) as answer:
            assert answer.status_code == 200, member
    assert http.post("/backchannel-logout").status_code == 400


def test_the_resource_server_takes_no_tokens_for_itself():
    assert DOCUMENTS["lgsp"]["grant_types"] == []
    assert DOCUMENTS["lgsp"]["audiences"] == ["{lgsp}"]
    assert DOCUMENTS["portal"]["audiences"] == DOCUMENTS["nightly-sync"]["audiences"] == ["{lgsp}"]


def test_sectors_differ_so_that_subjects_cannot_be_joined():
    sectors = [DOCUMENTS[name]["sector"] for name in SIGN_IN]

    assert len(set(sectors)) == len(sectors)
