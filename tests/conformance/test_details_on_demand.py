"""Scopes whose data is fetched on demand (OpenID Connect Core, 5.4): from the consent to UserInfo."""

import json

import pytest
from sqlalchemy import select

from idp.oauth.scopes import LAW_ONLY
from idp.store.db import db
from idp.store.models import AuditRecord, Citizen, Client
from idp.web.current import services
from tests.builders import a_citizen, a_client, a_person
from tests.citizens.proofing.people import behave
from tests.relying_party import RelyingParty, path_of, read_answer, signed_in

BAY, HANG, TRUNG, HOA, UT = "098172000101", "098187000122", "098082000121", "098190000103", "098045000102"
CLAIM_OF = {
    "ton_giao": "vn_religion",
    "nhom_mau": "vn_blood_type",
    "ho_gia_dinh": "vn_household",
    "to_chuc": "vn_org",
    "can_bo": "vn_official",
    "dai_dien": "vn_on_behalf_of",
}
SCOPES = ("openid", *CLAIM_OF)
SECRET = "a-secret-of-another-client-in-the-tests-987654"


def _law(scope):
    return {
        "legal_basis": "law",
        "legal_reference": f"Luật của {scope}",
        "purpose": {"vi": "Giải quyết hồ sơ"},
    }


def _register(client_id="portal", scopes=SCOPES, **changed):
    return a_client(
        client_id, scopes=scopes, scope_policy={scope: _law(scope) for scope in scopes}, **changed
    )


def _sign_in(client, number, ground="law"):
    """Somebody of the register, who has answered every application there is."""
    citizen = a_citizen(a_person(number=number))
    signed_in(client, citizen)
    for application in db.session.scalars(select(Client)).all():
        decisions = dict.fromkeys((*SCOPES, "profile", "offline_access"), ground)
        services().consents.keep(citizen.id, application.client_id, decisions)
    db.session.commit()
    return RelyingParty(client)


def _told(portal, scope, **more):
    return portal.userinfo(portal.tokens(scope=f"openid {scope}", **more)["access_token"]).json


@pytest.mark.parametrize(
    ("scope", "number"),
    [
        ("ton_giao", BAY),
        ("nhom_mau", BAY),
        ("ho_gia_dinh", HANG),
        ("to_chuc", HANG),
        ("can_bo", TRUNG),
        ("dai_dien", HOA),
    ],
)
def test_5_4_who_has_it_gives_it_by_its_scope_alone(app, client, scope, number):
    _register()
    portal = _sign_in(client, number)

    assert _told(portal, "").keys() == {"sub"}
    told = _told(portal, scope)

    assert told.keys() == {"sub", CLAIM_OF[scope]}
    assert number not in json.dumps(told)


@pytest.mark.parametrize("scope", CLAIM_OF)
def test_5_3_2_who_has_none_gives_none(app, client, scope):
    _register()

    assert _told(_sign_in(client, UT), scope).keys() == {"sub"}


def test_the_shapes_of_the_claims(app, client):
    _register()
    told = _told(_sign_in(client, HANG), "to_chuc ho_gia_dinh dai_dien")
    child = told["vn_on_behalf_of"][0]

    assert told["vn_org"] == [
        {
            "id": "9800000122",
            "id_type": "mst",
            "name": "Công ty TNHH Nông sản Sen Hồng",
            "role": "dai_dien_phap_luat",
        },
        {
            "id": "9800000122001",
            "id_type": "mst",
            "name": "Chi nhánh Cầu Ngang – Nông sản Sen Hồng",
            "role": "duoc_uy_quyen",
            "valid_to": "2030-12-31",
        },
    ]
    assert told["vn_household"] == {
        "relation_to_head": "head",
        "members": [{"sub": child["sub"], "relation_to_head": "child"}],
    }
    assert (child["relation"], child["basis"], child["valid_to"]) == (
        "me",
        "con_chua_thanh_nien",
        "2032-09-04",
    )


def test_an_official_is_told_by_unit_title_and_roles(app, client):
    _register()

    assert _told(_sign_in(client, TRUNG), "can_bo")["vn_official"] == {
        "unit_code": "H98.1.1",
        "unit": "Ủy ban nhân dân phường Sen Hồng",
        "title": "Công chức tư pháp – hộ tịch",
        "roles": ["tiep_nhan_ho_so", "chung_thuc"],
    }


def test_8_1_other_people_have_one_reference_in_a_sector_and_another_elsewhere(app, client):
    _register()
    _register("same", secret=SECRET)
    _register("other", secret=SECRET, sector="other.anlien.example")
    portal = _sign_in(client, HOA)
    parties = portal, RelyingParty(client, "same", SECRET), RelyingParty(client, "other", SECRET)

    here, beside, elsewhere = (
        [child["sub"] for child in _told(party, "dai_dien")["vn_on_behalf_of"]] for party in parties
    )

    assert here == beside
    assert len({*here, *elsewhere}) == 4
    register = services().register._exchange.register
    inner = register.consumers.by_id("sen-id").pseudonym("098215000105")
    assert inner not in here + elsewhere


def test_a_client_without_the_scope_in_its_policy_is_not_given_it_and_nothing_is_asked(app, client):
    _register(scopes=("openid", "profile"))
    portal = _sign_in(client, BAY)

    tokens = portal.tokens(
        scope=" ".join(SCOPES), claims=json.dumps({"userinfo": dict.fromkeys(CLAIM_OF.values())})
    )

    assert tokens["scope"] == "openid"
    assert portal.userinfo(tokens["access_token"]).json.keys() == {"sub"}
    assert not services().register._exchange.register.ledger.lines


