"""Roles, rights, and how far each goes."""

from dataclasses import dataclass

import pytest

from idp.operators.rights import RIGHTS, Reach, Right, Role, may, reach


@dataclass
class _Holder:
    role: str
    unit: str | None = "Sở Y tế"
    id: str = "me"


@dataclass
class _Thing:
    unit: str = "Sở Y tế"
    made_by: str | None = None


def test_every_role_has_a_row():
    assert set(RIGHTS) == set(Role)


def test_a_province_administrator_may_do_everything():
    assert all(reach("province_administrator", right) is Reach.ALL for right in Right)


@pytest.mark.parametrize("role", ["", "owner", "PROVINCE_ADMINISTRATOR"])
def test_an_unknown_role_may_do_nothing(role):
    assert not any(may(_Holder(role), right) for right in Right)


def test_an_auditor_changes_nothing():
    changing = {right for right in Right if right.value.split("_")[0] not in ("see", "sign", "export")}

    assert not changing & set(RIGHTS[Role.AUDITOR])


def test_a_unit_administrator_sees_their_units_applications_only():
    holder = _Holder("unit_administrator")

    assert may(holder, Right.SEE_CLIENTS, _Thing("Sở Y tế"))
    assert not may(holder, Right.SEE_CLIENTS, _Thing("Sở Xây dựng"))


def test_without_a_unit_nothing_is_of_ones_unit():
    holder = _Holder("unit_administrator", unit=None)

    assert not may(holder, Right.SEE_CLIENTS, _Thing(""))


def test_what_one_made_is_ones_own_in_any_unit():
    holder = _Holder("unit_developer", unit=None)

    assert may(holder, Right.DRAFT_CLIENTS, _Thing("Sở Xây dựng", made_by="me"))
    assert not may(holder, Right.DRAFT_CLIENTS, _Thing("Sở Y tế", made_by="another"))


def test_nobody_owns_what_nobody_made():
    holder = _Holder("unit_developer", id="")

    assert not may(holder, Right.DRAFT_CLIENTS, _Thing(made_by=None))


def test_a_developer_never_changes_an_approved_application():
    assert not may(_Holder("unit_developer"), Right.CHANGE_CLIENTS)
