"""Operators handled by other operators: who may, and what stays possible."""

import pytest
from sqlalchemy import select

from idp.operators.change_requests import Applied, Impossible, Kind, Overtaken
from idp.operators.handling import Refusal, handles, matching, refused_post, roles_for, sees
from idp.operators.rights import Role
from idp.operators.roster import promotion
from idp.operators.units import Wish
from idp.store.db import db
from idp.store.models import AuditRecord, Operator
from idp.web.current import services
from tests.citizens.racing import race
from tests.staff import an_operator, newest_letter

HEALTH, BUILDING = "Sở Y tế", "Sở Xây dựng"
TOP = "province_administrator"


@pytest.fixture
def roster(app):
    for name in (HEALTH, BUILDING):
        services().operator_desk.units.add(Wish(name))
    return services().operator_desk.roster


@pytest.fixture
def lan(roster):
    return an_operator("lan", address="lan@so.example")


@pytest.fixture
def minh(roster):
    """The administrator of a unit."""
    return an_operator("minh", Role.UNIT_ADMINISTRATOR, HEALTH)


def events(*names):
    found = select(AuditRecord).where(AuditRecord.name.in_(names)).order_by(AuditRecord.id)
    return db.session.scalars(found).all()


def test_a_units_administrator_sees_their_unit_only(roster, lan, minh):
    an_operator("an", Role.UNIT_DEVELOPER, HEALTH)
    an_operator("binh", Role.UNIT_DEVELOPER, BUILDING)
    an_operator("chi", Role.UNIT_DEVELOPER)

    assert [each.username for each in roster.seen_by(minh)] == ["an", "minh"]
    assert len(roster.seen_by(lan)) == 5


def test_without_a_unit_there_is_nobody_of_ones_unit(roster, lan):
    lost = an_operator("lost", Role.UNIT_ADMINISTRATOR, None)
    an_operator("chi", Role.UNIT_DEVELOPER, None)

    assert roster.seen_by(lost) == []


@pytest.mark.parametrize(
    ("role", "unit", "handled"),
    [
        (Role.UNIT_DEVELOPER, HEALTH, True),
        (Role.UNIT_ADMINISTRATOR, HEALTH, True),
        (Role.AUDITOR, HEALTH, False),
        (Role.PROVINCE_ADMINISTRATOR, HEALTH, False),
        (Role.UNIT_DEVELOPER, BUILDING, False),
        (Role.UNIT_DEVELOPER, None, False),
    ],
)
def test_a_units_administrator_handles_its_developers_and_administrators(minh, role, unit, handled):
    assert handles(minh, an_operator("x", role, unit)) is handled


@pytest.mark.parametrize("role", sorted({*Role} - {Role.PROVINCE_ADMINISTRATOR, Role.UNIT_ADMINISTRATOR}))
def test_nobody_else_handles_anybody(roster, role):
    holder, other = an_operator("holder", role, HEALTH), an_operator("x", Role.UNIT_DEVELOPER, HEALTH)

    assert not handles(holder, other)
    assert sees(holder, other) is (role is Role.AUDITOR)


def test_nobody_handles_themselves(lan):
    assert not handles(lan, lan)


def test_acts_out_of_reach_do_nothing(roster, lan, minh):
    version = lan.version
    acts = (
        lambda: roster.suspend(minh, lan),
        lambda: roster.resume(minh, lan),
        lambda: roster.end_sessions(minh, lan),
        lambda: roster.reset_factor(minh, lan),
        lambda: roster.move(minh, lan, "unit_developer", HEALTH, version),
    )

    assert {act() for act in acts} == {Refusal.NOT_YOURS}
    db.session.refresh(lan)
    assert (lan.state, lan.role, lan.version) == ("active", TOP, version)


@pytest.mark.parametrize(
    ("role", "unit", "refusal"),
    [
        (TOP, HEALTH, Refusal.BAD_ROLE),
        ("auditor", HEALTH, Refusal.BAD_ROLE),
        ("emperor", HEALTH, Refusal.BAD_ROLE),
        ("", HEALTH, Refusal.BAD_ROLE),
        ("unit_developer", BUILDING, Refusal.BAD_UNIT),
        ("unit_developer", "", Refusal.BAD_UNIT),
        ("unit_administrator", HEALTH, None),
    ],
)
def test_what_a_units_administrator_may_give(minh, role, unit, refusal):
    assert refused_post(minh, role, unit, [HEALTH, BUILDING]) is refusal


@pytest.mark.parametrize(
    ("role", "unit", "refusal"),
    [
        (TOP, "", Refusal.SECOND_PERSON),
        ("unit_administrator", "", Refusal.BAD_UNIT),
        ("unit_administrator", "Sở Phép thuật", Refusal.BAD_UNIT),
        ("emperor", "", Refusal.BAD_ROLE),
        ("auditor", "", None),
        ("unit_developer", "", None),
        ("unit_developer", BUILDING, None),
    ],
)
def test_what_a_province_administrator_may_give(lan, role, unit, refusal):
    assert refused_post(lan, role, unit, [HEALTH, BUILDING]) is refusal
    assert Role.PROVINCE_ADMINISTRATOR not in roles_for(lan)


