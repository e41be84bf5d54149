"""OAuth 2.0 Dynamic Client Registration Management (RFC 7592, 2.2): updates."""

import pytest

from idp.relying_parties.admission import TRIES
from idp.store.db import db
from idp.store.repositories.clients import Clients
from idp.web.current import services
from tests.registrant import CALLBACK, audited, echo, invitation, refused, registered
from tests.relying_party import RelyingParty

ELSEWHERE = "https://elsewhere.example/cb"
# 2.2: updating


def test_an_update_replaces_everything(app):
    mine = registered(logo_uri="https://thuvien.example/logo.svg", default_max_age=600)
    answer = mine.update(
        logo_uri=None, contacts=None, default_max_age=None, client_uri="https://thuvien.example/"
    )

    assert answer.status_code == 200
    assert answer.json["client_uri"] == "https://thuvien.example/"
    for taken_away in ("logo_uri", "contacts", "default_max_age"):
        assert taken_away not in answer.json
        assert taken_away not in mine.row.metadata_
    assert mine.read().json == answer.json


def test_what_is_left_out_is_what_is_usual_again(app):
    mine = registered(scope="openid email", token_endpoint_auth_method="client_secret_post")
    told = mine.put({"client_id": mine.client_id, "redirect_uris": [CALLBACK]}).json

    assert told["scope"] == "openid profile email phone address"
    assert told["token_endpoint_auth_method"] == "client_secret_basic"
    assert told["client_name"] == mine.client_id


def test_sending_back_what_was_told_changes_nothing(app):
    mine = registered()
    version = mine.row.version

    assert mine.update().json == mine.read().json
    assert mine.row.version == version
    assert [record.name for record in audited(client_id=mine.client_id)] == ["client.registered"]


def test_the_identifier_has_to_be_the_same(app):
    mine = registered()
    document = echo(mine.read().json)

    assert "client_id is missing" in refused(mine.put({**document, "client_id": None}))
    assert "client_id is not the registered one" in refused(mine.put({**document, "client_id": "portal"}))


@pytest.mark.parametrize(
    "member",
    [
        "registration_access_token",
        "registration_client_uri",
        "client_secret_expires_at",
        "client_id_issued_at",
    ],
)
def test_what_an_update_must_not_hold_is_refused(app, member):
    said = refused(registered().update(**{member: 0}))

    assert said == f"{member} must not be sent in an update."


def test_the_secret_may_be_sent_and_has_to_be_the_one_that_is_kept(app):
    mine = registered()

    assert mine.update(client_secret=mine.information["client_secret"]).status_code == 200
    for wrong in ("a-secret-of-ones-own-choice-0123456789", 7):
        assert "client_secret is not the registered one" in refused(mine.update(client_secret=wrong))
    party = RelyingParty(app.test_client(), mine.client_id, mine.information["client_secret"])
    assert party.post("/oauth/introspect", token="x").status_code == 200


def test_an_application_that_begins_to_need_a_secret_gets_one(app):
    mine = registered(token_endpoint_auth_method="none")
    answer = mine.update(token_endpoint_auth_method="client_secret_basic")

    assert answer.json["client_secret_expires_at"] == 0
    assert services().client_desk.secrets.matches(mine.row, answer.json["client_secret"])
    assert "client_secret" not in mine.update(client_uri="https://thuvien.example/").json


def test_an_application_that_needs_no_secret_any_more_has_none(app):
    mine = registered()
    assert mine.update(token_endpoint_auth_method="none").status_code == 200

    assert mine.row.secrets == []


def test_a_new_name_beside_the_old_tagged_one_is_what_is_meant(app):
    mine = registered()

    assert mine.read().json["client_name#vi"] == "Thư viện tỉnh"
    assert mine.update(client_name="Thư viện mới").json["client_name#vi"] == "Thư viện mới"
    assert mine.update(**{"client_name#vi": "Thư viện cũ"}).json["client_name"] == "Thư viện cũ"


def test_a_wrong_update_leaves_everything_as_it_was(app):
    mine = registered()
    before = mine.read().json

    refused(mine.update(redirect_uris=["https://thuvien.example/#x"]), "invalid_redirect_uri")
    refused(mine.put(b"[" * 50_000))
    refused(mine.put(b'{"client_id": "' + b"x" * 70_000 + b'"}'))
    refused(mine.update(response_types=["id_token"]))

    assert mine.read().json == before


