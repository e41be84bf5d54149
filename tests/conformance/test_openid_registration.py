"""OpenID Connect Dynamic Client Registration 1.0, section by section, and what follows from it at sign-in."""

import json

import pytest

from tests.builders import a_citizen, a_client
from tests.registrant import CALLBACK, Web, invitation, party_of, refused, register, registered
from tests.relying_party import agree, signed_in

SECTOR = "https://sector.example/uris.json"


@pytest.fixture
def web(monkeypatch) -> Web:
    """What is on other people's servers."""
    return Web().install(monkeypatch)


# 2: client metadata

MEMBERS = {
    "application_type": "web",
    "subject_type": "pairwise",
    "id_token_signed_response_alg": "ES256",
    "token_endpoint_auth_signing_alg": "ES256",
    "default_max_age": 3600,
    "require_auth_time": True,
    "default_acr_values": ["urn:example:2"],
    "initiate_login_uri": "https://thuvien.example/begin",
    "post_logout_redirect_uris": ["https://thuvien.example/signed-out"],
    "backchannel_logout_uri": "https://thuvien.example/backchannel-logout",
    "backchannel_logout_session_required": True,
    "frontchannel_logout_uri": "https://thuvien.example/frontchannel-logout",
    "frontchannel_logout_session_required": True,
    "userinfo_signed_response_alg": "RS256",
    "request_object_signing_alg": "RS256",
    "request_uris": ["https://thuvien.example/request.jwt"],
    "jwks_uri": "https://thuvien.example/jwks.json",
}


def test_every_member_is_kept_and_told(app):
    told = registered(**MEMBERS).information

    assert {name: told.get(name) for name in MEMBERS} == MEMBERS


def test_addresses_at_which_others_begin_use_https(app):
    for address in ("http://thuvien.example/begin", "http://localhost/begin", "thuvien:begin", "begin"):
        said = refused(register(token=invitation(), initiate_login_uri=address))
        assert said == "initiate_login_uri must be an https address."


def test_native_applications_may_have_a_scheme_of_their_own_and_are_a_sector_of_their_own(app):
    native = {"application_type": "native", "token_endpoint_auth_method": "none"}
    for uri in (
        "portal.anlien.example:/callback",
        "vn.example.app://portal.anlien.example/callback",
        "http://127.0.0.1/callback",
        "http://localhost:8004/callback",
    ):
        mine = registered(redirect_uris=[uri], **native)
        assert mine.row.sector == mine.client_id, uri


def test_a_machine_of_ones_own_is_no_sector(app):
    mine = registered(redirect_uris=["https://localhost:8443/callback"])

    assert mine.row.sector == mine.client_id


WRONG = (
        ({"application_type": "toaster"}, "application_type is not supported"),
        ({"subject_type": "private"}, "subject_type is not supported"),
        ({"id_token_signed_response_alg": "none"}, "id_token_signed_response_alg is not supported"),
        ({"id_token_signed_response_alg": "HS256"}, "id_token_signed_response_alg is not supported"),
        ({"default_max_age": -1}, "default_max_age"),
        ({"default_max_age": "3600"}, "default_max_age has the wrong type"),
        ({"require_auth_time": "yes"}, "require_auth_time has the wrong type"),
        ({"backchannel_logout_uri": "http://thuvien.example/x"}, "backchannel_logout_uri is not an address"),
        ({"post_logout_redirect_uris": ["https://thuvien.example/#x"]}, "post_logout_redirect_uris is not an"),
        ({"sector_identifier_uri": "http://sector.example/uris.json"}, "sector_identifier_uri must be an https"),
    ({"sector_identifier_uri": "https://[::1/uris.json"}, "sector_identifier_uri must be an https"),
)  # fmt: skip


def test_members_that_are_wrong_are_refused_by_name(app, web):
    token = invitation()
    for changed, named in WRONG:
        assert named in refused(register(token=token, **changed))

    assert web.asked == []


# 3.2 and what follows: a client that registered itself signs citizens in


def test_the_sign_in_page_shows_logo_policy_and_terms(app, client):
    mine = registered(
        logo_uri="https://thuvien.example/logo.svg",
        policy_uri="https://thuvien.example/privacy",
        tos_uri="https://thuvien.example/terms",
        **{"policy_uri#vi": "https://thuvien.example/quyen-rieng-tu"},
    )
    page = client.get(party_of(client, mine).ask().location)

    assert 'id="client-logo"' in page.text
    assert 'id="client-tos"' in page.text
    for address in ("logo.svg", "quyen-rieng-tu", "terms"):
        assert f"https://thuvien.example/{address}" in page.text
    assert "https://thuvien.example" in page.headers["Content-Security-Policy"]
    assert "Thư viện tỉnh" in page.text


def test_a_citizen_signs_in_and_is_known_by_what_was_registered(app, client):
    mine = registered(id_token_signed_response_alg="ES256", scope="openid email")
    citizen = a_citizen()
    signed_in(client, citizen)
    agree(citizen.id, mine.client_id)
    party = party_of(client, mine)

    tokens = party.tokens(scope="openid email")

    assert party.header(tokens["id_token"])["alg"] == "ES256"
    assert set(party.userinfo(tokens["access_token"]).json) >= {"sub", "email"}


