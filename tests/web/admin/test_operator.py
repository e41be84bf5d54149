"""The page of one operator."""

import pytest
from sqlalchemy import select

from idp.operators.rights import Role
from idp.operators.units import Wish
from idp.store.db import db
from idp.store.models import ChangeRequest, Operator
from idp.web.current import services
from tests.staff import an_operator, at_the_console, letters

HEALTH, BUILDING = "Sở Y tế", "Sở Xây dựng"


@pytest.fixture
def units(app):
    for name in (HEALTH, BUILDING):
        services().operator_desk.units.add(Wish(name))
    db.session.commit()


@pytest.fixture
def hoa(units):
    return an_operator("hoa")


@pytest.fixture
def an(units):
    return an_operator("an", Role.UNIT_DEVELOPER, HEALTH, address="an@so.example")


@pytest.fixture
def province(app, hoa):
    return at_the_console(app, hoa)


@pytest.fixture
def unit(app, units):
    return at_the_console(app, an_operator("minh", Role.UNIT_ADMINISTRATOR, HEALTH))


def page_of(operator):
    return f"/admin/operators/{operator.id}"


def test_an_operator_gets_another_role_and_unit(province, an):
    answer = province.submit(province.get(page_of(an)), form="move", role="unit_administrator", unit=BUILDING)

    assert answer.status_code == 303
    db.session.refresh(an)
    assert (an.role, an.unit) == ("unit_administrator", BUILDING)
    assert "Đã lưu" in province.get(page_of(an)).text


@pytest.mark.parametrize(
    ("form", "state"), [("suspend", "suspended"), ("end-sessions", "active"), ("reset-factor", "active")]
)
def test_each_act_ends_the_sessions(app, province, an, form, state):
    theirs = at_the_console(app, an)
    assert theirs.get("/admin").status_code == 200
    answer = province.submit(province.get(page_of(an)), form=form)

    assert answer.status_code == 303
    assert theirs.get("/admin").status_code == 303
    db.session.refresh(an)
    assert an.state == state


def test_a_suspended_operator_comes_back(province, an):
    province.submit(province.get(page_of(an)), form="suspend")
    province.submit(province.get(page_of(an)), form="resume")
    db.session.refresh(an)

    assert an.is_active


def test_a_reset_is_mailed(province, an):
    province.submit(province.get(page_of(an)), form="reset-factor")

    assert [to for to, *_ in letters()] == ["an@so.example"]
    assert "chưa có" in province.get("/admin/operators").text


@pytest.mark.parametrize("form", ["move", "suspend", "end-sessions", "reset-factor"])
def test_every_act_asks_again_after_five_minutes(province, an, clock, form):
    page = province.get(page_of(an))
    clock.advance(minutes=6)
    answer = province.submit(page, form=form)

    assert "/admin/confirm" in answer.location
    db.session.refresh(an)
    assert (an.state, an.role, an.totp_sealed is None) == ("active", "unit_developer", False)


def test_a_province_administrator_is_asked_for(province, an, hoa):
    for _ in range(2):
        page = province.get(page_of(an))
        answer = province.submit(page, form="move", role="province_administrator", unit=HEALTH)
        assert answer.status_code == 303
    db.session.refresh(an)
    (request,) = db.session.scalars(select(ChangeRequest))

    assert an.role == "unit_developer"
    assert (request.kind, request.subject, request.asked_by) == ("operator.role", an.id, hoa.id)
    assert "đang chờ người thứ hai" in province.get(page_of(an)).text


def test_ones_own_page_leads_to_ones_own_account(province, hoa):
    page = province.get(page_of(hoa)).text

    assert "/admin/me" in page
    assert 'id="move"' not in page


@pytest.mark.parametrize(
    "sent", [{"role": "auditor"}, {"role": "province_administrator"}, {"unit": BUILDING}, {"unit": ""}]
)
def test_what_was_not_offered_is_denied_and_changes_nothing(unit, an, sent, denials):
    answer = unit.submit(unit.get(page_of(an)), form="move", **sent)

    assert answer.status_code == 403
    assert [right for _, right in denials()] == ["change_operators"]
    db.session.refresh(an)
    assert (an.role, an.unit) == ("unit_developer", HEALTH)


def test_what_somebody_else_has_changed_meanwhile_is_shown(province, an):
    page = province.get(page_of(an))
    services().operator_desk.accounts.set_address("an", "new@so.example")
    db.session.commit()
    answer = province.submit(page, form="move", role="unit_administrator")

    assert answer.status_code == 409
    assert "vừa được người khác sửa" in answer.text


def test_an_operator_of_another_unit_is_not_there(unit, denials):
    other = an_operator("binh", Role.UNIT_DEVELOPER, BUILDING)

    assert unit.get(page_of(other)).status_code == 404
    assert unit.get("/admin/operators/unknown").status_code == 404
    assert len(denials()) == 1


def test_an_operator_of_the_unit_who_is_not_theirs_is_seen_and_left_alone(unit, denials):
    auditor = an_operator("binh", Role.AUDITOR, HEALTH)
    page = unit.get(page_of(auditor))
    assert page.status_code == 200
    assert 'id="suspend"' not in page.text
    token = unit.get("/admin/operators/invite").text.partition('value="')[2].partition('"')[0]

    assert unit.post(page_of(auditor) + "/suspend", data={"csrf_token": token}).status_code == 403
    db.session.refresh(auditor)
    assert auditor.is_active
    assert len(denials()) == 1


def test_other_fields_that_are_sent_count_for_nothing(province, an):
    before = (an.username, an.password_hash, an.state, an.external_id, an.email_digest)
    page = province.get(page_of(an))
    extra = {"state": "suspended", "username": "evil", "password_hash": "x", "id": "x", "external_id": "x"}
    province.submit(page, form="move", role="unit_administrator", **extra)
    db.session.refresh(an)

    assert (an.username, an.password_hash, an.state, an.external_id, an.email_digest) == before
    assert db.session.scalars(select(Operator).where(Operator.username == "evil")).all() == []