def test_what_was_permitted_binds_updates_too(app):
    mine = registered(invitation(redirect_hosts=("thuvien.example",), scopes=("profile", "email")))

    assert "redirect_uris goes beyond" in refused(
        mine.update(redirect_uris=[ELSEWHERE], sector=None), "invalid_redirect_uri"
    )
    assert "scope goes beyond" in refused(mine.update(scope="openid lien_he"))
    assert "scope_policy gives" in refused(mine.update(scope="openid dan_toc"))


@pytest.mark.parametrize(
    "ours",
    [
        {"require_pkce": False},
        {"minimum_level": 2},
        {"unit": "Sở Văn hóa"},
        {"sector": "x"},
        {"audiences": ["x"]},
    ],
    ids=lambda ours: next(iter(ours)),
)
def test_what_is_ours_to_decide_is_not_changed(app, ours):
    assert "is decided by the provider" in refused(registered().update(**ours))


def test_what_an_operator_has_decided_stays(app):
    mine = registered()
    ground = {"legal_basis": "law", "legal_reference": "Luật Thư viện 2019"}
    changes = {
        "unit": "Sở Văn hóa",
        "minimum_level": 2,
        "audiences": ["https://api.example"],
        "scope": "openid profile dan_toc",
        "scope_policy": {"dan_toc": ground},
        "sector": "van-hoa",
        "require_pkce": False,
        "pkce_exempt_until": "2027-01-31",
    }
    services().client_desk.registrations.change(mine.row, changes, mine.row.version)
    db.session.commit()

    told = mine.update(client_uri="https://thuvien.example/", scope_policy=None, unit=None).json

    assert {name: told[name] for name in changes if name != "scope_policy"} == {
        name: value for name, value in changes.items() if name != "scope_policy"
    }
    assert told["scope_policy"]["dan_toc"]["legal_reference"] == "Luật Thư viện 2019"
    assert told["client_uri"] == "https://thuvien.example/"
    # Less may be asked for at any time; the ground goes with its scope.
    assert "dan_toc" not in str(mine.update(scope="openid profile"))


def test_what_cannot_be_read_any_more_is_left_to_an_operator(app):
    mine = registered()
    document = echo(mine.read().json)
    mine.row.metadata_ = {**mine.row.metadata_, "application_type": "toaster"}
    db.session.commit()

    assert "an operator has to look at it first" in refused(mine.put(document))


def test_answers_cannot_be_led_elsewhere_under_the_subject_of_another_host(app):
    """Registering with another's host and then moving away from it would give its subjects."""
    mine = registered(redirect_uris=["https://portal.anlien.example/callback"])
    assert mine.row.sector == "portal.anlien.example"

    assert mine.update(redirect_uris=[ELSEWHERE]).json["sector"] == "elsewhere.example"


def test_an_update_is_audited_as_the_applications_own(app):
    mine = registered()
    mine.update(client_uri="https://thuvien.example/")

    assert [(record.name, record.details["by"]) for record in audited(client_id=mine.client_id)] == [
        ("client.registered", "client"),
        ("client.changed", "client"),
    ]
    assert audited(client_id=mine.client_id)[1].details["members"] == ["client_uri"]


def test_an_update_that_comes_too_late_changes_nothing(app, monkeypatch):
    mine = registered()
    monkeypatch.setattr(Clients, "change", lambda *_, **__: False)
    answer = mine.update(client_uri="https://thuvien.example/")

    assert (answer.status_code, answer.json["error"]) == (409, "temporarily_unavailable")


def test_so_often_an_hour_and_not_more(app):
    mine = registered()
    answers = [mine.put({}).status_code for _ in range(TRIES + 1)]

    assert answers == [400] * TRIES + [429]


def test_what_two_people_let_in_is_not_moved_by_the_application_alone(app):
    mine = registered(scope="openid email")
    grounds = {"email": {"legal_basis": "law", "legal_reference": "Luật Thư viện 2019"}}
    registrations = services().client_desk.registrations
    registrations.change(mine.row, {"scope_policy": grounds}, mine.row.version)
    db.session.commit()

    moved = mine.update(redirect_uris=[ELSEWHERE])
    assert "redirect_uris is decided by the provider" in refused(moved, "invalid_redirect_uri")
    assert mine.update(client_uri="https://thuvien.example/").status_code == 200
    assert mine.row.metadata_["redirect_uris"] == [CALLBACK]
    assert mine.row.scope_policy["email"]["legal_basis"] == "law"