# 5: sector identifier documents


def test_the_document_lists_every_redirect_uri(app, web):
    other = "https://another.example/cb"
    web.documents[SECTOR] = [CALLBACK, other, "https://third.example/cb"]
    mine = registered(redirect_uris=[CALLBACK, other], sector_identifier_uri=SECTOR)

    assert mine.row.sector == "sector.example"
    assert mine.information["sector_identifier_uri"] == SECTOR
    assert web.asked == [SECTOR]


def test_a_redirect_uri_that_is_not_listed_is_refused(app, web):
    web.documents[SECTOR] = [CALLBACK]
    said = refused(
        register(
            token=invitation(),
            redirect_uris=[CALLBACK, "https://another.example/cb"],
            sector_identifier_uri=SECTOR,
        )
    )

    assert said == "sector_identifier_uri does not list every one of redirect_uris."


@pytest.mark.parametrize(
    "document",
    [b"<html>", {"uris": [CALLBACK]}, [CALLBACK, 7], CALLBACK, None, b"[" * 60_000],
    ids=["no JSON", "an object", "a number among them", "a text", "null", "too deep"],
)
def test_a_document_that_is_no_list_of_addresses_is_refused(app, web, document):
    web.documents[SECTOR] = document

    assert refused(register(token=invitation(), sector_identifier_uri=SECTOR)).startswith(
        "sector_identifier_uri "
    )


def test_a_document_that_is_not_there_is_refused(app, web):
    said = refused(register(token=invitation(), sector_identifier_uri=SECTOR))

    assert said == "sector_identifier_uri could not be fetched: connection."


@pytest.mark.parametrize(
    "inside", ["https://10.0.0.1/uris.json", "https://169.254.169.254/latest", "https://[fd00::1]/uris.json"]
)
def test_no_document_is_fetched_from_inside_the_house(app, inside):
    said = refused(register(token=invitation(), sector_identifier_uri=inside))

    assert said == "sector_identifier_uri could not be fetched: leads to an address that may not be reached."


def test_several_hosts_need_a_document(app):
    several = [CALLBACK, "https://another.example/cb"]

    assert "sector_identifier_uri needs to be given" in refused(
        register(token=invitation(), redirect_uris=several)
    )
    assert register(token=invitation(), redirect_uris=several, subject_type="public").status_code == 201


def test_a_document_is_fetched_again_when_what_it_vouches_for_changes(app, web):
    web.documents[SECTOR] = [CALLBACK]
    mine = registered(sector_identifier_uri=SECTOR)

    assert mine.update(client_uri="https://thuvien.example/").status_code == 200
    assert web.asked == [SECTOR]
    moved = ["https://thuvien.example/moved"]
    assert "does not list" in refused(mine.update(redirect_uris=moved))
    web.documents[SECTOR] = [CALLBACK, *moved]
    assert mine.update(redirect_uris=moved).status_code == 200
    assert web.asked == [SECTOR] * 3


def test_nothing_is_fetched_for_a_registration_that_is_refused_anyway(app, web):
    refused(register(token=invitation(), sector_identifier_uri=SECTOR, minimum_level=2))

    assert web.asked == []


def test_two_applications_of_one_sector_know_a_citizen_by_the_same_name(app, client, web):
    web.documents[SECTOR] = [CALLBACK, "https://another.example/cb"]
    citizen = a_citizen()
    signed_in(client, citizen)
    together = [
        registered(sector_identifier_uri=SECTOR),
        registered(sector_identifier_uri=SECTOR, redirect_uris=["https://another.example/cb"]),
        registered(redirect_uris=["https://another.example/cb"]),
    ]

    first, second, alone = (_subject(client, citizen, mine) for mine in together)

    assert first == second
    assert alone != first


def _subject(client, citizen, mine):
    agree(citizen.id, mine.client_id)
    party = party_of(client, mine)
    return party.claims(party.tokens(scope="openid")["id_token"])["sub"]


def test_contacts_are_shown_to_no_citizen(app, client):
    mine = registered(contacts=["nguoi.phu.trach@thuvien.example"])
    page = client.get(party_of(client, mine).ask().location)

    assert "nguoi.phu.trach" not in page.text
    assert json.dumps(mine.read().json["contacts"]) == '["nguoi.phu.trach@thuvien.example"]'


# 9.1: impersonation


def test_nobody_takes_the_name_of_an_application_that_an_operator_registered(app):
    a_client()
    token = invitation(uses=3)
    for name in ("Cổng dịch vụ công An Liên", "CỔNG DỊCH VỤ CÔNG AN LIÊN", "Cong dich vu cong An Lien"):
        assert (
            refused(register(token=token, client_name=name)) == "client_name belongs to another application."
        )
    assert "client_name#en belongs" in refused(
        register(token=token, **{"client_name#en": "An Liên public service portal"})
    )
    mine = registered(token)
    assert "client_name#vi" not in refused(mine.update(client_name="Cổng dịch vụ công An Liên"))

    # Two installations of one program may share its name.
    assert register(token=token).status_code == 201
