"""From a draft to a live application: who may take which step, and who may not."""

import pytest
from sqlalchemy import select

from idp.operators.rights import Role
from idp.store.db import db
from idp.store.models import AuditRecord, Client
from idp.web.current import services
from tests.builders import a_client
from tests.coaching import coach_is_content
from tests.pages import form_with
from tests.web.admin.conftest import confirm
from tests.web.admin.people import OTHER_UNIT, UNIT, somebody
from tests.web.admin.test_clients import WEB

PAGE = "/admin/clients/thu-vien"
PERSON = {"name": "Lê Văn Minh", "email": "minh@anlien.example"}
TOLD = {
    **WEB,
    "scopes-ho_ten-purpose_en": "Issue reader cards",
    "scopes-ho_ten-retention": "Đến khi trả thẻ",
    **{f"{who}_contact-{part}": said for who in ("technical", "legal") for part, said in PERSON.items()},
}


@pytest.fixture
def minh(app, clock):
    """A developer of a unit."""
    return somebody(app, clock, Role.UNIT_DEVELOPER, "minh", UNIT)


@pytest.fixture
def tuan(app, clock):
    """An approver."""
    return somebody(app, clock, Role.APPROVER, "tuan")


@pytest.fixture
def draft(minh):
    coach_is_content()
    page = minh.get("/admin/clients/new/web")
    answer = minh.submit(page, form="new-client", **{**TOLD, "unit": OTHER_UNIT, "state": "live"})
    assert answer.status_code == 303, answer.text
    return now()


def now() -> Client:
    db.session.expire_all()
    client = services().clients.find("thu-vien")
    assert client is not None
    return client


def press(caller, form):
    return caller.submit(caller.get(PAGE), form=form)


def denied():
    records = db.session.scalars(select(AuditRecord).where(AuditRecord.name == "operator.denied"))
    return [(record.client_id, record.details["right"]) for record in records]


def test_a_developer_makes_a_draft_of_their_own_unit(minh, draft):
    assert (draft.state, draft.unit, draft.made_by) == ("draft", UNIT, minh.operator_id)
    page = minh.get(PAGE)
    assert "Gửi yêu cầu duyệt" in page.text
    assert 'id="live-at-once"' not in page.text


def test_from_the_draft_to_citizens_in_six_presses(minh, tuan, draft):
    answer = minh.submit(minh.get(f"{PAGE}/life/ask"), form="ask", reason="Xin duyệt")
    assert answer.status_code == 303
    assert "không sửa được cho đến khi có quyết định" in minh.get(PAGE).text
    assert "Xin duyệt" in tuan.get(answer.location).text
    tuan.submit(tuan.get(answer.location), form="decide", decision="approve")
    assert now().state == "test"

    press(minh, "go-live")
    assert now().state == "live"


def test_a_province_administrator_lets_a_draft_go_live_at_once(console, draft):
    press(console, "live-at-once")

    assert now().state == "live"


def test_where_the_law_is_the_ground_the_button_is_not_there_and_the_post_is_stopped(console, draft):
    registrations = services().client_desk.registrations
    law = {"ho_ten": {"legal_basis": "law", "legal_reference": "Luật Thư viện", "purpose": {"vi": "x"}}}
    registrations.change(draft, {"scope_policy": law}, draft.version)
    db.session.commit()
    page = console.get(PAGE)
    assert 'id="live-at-once"' not in page.text
    token = form_with(page.text, "http://x/").fields["csrf_token"]
    answer = console.post(f"{PAGE}/life/live-at-once", data={"csrf_token": token})

    assert "cần người thứ hai duyệt" in console.get(answer.location).text
    assert now().state == "draft"


def test_what_is_sent_back_is_edited_and_sent_again(minh, tuan, draft, clock):
    first = minh.submit(minh.get(f"{PAGE}/life/ask"), form="ask").location
    tuan.submit(tuan.get(first), form="decide", decision="more", comment="Ghi rõ mục đích")
    page = minh.get(PAGE).text
    assert "Ghi rõ mục đích" in page
    assert now().state == "draft"

    clock.advance(minutes=1)
    minh.submit(minh.get(f"{PAGE}/edit"), form="edit", client_name="Thư viện tỉnh An Liên")
    second = minh.submit(minh.get(f"{PAGE}/life/ask"), form="ask").location
    assert second != first
    page = tuan.get(second).text
    assert first in page
    changed = page.partition('id="since-last"')[2].partition("</section>")[0]
    assert "Thư viện tỉnh An Liên" in changed
    assert "thuvien.anlien.example/callback" not in changed
    assert 'id="since-last"' not in tuan.get(first).text


def test_a_request_is_withdrawn(minh, draft):
    minh.submit(minh.get(f"{PAGE}/life/ask"), form="ask")
    press(minh, "withdraw")

    assert now().state == "draft"
    assert services().change_requests.open() == []


