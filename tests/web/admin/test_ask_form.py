"""Whoever asks for approval tells what somebody who approves has to know, on the page where they ask."""

import pytest

from idp.operators.rights import Role
from idp.relying_parties.untold import untold
from idp.store.db import db
from idp.web.admin.ask_form import untold_words
from idp.web.current import services
from tests.web.admin.people import UNIT, somebody

ASK = "/admin/clients/dat-lich/life/ask"
BARE = {
    "client_id": "dat-lich",
    "client_name": "Đặt lịch",
    "redirect_uris": ["https://datlich.anlien.example/callback"],
    "scope": "openid phone du_lieu_khac",
    "scope_policy": {"phone": {"legal_basis": "consent"}},
    "unit": UNIT,
}
TYPED = {
    "scopes-phone-purpose_vi": "Nhắc lịch khám",
    "scopes-phone-purpose_en": "Reminders of visits",
    "scopes-phone-retention": "1 năm",
    "technical_contact-name": "Lê Văn Minh",
    "technical_contact-email": "minh@soyte.anlien.example",
    "legal_contact-name": "Phạm Thị Hoa",
    "legal_contact-email": "hoa@soyte.anlien.example",
}


@pytest.fixture
def minh(app, clock):
    """A developer of a unit, with a draft as the desk makes one."""
    caller = somebody(app, clock, Role.UNIT_DEVELOPER, "minh", UNIT)
    services().client_changes.life.coach_is_complete = lambda _client_id: True
    services().client_desk.registrations.register(BARE, operator_id=caller.operator_id, state="draft")
    db.session.commit()
    return caller


def now():
    db.session.expire_all()
    return services().clients.find("dat-lich")


def test_the_page_names_what_is_missing(minh):
    page = minh.get(ASK).text

    for part in ("Mục đích (tiếng Anh)", "Thời hạn lưu giữ", "Đầu mối pháp lý"):
        assert part in page.partition('id="untold"')[2].partition("</ul>")[0]


def test_what_is_told_is_kept_and_asked_for(minh):
    answer = minh.submit(minh.get(ASK), form="ask", **TYPED)

    assert answer.location.startswith("/admin/requests/")
    client = now()
    assert client.state == "requested"
    assert client.scope_policy["phone"]["purpose"]["en"] == "Reminders of visits"
    assert client.metadata_["scope"] == "openid phone du_lieu_khac"
    people = services().client_changes.history.contacts.of(client)
    assert people["legal_contact"]["name"] == "Phạm Thị Hoa"


@pytest.mark.parametrize("left_out", TYPED)
def test_nothing_is_asked_for_while_something_is_missing_and_nothing_typed_is_lost(minh, left_out):
    answer = minh.submit(minh.get(ASK), form="ask", reason="Xin duyệt", **{**TYPED, left_out: ""})

    assert answer.status_code == 422
    assert f'href="#{left_out}"' in answer.text
    assert 'id="untold"' not in answer.text  # named once: beside its field and in the summary
    for typed in ("Xin duyệt", *(value for name, value in TYPED.items() if name != left_out)):
        assert typed in answer.text
    assert now().state == "draft"


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(minh):
    page = minh.get(ASK)
    registrations = services().client_desk.registrations
    registrations.change(now(), {"client_name": "Đặt lịch khám"}, now().version)
    db.session.commit()

    answer = minh.submit(page, form="ask", **TYPED)

    assert answer.status_code == 409
    assert "Nhắc lịch khám" in answer.text
    assert "retention" not in now().scope_policy["phone"]


def test_every_missing_part_has_words(app):
    law = {"scope": "phone", "scope_policy": {"phone": {"legal_basis": "law"}}}
    faults = [fault for document in (law, {"scope": "phone"}) for fault in untold(document, ("phone",))]
    with app.test_request_context():
        words = [untold_words(fault) for fault in faults]

    assert all(each.startswith("Còn thiếu: ") for each in words)
