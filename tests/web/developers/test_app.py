"""One application at the desk: its own developer looks at it and changes it, nobody else."""

import pytest

from idp.store.db import db
from idp.store.models import AuditRecord, Client
from tests.builders import a_client
from tests.web.developers.conftest import UNIT

PAGES = ["", "/edit", "/secrets", "/secret", "/faults"]
ACTS = ["/edit", "/secrets", "/faults"]


@pytest.fixture
def mine(minh):
    return a_client("mine", name="Thư viện", made_by=minh.operator_id, unit=UNIT, state="draft", kind="web")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("other", ["other", "of-my-unit", "nobody"])
def test_somebody_elses_draft_is_not_there_and_the_try_is_kept(desk, minh, page, other):
    a_client("other", state="draft", unit="Sở Tài chính")
    a_client("of-my-unit", state="draft", unit=UNIT, made_by="somebody-else")

    assert desk.get(f"/developers/apps/{other}{page}").status_code == 404
    denied = db.session.query(AuditRecord).filter_by(name="operator.denied")
    assert [row.client_id for row in denied] == ([] if other == "nobody" else [other])


@pytest.mark.parametrize("act", ACTS)
def test_nor_can_anything_be_done_to_it(desk, mine, act):
    other = a_client("other", state="draft", unit="Sở Tài chính")
    before = other.version, list(other.secrets), other.faults
    token = desk.get(f"/developers/apps/mine{act}").text.partition('name="csrf_token"')[2]
    token = token.partition('value="')[2].partition('"')[0]

    answer = desk.post(f"/developers/apps/other{act}", data={"csrf_token": token, "faults": "wrong_nonce"})

    assert answer.status_code == 404
    db.session.expire_all()
    assert (other.version, list(other.secrets), other.faults) == before


def test_the_settings_are_ready_to_copy(desk, mine):
    page = desk.get("/developers/apps/mine").text

    assert 'value="mine"' in page
    assert 'value="https://id.anlien.example/.well-known/openid-configuration"' in page
    assert "client_id=&#34;mine&#34;" in page
    assert "https://portal.anlien.example/callback" in page
    assert "appauth" not in page.lower()


def test_a_draft_is_changed(desk, mine):
    page = desk.get("/developers/apps/mine/edit")
    answer = desk.submit(page, form="draft", client_name="Thư viện mới", scopes=["profile", "email"])

    assert answer.status_code == 303
    db.session.expire_all()
    assert mine.name == "Thư viện mới"
    assert mine.metadata_["scope"] == "openid profile email"
    assert mine.scope_policy["profile"]["legal_basis"] == "law"  # what was registered of it stays
    assert mine.unit == UNIT


def test_a_draft_changed_by_somebody_else_meanwhile_is_not_overwritten(desk, mine):
    page = desk.get("/developers/apps/mine/edit")
    db.session.query(Client).update({"version": 7, "name": "Của người khác"})
    db.session.commit()

    answer = desk.submit(page, form="draft", client_name="Của tôi")

    assert answer.status_code == 409
    assert "Của tôi" in answer.text
    db.session.expire_all()
    assert mine.name == "Của người khác"


@pytest.mark.parametrize("state", ["requested", "test", "live", "suspended", "retired"])
def test_what_is_no_draft_is_not_changed_here(desk, mine, state):
    page = desk.get("/developers/apps/mine/edit")
    mine.state = state
    db.session.commit()

    assert desk.submit(page, form="draft", client_name="Khác").status_code in (200, 403)
    assert "Khác" not in desk.get("/developers/apps/mine").text
    db.session.expire_all()
    assert mine.name == "Thư viện"


def test_what_needs_more_than_the_short_form_is_left_to_the_console(desk, mine):
    mine.metadata_ = {**mine.metadata_, "token_endpoint_auth_method": "private_key_jwt"}
    db.session.commit()

    assert 'id="draft"' not in desk.get("/developers/apps/mine/edit").text