def test_what_one_client_had_fetched_is_not_given_to_another_that_may_not_have_it(app, client):
    _register()
    _register("other", secret=SECRET, scopes=("openid", "nhom_mau"))
    portal = _sign_in(client, BAY)
    assert _told(portal, "ton_giao")["vn_religion"] == "01"

    other = RelyingParty(client, "other", SECRET)

    assert _told(other, "ton_giao nhom_mau").keys() == {"sub", "vn_blood_type"}


@pytest.mark.parametrize("scope", sorted(CLAIM_OF.keys() & LAW_ONLY))
def test_consent_alone_does_not_open_what_needs_a_law(app, client, scope):
    a_client(scopes=("openid", scope), scope_policy={scope: {"legal_basis": "consent"}})
    portal = _sign_in(client, BAY, ground="consent")

    assert portal.tokens(scope=f"openid {scope}")["scope"] == "openid"


@pytest.mark.parametrize("profile", ["down", "maintenance", "correcting"])
def test_a_register_that_is_down_costs_the_claim_and_not_the_sign_in(app, client, profile):
    _register()
    portal = _sign_in(client, BAY)
    behave(services(), profile)
    assert _told(portal, "ton_giao dai_dien").keys() == {"sub"}

    behave(services(), "calm")

    assert _told(portal, "ton_giao dai_dien").keys() == {"sub", "vn_religion", "vn_on_behalf_of"}


def test_what_is_too_old_is_not_told_and_fetched_at_the_next_sign_in(app, client, clock):
    _register(scopes=(*SCOPES, "offline_access"))
    portal = _sign_in(client, HANG)
    tokens = portal.tokens(scope="openid to_chuc offline_access")
    citizen = db.session.scalar(select(Citizen))

    clock.advance(hours=26)
    later = portal.refresh(tokens["refresh_token"]).json

    assert portal.userinfo(later["access_token"]).json.keys() == {"sub"}
    signed_in(client, citizen)
    assert "vn_org" in _told(portal, "to_chuc")


def test_nothing_is_fetched_before_the_citizen_went_on(app, client):
    _register()
    citizen = a_citizen(a_person(number=BAY))
    signed_in(client, citizen)
    portal = RelyingParty(client)
    ledger = services().register._exchange.register.ledger

    waiting = portal.ask(scope="openid ton_giao")
    assert path_of(waiting) == "/consent"
    page = client.get(waiting.location)
    assert "Chỉ được lấy từ cơ sở dữ liệu của cơ quan nhà nước" in page.text
    assert not ledger.lines

    done = client.submit(page, do="allow")
    code = read_answer(client.get(done.location))["code"]

    assert [(line.ground, line.fields) for line in ledger.lines] == [("Luật của ton_giao", ("ton_giao",))]
    assert portal.userinfo(portal.redeem(code).json["access_token"]).json["vn_religion"] == "01"


def test_what_the_citizen_declined_is_not_fetched(app, client):
    consent = {"legal_basis": "consent", "optional": True}
    a_client(scopes=("openid", "to_chuc"), scope_policy={"to_chuc": consent})
    citizen = a_citizen(a_person(number=HANG))
    signed_in(client, citizen)
    services().consents.keep(citizen.id, "portal", {"openid": "consent", "to_chuc": "declined"})
    db.session.commit()

    assert _told(RelyingParty(client), "to_chuc").keys() == {"sub"}
    assert not services().register._exchange.register.ledger.lines


def test_5_5_a_single_claim_is_fetched_too_and_can_go_into_the_id_token(app, client):
    _register()
    portal = _sign_in(client, HOA)
    tokens = portal.tokens(scope="openid", claims=json.dumps({"id_token": {"vn_on_behalf_of": None}}))
    inside = portal.claims(tokens["id_token"])

    assert [child["relation"] for child in inside["vn_on_behalf_of"]] == ["me", "me"]
    assert all("reference" not in child for child in inside["vn_on_behalf_of"])


def test_a_release_is_recorded_and_the_citizen_reads_of_it(app, client):
    _register()
    _told(_sign_in(client, TRUNG), "can_bo ton_giao")

    record = db.session.scalar(select(AuditRecord).where(AuditRecord.name == "oauth.claims_released"))
    assert record.details["claims"] == ["vn_official", "vn_religion"]
    assert "chức vụ, đơn vị công tác, tôn giáo" in client.get("/account/activity").text
    assert "tôn giáo" in client.get("/account/applications").text


def test_what_was_fetched_goes_with_the_application(app, client):
    _register()
    _told(_sign_in(client, BAY), "ton_giao")

    client.submit(client.get("/account/applications"))

    assert "vn_religion" not in services().people.claims_of(db.session.scalar(select(Citizen)))


def test_known_details_cost_the_hot_paths_nothing(app, client, statements):
    _register()
    portal = _sign_in(client, BAY)
    scope = " ".join(SCOPES)
    portal.tokens(scope=scope)
    portal.keys()

    with statements.counted():
        code = portal.code(scope=scope)
    assert len(statements) <= 5, str(statements)

    statements.clear()
    with statements.counted():
        token = portal.redeem(code).json["access_token"]
    assert len(statements) <= 6, str(statements)

    statements.clear()
    with statements.counted():
        assert portal.userinfo(token).json["vn_religion"] == "01"
    assert len(statements) <= 2, str(statements)
