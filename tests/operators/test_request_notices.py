"""Who is written to when an act is asked for, and when it was decided."""

import pytest
from sqlalchemy import select

from idp.operators.change_requests import Kind
from idp.operators.rights import Role
from idp.store.db import db
from idp.store.models import Operator, OutboxEntry
from idp.web.current import services


def an_operator(name: str, role: Role) -> str:
    """An account with a mail address, as `name`@tinh.example."""
    accounts = services().operator_desk.accounts
    made = accounts.create(name, "ba con vịt bơi ngược dòng", service="Sen ID")
    row = db.session.get(Operator, made.operator_id)
    row.role = role.value
    address = f"{name}@tinh.example"
    for column, value in services().operator_desk.addresses.columns(address).items():
        setattr(row, column, value)
    db.session.commit()
    return made.operator_id


def written_to():
    entries = db.session.scalars(select(OutboxEntry).where(OutboxEntry.kind == "mail")).all()
    opened = [services().sealer.open_json(entry.payload_sealed, "outbox.payload_sealed") for entry in entries]
    return sorted((mail["to"].partition("@")[0], mail["text"]) for mail in opened)


def names():
    return [name for name, _ in written_to()]


@pytest.fixture
def people(app):
    roles = {"lan": Role.PROVINCE_ADMINISTRATOR, "tuan": Role.APPROVER, "khoa": Role.KEY_CUSTODIAN}
    return {name: an_operator(name, role) for name, role in roles.items()}


def ask(people, kind):
    return services().change_requests.ask(kind, "portal", asked_by=people["lan"])


def test_those_who_decide_are_told_with_the_way_there(people):
    asked = ask(people, Kind.CLIENT_CHANGE)
    ((name, text),) = written_to()

    assert name == "tuan"
    assert f"/admin/requests/{asked.id}" in text


def test_who_decides_depends_on_the_act(people):
    ask(people, Kind.KEY_ROTATION)

    assert names() == ["khoa", "tuan"]


def test_where_nobody_else_decides_the_province_is_told(app):
    people = {"lan": an_operator("lan", Role.PROVINCE_ADMINISTRATOR)}
    ask(people, Kind.CLIENT_CHANGE)

    assert names() == ["lan"]


def test_whoever_asked_hears_of_the_decision(people):
    asked = ask(people, Kind.CLIENT_CHANGE)
    services().change_requests.reject(asked.id, people["tuan"], "Thiếu văn bản")

    assert names() == ["lan", "tuan"]


def test_taking_it_back_tells_nobody(people):
    asked = ask(people, Kind.CLIENT_CHANGE)
    services().change_requests.withdraw(asked.id, people["lan"])

    assert names() == ["tuan"]
