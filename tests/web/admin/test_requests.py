"""Acts that wait for a second person: who sees them, who decides, and what the decision does."""

import pytest
from sqlalchemy import select

from idp.operators.change_requests import Kind
from idp.operators.rights import Role
from idp.store.db import db
from idp.store.models import AuditRecord
from idp.web.current import services
from tests.builders import a_client, one_time_code
from tests.pages import form_with
from tests.web.admin.conftest import OPERATOR_PASSWORD
from tests.web.admin.people import OTHER_UNIT, UNIT, somebody

LIST = "/admin/requests"
MOVED = {"redirect_uris": ["https://moi.anlien.example/callback"]}


@pytest.fixture
def hanh(app, clock):
    """An administrator of the unit."""
    return somebody(app, clock, Role.UNIT_ADMINISTRATOR, "hanh", UNIT)


@pytest.fixture
def tuan(app, clock):
    """An approver."""
    return somebody(app, clock, Role.APPROVER, "tuan")


@pytest.fixture
def asked(app, hanh):
    """A change of an approved application, asked for by the unit's administrator."""
    a_client(unit=UNIT)
    page = hanh.get("/admin/clients/portal/connection")
    answer = hanh.submit(
        page, form="connection", **{"redirect_uris-0": MOVED["redirect_uris"][0], "why": "Tên miền mới"}
    )
    assert answer.status_code == 303, answer.text
    (request,) = services().change_requests.open()
    assert answer.location == f"{LIST}/{request.id}"
    return request


def page_of(asked):
    return f"{LIST}/{asked.id}"


def portal():
    db.session.expire_all()
    return services().clients.find("portal")


def test_the_second_person_sees_a_difference(tuan, asked):
    assert page_of(asked) in tuan.get(LIST).text
    page = tuan.get(page_of(asked)).text

    for shown in (
        "Địa chỉ chuyển hướng",
        "https://portal.anlien.example/callback",
        MOVED["redirect_uris"][0],
        "Tên miền mới",
        "hanh",
    ):
        assert shown in page
    assert "Tên ứng dụng" not in page


def test_approving_does_it_and_says_so(hanh, tuan, asked):
    answer = tuan.submit(tuan.get(page_of(asked)), form="decide", decision="approve", comment="Đúng")
    assert answer.status_code == 303

    assert portal().metadata_["redirect_uris"] == MOVED["redirect_uris"]
    page = hanh.get(page_of(asked)).text
    assert "Đã duyệt" in page
    assert "Đúng" in page
    assert 'id="withdraw"' not in page
    assert 'id="decide"' not in tuan.get(page_of(asked)).text


@pytest.mark.parametrize(("decision", "said"), [("reject", "Đã từ chối"), ("more", "Cần bổ sung")])
def test_refusing_needs_a_reason_that_the_asker_reads(hanh, tuan, asked, decision, said):
    page = tuan.get(page_of(asked))
    assert tuan.submit(page, form="decide", decision=decision, comment=" ").status_code == 422
    assert tuan.submit(page, form="decide", decision=decision, comment="Thiếu văn bản").status_code == 303

    assert portal().metadata_["redirect_uris"] != MOVED["redirect_uris"]
    page = hanh.get(page_of(asked)).text
    assert said in page
    assert "Thiếu văn bản" in page


def test_a_decision_asks_again_who_is_there(tuan, asked, clock):
    page = tuan.get(page_of(asked))
    clock.advance(minutes=6)
    assert 'id="decide"' not in tuan.get(page_of(asked)).text
    answer = tuan.submit(page, form="decide", decision="approve")

    assert "/admin/confirm" in answer.location
    assert services().change_requests.is_open(services().change_requests.find(asked.id))


def test_nobody_decides_on_their_own_request(console, lan, clock):
    a_client()
    page = console.get("/admin/clients/portal/connection")
    console.submit(page, form="connection", **{"redirect_uris-0": MOVED["redirect_uris"][0]})
    (own,) = services().change_requests.open()
    page = console.get(page_of(own))
    assert 'id="decide"' not in page.text

    answer = console.post(
        f"{page_of(own)}/decide",
        data={
            "csrf_token": form_with(page.text, "http://x/", id="withdraw").fields["csrf_token"],
            "decision": "approve",
        },
    )
    assert answer.status_code == 403
    assert "Không ai được tự duyệt" in answer.text
    assert portal().metadata_["redirect_uris"] != MOVED["redirect_uris"]
    (record,) = db.session.scalars(select(AuditRecord).where(AuditRecord.name == "request.decision_refused"))
    assert record.operator_id == lan.operator_id