def test_a_move_is_told_and_ends_the_sessions(roster, lan):
    an = an_operator("an", Role.UNIT_DEVELOPER, HEALTH, address="an@so.example")
    desk = services().operator_desk
    opened = desk.sessions.start(an, None)
    assert roster.move(lan, an, "unit_administrator", BUILDING, an.version) is None
    db.session.commit()

    assert (an.role, an.unit) == ("unit_administrator", BUILDING)
    assert desk.sessions.current(opened.cookie) is None
    (told,) = events("operator.moved")
    assert (told.operator_id, told.details["about"]) == (lan.id, an.id)
    assert told.details["before"] == ['"unit_developer"', '"Sở Y tế"']
    assert newest_letter()[0] == "an@so.example"


def test_a_move_of_a_former_version_is_overtaken(roster, lan):
    an = an_operator("an", Role.AUDITOR)

    assert roster.move(lan, an, "approver", "", an.version - 1) is Refusal.OVERTAKEN
    assert an.role == "auditor"


def test_suspending_ends_sessions_and_links_at_once(roster, lan):
    an = an_operator("an", Role.AUDITOR, address="an@so.example")
    roster.reset_factor(lan, an)
    opened = services().operator_desk.sessions.start(an, None)
    assert roster.suspend(lan, an) is None
    assert roster.suspend(lan, an) is None
    db.session.commit()

    assert services().operator_desk.sessions.current(opened.cookie) is None
    assert [each.details["about"] for each in events("operator.suspended")] == [an.id]
    assert roster.resume(lan, an) is None
    assert an.is_active


def test_the_last_province_administrator_stays(roster, lan):
    other = an_operator("hoa")
    assert roster.suspend(lan, other) is None
    # Whoever was suspended a moment ago may still hold a page of theirs.
    assert roster.suspend(other, lan) is Refusal.LAST_ADMINISTRATOR
    assert roster.move(other, lan, "auditor", "", lan.version) is Refusal.LAST_ADMINISTRATOR
    db.session.refresh(lan)

    assert (lan.state, lan.role) == ("active", TOP)


def test_two_who_suspend_each_other_do_not_both_succeed(app, roster, lan):
    pair = lan.id, an_operator("hoa").id

    def suspend(place):
        holder, other = db.session.get(Operator, pair[place]), db.session.get(Operator, pair[1 - place])
        return services().operator_desk.roster.suspend(holder, other)

    assert sorted(race(app, 2, suspend), key=str) == [None, Refusal.LAST_ADMINISTRATOR]


def test_a_reset_takes_every_factor_and_sends_a_link(roster, lan):
    an = an_operator("an", Role.AUDITOR, address="an@so.example")
    roster.reset_factor(lan, an)
    db.session.commit()

    assert an.totp_sealed is None
    assert newest_letter()[0] == "an@so.example"
    assert [each.operator_id for each in events("operator.factors_removed")] == [lan.id]


def test_without_an_address_nothing_is_reset(roster, lan):
    an = an_operator("an", Role.AUDITOR)

    assert roster.reset_factor(lan, an) is Refusal.NO_ADDRESS
    assert an.totp_sealed is not None


def test_a_province_administrator_is_made_by_two(roster, lan):
    hoa, an = an_operator("hoa"), an_operator("an", Role.AUDITOR)
    assert roster.move(lan, an, TOP, "", an.version) is Refusal.SECOND_PERSON

    requests = services().change_requests
    request = requests.ask(Kind.OPERATOR_ROLE, asked_by=lan.id, **promotion(an))
    assert requests.approve(request.id, lan.id) == "own"
    assert an.role == "auditor"
    assert isinstance(requests.approve(request.id, hoa.id), Applied)
    assert an.role == TOP
    assert events("operator.moved")[-1].operator_id == hoa.id


def test_a_promotion_of_somebody_who_moved_meanwhile_is_overtaken(roster, lan):
    an = an_operator("an", Role.AUDITOR)
    request = services().change_requests.ask(Kind.OPERATOR_ROLE, asked_by=lan.id, **promotion(an))
    roster.move(lan, an, "approver", "", an.version)

    assert isinstance(roster.promote(request), Overtaken)


def test_a_promotion_of_somebody_who_is_suspended_is_impossible(roster, lan):
    an = an_operator("an", Role.AUDITOR)
    request = services().change_requests.ask(Kind.OPERATOR_ROLE, asked_by=lan.id, **promotion(an))
    roster.suspend(lan, an)

    assert isinstance(roster.promote(request), Impossible)


def test_a_province_administrator_may_get_a_unit_without_a_second_person(roster, lan):
    hoa = an_operator("hoa")

    assert roster.move(lan, hoa, TOP, HEALTH, hoa.version) is None
    assert hoa.unit == HEALTH


def test_people_are_found_by_name_or_exact_address(roster, lan, minh):
    index = services().operator_desk.addresses.index("lan@so.example")

    assert matching([lan, minh], "MIN", None) == [minh]
    assert matching([lan, minh], "lan@so.example", index) == [lan]
    assert matching([lan, minh], "", None) == [lan, minh]
    assert matching([lan, minh], "so.example", None) == []
