"""The list of operators, and inviting one more."""

import pytest

from idp.operators.rights import Role
from idp.operators.units import Wish
from idp.store.db import db
from idp.store.models import OperatorEnrolment
from idp.web.current import services
from tests.builders import one_time_code
from tests.staff import OPERATOR_PASSWORD, an_operator, at_the_console, letters

HEALTH, BUILDING = "Sở Y tế", "Sở Xây dựng"


@pytest.fixture
def units(app):
    for name in (HEALTH, BUILDING):
        services().operator_desk.units.add(Wish(name))
    db.session.commit()


@pytest.fixture
def hoa(units):
    return an_operator("hoa", address="hoa@so.example")


@pytest.fixture
def minh(units):
    return an_operator("minh", Role.UNIT_ADMINISTRATOR, HEALTH)


@pytest.fixture
def province(app, hoa):
    return at_the_console(app, hoa)


@pytest.fixture
def unit(app, minh):
    return at_the_console(app, minh)


def test_the_list_shows_who_is_in_reach(province, unit):
    an_operator("an", Role.UNIT_DEVELOPER, HEALTH)
    an_operator("binh", Role.UNIT_DEVELOPER, BUILDING)

    assert all(name in province.get("/admin/operators").text for name in ("an<", "binh<", "minh<", "hoa<"))
    page = unit.get("/admin/operators").text
    assert "an<" in page
    assert "binh<" not in page
    assert "2 người quản trị" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=MIN", {"minh"}),
        ("q=hoa@so.example", {"hoa"}),
        ("q=@so.example", set()),
        ("role=unit_administrator", {"minh"}),
        ("role=emperor", {"hoa", "minh"}),
        ("unit=Sở Y tế", {"minh"}),
        ("state=suspended", set()),
        ("state=nowhere&q=%00", set()),
    ],
)
def test_the_list_is_searched_and_filtered(province, minh, query, found):
    page = province.get(f"/admin/operators?{query}").text

    assert {name for name in ("hoa", "minh") if f">{name}</a></th>" in page} == found


def test_an_invitation_is_sent_listed_and_taken_back(province):
    page = province.get("/admin/operators/invite")
    answer = province.submit(page, form="invite", email="an@so.example", role="auditor", unit="")
    assert (answer.status_code, answer.location) == (303, "/admin/operators")
    assert [to for to, *_ in letters()] == ["an@so.example"]

    listed = province.get("/admin/operators")
    assert "an@so.example" in listed.text
    (link,) = db.session.query(OperatorEnrolment)
    token = (
        listed.text.partition(f"/invitations/{link.id}/revoke")[2].partition('value="')[2].partition('"')[0]
    )
    province.post(f"/admin/operators/invitations/{link.id}/revoke", data={"csrf_token": token})
    assert "an@so.example" not in province.get("/admin/operators").text


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"email": ""}, "email"),
        ({"email": "nobody"}, "email"),
        ({"email": "hoa@so.example"}, "email"),
        ({"role": "province_administrator"}, "role"),
        ({"role": "unit_administrator", "unit": ""}, "unit"),
        ({"unit": "Sở Phép thuật"}, "unit"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(province, typed, field):
    page = province.get("/admin/operators/invite")
    answer = province.submit(
        page, form="invite", **{"email": "an@so.example", "role": "auditor", "unit": "", **typed}
    )

    assert answer.status_code == 422
    assert f'id="{field}-err"' in answer.text
    assert letters() == []


def test_a_units_administrator_is_offered_their_unit_only(unit):
    page = unit.get("/admin/operators/invite").text

    assert "province_administrator" not in page
    assert BUILDING not in page


@pytest.mark.parametrize(
    "sent", [{"role": "auditor", "unit": HEALTH}, {"role": "unit_developer", "unit": BUILDING}]
)
def test_what_was_not_offered_is_denied(unit, minh, sent, denials):
    page = unit.get("/admin/operators/invite")
    answer = unit.submit(page, form="invite", email="an@so.example", **sent)

    assert answer.status_code == 403
    assert denials() == [(minh.id, "change_operators")]
    assert letters() == []


def test_inviting_asks_again_after_five_minutes(province, hoa, clock):
    page = province.get("/admin/operators/invite")
    clock.advance(minutes=6)
    answer = province.submit(page, form="invite", email="an@so.example", role="auditor", unit="")
    assert letters() == []

    page = province.get(answer.location)
    back = province.submit(
        page, form="admin-confirm", password=OPERATOR_PASSWORD, otp=one_time_code(at=clock())
    )
    assert back.location == "/admin/operators/invite"


def test_an_invitation_out_of_reach_is_not_there(province, unit, denials):
    page = province.get("/admin/operators/invite")
    province.submit(page, form="invite", email="an@so.example", role="unit_developer", unit=BUILDING)
    (link,) = db.session.query(OperatorEnrolment)
    page = unit.get("/admin/operators/invite")
    token = page.text.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]

    answer = unit.post(f"/admin/operators/invitations/{link.id}/revoke", data={"csrf_token": token})
    assert answer.status_code == 404
    assert len(denials()) == 1
    db.session.refresh(link)
    assert link.used_at is None
