"""Claims of yes or no at UserInfo: residence without an address, told as registered and never at the asker's choice."""

import pytest

from idp.store.db import db
from idp.web.current import services
from tests.builders import a_citizen
from tests.conformance.verified import HOME, with_identity
from tests.installation import changed
from tests.relying_party import a_portal, agree

SCOPES = "openid cu_tru"


@pytest.fixture
def settings(settings):
    return changed(settings, province_code="98")


@pytest.fixture
def citizen(app):
    return with_identity(a_citizen(), permanent_address=HOME)


@pytest.fixture
def portal(app, client, citizen):
    party = a_portal(client, citizen, SCOPES)
    agree(citizen.id, scopes=SCOPES)
    return party


def test_residence_in_the_province_is_told_without_the_address(portal):
    assert _told(portal) == {"vn_resident_of_province": True}


def test_residence_in_the_commune_is_told_to_the_application_of_a_commune(portal):
    _register_commune("98001")
    assert _told(portal)["vn_resident_of_commune"] is True

    _register_commune("98002")
    assert _told(portal)["vn_resident_of_commune"] is False


def test_an_application_cannot_choose_the_commune_it_asks_about(portal):
    claims = '{"userinfo":{"vn_resident_of_commune":{"value":"98001"}}}'
    token = portal.tokens(scope="openid", claims=claims)["access_token"]

    assert portal.userinfo(token).json.keys() == {"sub"}


def test_what_the_register_does_not_say_is_not_told(portal, citizen):
    with_identity(citizen, permanent_address={"detail": "1 Hoa Sen", "province": "Tỉnh An Liên"})
    _register_commune("98001")

    assert _told(portal) == {}


def test_without_the_scope_nothing_is_told(app, client, citizen):
    party = a_portal(client, citizen, "openid profile")
    agree(citizen.id, scopes="openid profile")
    token = party.tokens(scope="openid cu_tru", claims='{"id_token":{"vn_resident_of_province":null}}')

    assert "vn_resident_of_province" not in party.userinfo(token["access_token"]).json
    assert "vn_resident_of_province" not in party.claims(token["id_token"])


def test_the_citizen_reads_that_it_is_no_address(app, client, citizen):
    party = a_portal(client, citizen, SCOPES)

    page = client.get(party.ask(scope=SCOPES).location).text

    assert "không phải địa chỉ" in page
    assert "Hoa Sen" not in page


def _told(portal):
    answer = portal.userinfo(portal.tokens(scope=SCOPES)["access_token"]).json
    return {name: value for name, value in answer.items() if name != "sub"}


def _register_commune(code):
    client = services().clients.find("portal")
    client.scope_policy = {
        **client.scope_policy,
        "cu_tru": {**client.scope_policy["cu_tru"], "commune": code},
    }
    db.session.commit()
