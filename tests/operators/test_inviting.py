"""Invitations: given and taken back by those who may."""

import pytest
from sqlalchemy import select

from idp.operators.handling import Refusal
from idp.operators.inviting import Wish
from idp.operators.rights import Role
from idp.operators.units import Wish as UnitWish
from idp.store.db import db
from idp.store.models import AuditRecord, OperatorEnrolment
from idp.web.current import services
from tests.staff import an_operator, letters

HEALTH, BUILDING = "Sở Y tế", "Sở Xây dựng"


@pytest.fixture
def inviting(app):
    for name in (HEALTH, BUILDING):
        services().operator_desk.units.add(UnitWish(name))
    return services().operator_desk.inviting


@pytest.fixture
def lan(inviting):
    return an_operator("lan", address="lan@so.example")


@pytest.fixture
def minh(inviting):
    return an_operator("minh", Role.UNIT_ADMINISTRATOR, HEALTH)


def test_an_invitation_is_mailed_and_told_without_the_address(inviting, lan, personal):
    personal.learn("an@so.example")
    link = inviting.invite(lan, Wish("An@So.example", "help_desk", language="en"))
    ((to, subject, text),) = letters()

    assert to == "an@so.example"
    assert subject == "Sen ID: Invitation to the console"
    assert "https://id.anlien.example/admin/enrol?link=" in text
    assert "Help desk" in text
    told = db.session.scalars(select(AuditRecord).where(AuditRecord.name == "operator.invited")).one()
    assert (told.operator_id, told.details["invitation_id"]) == (lan.id, link.id)


@pytest.mark.parametrize(
    ("wish", "refusal"),
    [
        (Wish("nobody", "auditor"), Refusal.BAD_ADDRESS),
        (Wish("", "auditor"), Refusal.BAD_ADDRESS),
        (Wish("ä@so.example", "auditor"), Refusal.BAD_ADDRESS),
        (Wish("a@so.example\nBcc: x@evil.example", "auditor"), Refusal.BAD_ADDRESS),
        (Wish("x" * 255 + "@so.example", "auditor"), Refusal.BAD_ADDRESS),
        (Wish("LAN@so.example", "auditor"), Refusal.TAKEN),
        (Wish("an@so.example", "province_administrator"), Refusal.SECOND_PERSON),
        (Wish("an@so.example", "unit_administrator"), Refusal.BAD_UNIT),
    ],
)
def test_what_cannot_be_invited_is_refused(inviting, lan, wish, refusal):
    assert inviting.invite(lan, wish) is refusal
    assert letters() == []
    assert db.session.scalars(select(OperatorEnrolment)).all() == []


def test_a_units_administrator_invites_into_their_unit(inviting, minh):
    assert inviting.invite(minh, Wish("a@so.example", "unit_developer", HEALTH)).unit == HEALTH
    assert inviting.invite(minh, Wish("b@so.example", "unit_developer", BUILDING)) is Refusal.BAD_UNIT
    assert inviting.invite(minh, Wish("c@so.example", "approver", HEALTH)) is Refusal.BAD_ROLE
    assert inviting.units_for(minh) == [HEALTH]


def test_others_invite_nobody(inviting):
    for role in set(Role) - {Role.PROVINCE_ADMINISTRATOR, Role.UNIT_ADMINISTRATOR}:
        holder = an_operator(f"x-{role.value}".replace("_", "-"), role, HEALTH)
        assert inviting.invite(holder, Wish("a@so.example", "auditor", HEALTH)) in (
            Refusal.BAD_ROLE,
            Refusal.NOT_YOURS,
        )
        assert inviting.invite(holder, Wish("a@so.example", "unit_developer", HEALTH)) is Refusal.NOT_YOURS


def test_invitations_are_seen_and_taken_back_within_reach(inviting, lan, minh):
    of_unit = inviting.invite(lan, Wish("a@so.example", "unit_developer", HEALTH))
    elsewhere = inviting.invite(lan, Wish("b@so.example", "unit_developer", BUILDING))
    auditor = inviting.invite(lan, Wish("c@so.example", "auditor", HEALTH))
    db.session.commit()

    assert {address for _, address in inviting.seen_by(minh)} == {"a@so.example", "c@so.example"}
    assert inviting.revoke(minh, elsewhere.id) is Refusal.NOT_YOURS
    assert inviting.revoke(minh, auditor.id) is Refusal.NOT_YOURS
    assert inviting.revoke(minh, "unknown") is Refusal.NOT_YOURS
    assert inviting.revoke(minh, of_unit.id) is None
    assert len(inviting.seen_by(lan)) == 2


def test_what_is_taken_back_leads_nowhere(inviting, lan):
    link = inviting.invite(lan, Wish("a@so.example", "auditor"))
    inviting.revoke(lan, link.id)
    inviting.revoke(lan, link.id)
    db.session.commit()
    secret = letters()[0][2].partition("link=")[2].split()[0]

    assert services().operator_desk.enrolment.find(secret) is None
    revoked = select(AuditRecord).where(AuditRecord.name == "operator.invitation_revoked")
    assert len(db.session.scalars(revoked).all()) == 1