@pytest.mark.parametrize(
    ("role", "unit", "sees", "decides"),
    [
        (Role.PROVINCE_ADMINISTRATOR, None, 200, True),
        (Role.APPROVER, None, 200, True),
        (Role.UNIT_ADMINISTRATOR, UNIT, 200, False),
        (Role.UNIT_ADMINISTRATOR, OTHER_UNIT, 404, False),
        (Role.UNIT_DEVELOPER, UNIT, 404, False),
        (Role.AUDITOR, None, 200, False),
        (Role.HELP_DESK, None, 404, False),
        (Role.KEY_CUSTODIAN, None, 404, False),
    ],
)
def test_who_sees_and_who_decides(app, clock, asked, role, unit, sees, decides):
    caller = somebody(app, clock, role, "khach", unit)
    page = caller.get(page_of(asked))

    assert page.status_code == sees
    assert (page_of(asked) in caller.get(LIST).text) is (sees == 200)
    assert ('id="decide"' in page.text) is decides
    token = form_with(caller.get("/admin").text, "http://x/")
    if not decides:
        sent = {"decision": "approve", "csrf_token": token.fields["csrf_token"]}
        assert caller.post(f"{page_of(asked)}/decide", data=sent).status_code == (403 if sees == 200 else 404)
        assert services().change_requests.is_open(services().change_requests.find(asked.id))
        denied = db.session.scalars(select(AuditRecord).where(AuditRecord.name == "operator.denied")).all()
        assert {record.operator_id for record in denied} == {caller.operator_id}


def test_what_was_overtaken_is_told_and_goes_on_waiting(tuan, asked):
    client = portal()
    registrations = services().client_desk.registrations
    registrations.change(client, {"redirect_uris": ["https://khac.example/cb"]}, client.version)
    db.session.commit()
    answer = tuan.submit(tuan.get(page_of(asked)), form="decide", decision="approve")

    assert answer.status_code == 409
    assert "Nội dung đã thay đổi từ khi yêu cầu được gửi" in answer.text
    assert portal().metadata_["redirect_uris"] == ["https://khac.example/cb"]
    again = tuan.submit(tuan.get(page_of(asked)), form="decide", decision="more", comment="Làm lại")
    assert again.status_code == 303


def test_whoever_asked_takes_it_back(hanh, tuan, asked):
    answer = hanh.submit(hanh.get(page_of(asked)), form="withdraw")
    assert "Đã rút lại yêu cầu" in hanh.get(answer.location).text

    assert services().change_requests.open() == []
    assert 'id="decide"' not in tuan.get(page_of(asked)).text


def test_requests_of_every_kind_are_shown(console, tuan):
    desk = services().change_requests
    for kind in Kind:
        desk.ask(kind, "portal", before={"role": "x"}, after={"role": "y"}, asked_by=tuan.operator_id)
    db.session.commit()

    assert console.get(LIST).text.count(LIST + "/") == len(Kind)
    for each in desk.open():
        assert console.get(page_of(each)).status_code == 200
    assert console.get(f"{LIST}?kind=keys.rotation").text.count(LIST + "/") == 1


@pytest.mark.parametrize("request_id", ["nobody", "x" * 300, "%00", "0"])
def test_what_was_never_asked_is_not_found(console, request_id):
    assert console.get(f"{LIST}/{request_id}").status_code == 404


def test_confirming_leads_back_to_the_request(tuan, asked, clock):
    clock.advance(minutes=6)
    location = the_way_to_confirm(tuan.get(page_of(asked)).text)
    page = tuan.get(location)
    assert page.status_code == 200
    shown = {"password": OPERATOR_PASSWORD, "otp": one_time_code(at=clock())}
    back = tuan.submit(page, form="admin-confirm", **shown)

    assert back.location == page_of(asked)
    assert 'id="decide"' in tuan.get(back.location).text


def the_way_to_confirm(page):
    start = page.index('href="', page.index('id="confirm-first"')) + 6
    return page[start : page.index('"', start)].replace("&amp;", "&")
