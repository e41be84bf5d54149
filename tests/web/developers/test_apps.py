"""A developer registers a test application, and sees their own only."""

import re

import pytest

from idp.store.db import db
from idp.store.models import AuditRecord, Client
from idp.web.current import services
from tests.builders import a_client
from tests.relying_party import RelyingParty
from tests.web.sandbox.test_sides import tokens_of

CALLBACK = "http://localhost:5000/callback"


def fill(desk, kind="web", **typed):
    page = desk.get(f"/developers/apps/new/{kind}")
    assert page.status_code == 200, page.text
    values = {
        "client_name": "Thư viện thử",
        "client_name_en": "Test library",
        "redirect_uris-0": CALLBACK,
        "scopes": ["profile", "do_tuoi"],
        **typed,
    }
    return desk.submit(page, form="draft", **values)


def the_one() -> Client:
    return db.session.query(Client).one()


def test_a_developer_sees_their_own_applications_only(desk, minh):
    a_client("mine", name="Của tôi", made_by=minh.operator_id, state="draft")
    a_client("other", name="Của người khác", state="draft")

    page = desk.get("/developers/apps").text

    assert "Của tôi" in page
    assert "Của người khác" not in page


def test_who_is_not_signed_in_is_sent_to_do_so_and_comes_back(client):
    answer = client.get("/developers/apps")

    assert answer.status_code == 303
    assert answer.location.endswith("/admin/sign-in?then=/developers/apps")


def test_a_test_application_is_a_draft_of_the_developer_and_works_at_once(desk, minh):
    answer = fill(desk)

    assert answer.status_code == 303
    made = the_one()
    assert (made.state, made.made_by, made.unit) == ("draft", minh.operator_id, "Sở Y tế")
    assert made.metadata_["redirect_uris"] == [CALLBACK]
    page = desk.get(answer.location).text
    secret = re.search(r'id="client-secret" value="([^"]+)"', page)[1]
    assert secret not in desk.get(answer.location).text
    party = RelyingParty(desk, made.client_id, secret, CALLBACK, "openid do_tuoi")
    tokens = tokens_of(party)
    assert party.userinfo(tokens["access_token"]).json["vn_age_over_18"] is True


@pytest.mark.parametrize("kind", ["spa", "native"])
def test_applications_without_a_server_have_no_secret(desk, kind):
    uri = "vn.example.library:/callback" if kind == "native" else CALLBACK
    answer = fill(desk, kind, **{"redirect_uris-0": uri, "token_endpoint_auth_method": None})

    made = the_one()
    assert answer.location.endswith(f"/developers/apps/{made.client_id}")
    assert made.metadata_["token_endpoint_auth_method"] == "none"
    assert not made.secrets


def test_the_address_of_asp_net_sends_the_secret_in_the_form(desk):
    fill(desk, token_endpoint_auth_method="client_secret_post")

    assert the_one().metadata_["token_endpoint_auth_method"] == "client_secret_post"


def test_refresh_tokens_come_with_offline_access(desk):
    fill(desk, scopes=["profile", "offline_access"])

    assert the_one().metadata_["grant_types"] == ["authorization_code", "refresh_token"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"client_name": ""}, "Vui lòng nhập tên ứng dụng"),
        ({"redirect_uris-0": "http://library.example/callback"}, "phải dùng https"),
        ({"redirect_uris-0": ""}, "redirect_uris"),
        ({"scopes": ["dinh_danh"]}, "Có mục chỉ được cấp theo luật"),
        ({"scopes": ["everything"]}, "everything"),
        ({"backchannel_logout_uri": "ftp://x"}, "ftp"),
    ],
)
def test_what_cannot_be_registered_is_said_beside_the_field(desk, typed, said):
    answer = fill(desk, **typed)

    assert answer.status_code == 422
    assert said in answer.text
    assert db.session.query(Client).count() == 0


def test_a_law_that_is_named_opens_what_only_law_opens(desk):
    fill(desk, scopes=["dinh_danh"], legal_reference="Luật Thư viện 2019, Điều 38")

    assert the_one().scope_policy["dinh_danh"]["legal_basis"] == "law"


def test_fields_nobody_offers_change_nothing(desk, minh):
    page = desk.get("/developers/apps/new/web")
    desk.submit(
        page,
        form="draft",
        client_name="X",
        **{"redirect_uris-0": CALLBACK, "state": "live", "unit": "Sở Tài chính", "client_id": "portal"},
        audiences="https://api.example",
        made_by="somebody",
        minimum_level="2",
    )

    made = the_one()
    assert (made.state, made.unit, made.made_by) == ("draft", "Sở Y tế", minh.operator_id)
    assert made.client_id != "portal"
    assert not made.audiences


def test_a_second_address_is_a_press_away(desk):
    page = desk.get("/developers/apps/new/web")
    page = desk.submit(page, form="draft", do="add", **{"redirect_uris-0": CALLBACK})

    assert 'name="redirect_uris-1"' in page.text


def test_other_kinds_are_for_the_console(desk):
    assert desk.get("/developers/apps/new/machine").status_code == 404


def test_registering_is_in_the_audit_log(desk, minh):
    fill(desk)

    found = db.session.query(AuditRecord).filter_by(name="client.registered").one()
    assert found.operator_id == minh.operator_id
    assert services().clients.find(found.client_id).state == "draft"