def test_while_a_request_waits_nothing_is_edited(minh, draft):
    page = minh.get(f"{PAGE}/edit")
    minh.submit(minh.get(f"{PAGE}/life/ask"), form="ask")
    version = now().version
    answer = minh.submit(page, form="edit", client_name="Tên khác", version=str(version))

    assert "trạng thái không làm được việc này" in minh.get(answer.location).text
    assert now().name == "Thư viện tỉnh"


def test_without_the_coach_nothing_is_sent(minh, draft, monkeypatch):
    monkeypatch.setattr(services().client_changes.life, "coach_is_complete", lambda _client_id: False)
    page = minh.get(f"{PAGE}/life/ask")
    assert "chưa qua hết các bước kiểm tra" in page.text
    answer = minh.submit(page, form="ask")

    assert "chưa qua hết các bước kiểm tra" in minh.get(answer.location).text
    assert now().state == "draft"


@pytest.mark.parametrize("state", ["test", "live", "suspended"])
@pytest.mark.parametrize("tab", ["edit", "connection", "data"])
def test_a_developer_does_not_edit_what_is_approved_not_even_by_hand(minh, draft, state, tab):
    page = minh.get(f"{PAGE}/{tab}")
    services().client_desk.registrations.move(draft, state)
    db.session.commit()
    before = now().version
    assert minh.get(f"{PAGE}/{tab}").status_code == 403
    assert f'href="{PAGE}/{tab}"' not in minh.get(PAGE).text
    changed = {"version": str(before), "client_name": "Tên khác"}

    assert minh.submit(page, form=tab, **changed).status_code == 403
    assert (now().version, now().name) == (before, "Thư viện tỉnh")
    assert ("thu-vien", "change_clients") in denied()


@pytest.mark.parametrize(
    "path", ["/secrets/rotate", "/strict", "/history/1/restore", "/life/discard", "/life/ask"]
)
def test_a_developer_does_nothing_else_to_what_is_approved(minh, draft, path):
    token = form_with(minh.get(PAGE).text, "http://x/").fields["csrf_token"]
    services().client_desk.registrations.move(draft, "live")
    db.session.commit()
    before = now().version

    assert minh.post(PAGE + path, data={"csrf_token": token, "version": str(before)}).status_code == 403
    assert (now().version, now().state) == (before, "live")


def test_another_units_application_is_not_there(app, clock, draft):
    other = somebody(app, clock, Role.UNIT_ADMINISTRATOR, "khach", OTHER_UNIT)
    token = form_with(other.get("/admin").text, "http://x/").fields["csrf_token"]
    for path in ("", "/edit", "/history", "/life/ask"):
        assert other.get(PAGE + path).status_code == 404
    for path in ("/edit", "/life/ask", "/life/go-live", "/life/withdraw", "/history/1/restore"):
        assert other.post(PAGE + path, data={"csrf_token": token}).status_code == 404
    assert now().state == "draft"


def test_retiring_asks_for_the_name_and_is_final(console, clock, draft):
    services().client_desk.registrations.move(draft, "live")
    db.session.commit()
    page = console.get(f"{PAGE}/life/retire")
    assert console.submit(page, form="retire", typed_name="x").status_code == 422
    clock.advance(minutes=6)
    confirm(console, clock, console.submit(page, form="retire", typed_name="Thư viện tỉnh"))
    answer = console.submit(console.get(f"{PAGE}/life/retire"), form="retire", typed_name="Thư viện tỉnh")
    assert answer.status_code == 303

    assert now().state == "retired"
    page = console.get(PAGE)
    assert "Ứng dụng đã ngừng hẳn" in page.text
    for gone in ("suspend", "resume", "go-live", "live-at-once"):
        assert f'id="{gone}"' not in page.text


def test_a_draft_is_given_up(minh, draft):
    press(minh, "discard")

    assert now().state == "retired"


def test_no_step_is_taken_without_its_right(app, clock, draft):
    """An approver approves; a draft is not theirs to send, to give up, or to let go live."""
    tuan = somebody(app, clock, Role.APPROVER, "tuan")
    token = form_with(tuan.get("/admin").text, "http://x/").fields["csrf_token"]
    for act in ("ask", "withdraw", "go-live", "discard", "retire"):
        assert tuan.post(f"{PAGE}/life/{act}", data={"csrf_token": token}).status_code == 403
    assert now().state == "draft"


def test_the_list_finds_every_state(console):
    for state in ("draft", "requested", "test", "live", "suspended", "retired"):
        a_client(f"app-{state}", state=state)
        assert f'/admin/clients/app-{state}"' in console.get(f"/admin/clients?state={state}").text
