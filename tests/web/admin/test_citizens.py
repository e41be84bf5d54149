"""The help desk's pages."""

import pytest
from sqlalchemy import select

from idp.operators.rights import Role
from idp.store.db import db
from idp.store.models import AuditRecord, Citizen, Operator
from idp.web.current import services
from tests.builders import TOTP_KEY, a_citizen, a_person
from tests.web.admin.conftest import confirm

PATH = "/admin/citizens"


@pytest.fixture
def person(app):
    return a_person()


@pytest.fixture
def citizen(person):
    return a_citizen(person, totp=TOTP_KEY)


def as_role(role: Role) -> None:
    db.session.query(Operator).update({"role": role.value})
    db.session.commit()


def case_of(citizen: Citizen) -> str:
    return f"{PATH}/{citizen.id}"


def press(console, citizen: Citizen, act: str, **values: str):
    page = console.get(case_of(citizen))
    token = page.text.split('name="csrf_token"')[-1].split('value="')[1].split('"')[0]
    return console.post(f"{case_of(citizen)}/{act}", data={"csrf_token": token, **values})


@pytest.mark.parametrize("role", [Role.HELP_DESK, Role.PROVINCE_ADMINISTRATOR])
def test_an_exact_identifier_leads_to_the_case(console, person, citizen, role):
    as_role(role)

    answer = console.submit(console.get(PATH), form="find-citizen", identifier=person.number)

    assert answer.location.endswith(case_of(citizen))
    assert person.number not in answer.location


def test_the_case_shows_no_value_of_the_person(console, person, citizen):
    page = console.get(case_of(citizen)).text

    assert "ứng dụng tạo mã" in page
    assert not [value for value in vars(person).values() if value in page and value != "female"]


def test_nobody_is_found_by_less(console, person, citizen):
    answer = console.submit(console.get(PATH), form="find-citizen", identifier=person.number[:6])

    assert answer.status_code == 422
    assert "Không có tài khoản nào với thông tin này." in answer.text


@pytest.mark.parametrize("address", ["x", "00000000-0000-4000-8000-000000000000", "..", "%00"])
def test_a_guessed_case_is_not_there(console, address):
    assert console.get(f"{PATH}/{address}").status_code == 404


def test_a_factor_is_reset_with_a_reason(console, citizen):
    as_role(Role.HELP_DESK)

    assert press(console, citizen, "reset-factor", reason="").status_code == 422
    assert press(console, citizen, "reset-factor", reason="because").status_code == 422
    assert press(console, citizen, "reset-factor", reason="lost_phone").status_code == 303

    assert "Đã gỡ xác thực hai bước" in console.get(case_of(citizen)).text
    assert citizen.totp_sealed is None


def test_a_dangerous_act_asks_who_is_there(console, citizen, clock):
    clock.advance(minutes=6)

    answer = press(console, citizen, "sign-out", reason="misuse")

    assert confirm(console, clock, answer).location.endswith(case_of(citizen))


def test_the_help_desk_suspends_nobody(console, citizen):
    as_role(Role.HELP_DESK)

    assert "Tạm dừng tài khoản" not in console.get(case_of(citizen)).text
    assert press(console, citizen, "suspend", reason="misuse").status_code == 403
    assert citizen.is_active


def test_a_province_administrator_suspends_and_lets_back(console, citizen):
    press(console, citizen, "suspend", reason="misuse")
    assert citizen.state == "suspended"

    press(console, citizen, "let-back", reason="mistake")
    assert citizen.state == "active"


@pytest.mark.parametrize(
    "role", [Role.AUDITOR, Role.APPROVER, Role.UNIT_ADMINISTRATOR, Role.UNIT_DEVELOPER, Role.KEY_CUSTODIAN]
)
def test_nobody_else_looks_citizens_up(console, citizen, role):
    as_role(role)

    assert console.get(PATH).status_code == 403
    assert console.get(case_of(citizen)).status_code == 403


def test_its_owner_sees_who_looked(console, person, citizen):
    console.submit(console.get(PATH), form="find-citizen", identifier=person.email)

    assert [entry.name for entry in services().history.latest(citizen.id)] == ["help_desk.looked_up"]


def test_who_comes_by_the_address_of_a_case_is_on_record_too(console, citizen):
    console.get(case_of(citizen))

    seen = db.session.scalars(select(AuditRecord).where(AuditRecord.name == "help_desk.looked_up")).all()
    assert [(each.citizen_id, each.details["kind"]) for each in seen] == [(citizen.id, "account")]
