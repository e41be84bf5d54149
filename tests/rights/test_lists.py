"""Lists, counts and overviews name only what is within reach, on every page that is about no single thing."""

import pytest

from idp.operators.rights import Right, Role, may
from idp.outbound.logout_delivery import KIND
from idp.store.db import db
from idp.store.models import AuditRecord, OutboxEntry
from idp.web.admin.permissions import needed
from idp.web.current import services
from tests.rights.places import Owner, Things, pages
from tests.staff import at_the_console

OF_CLIENTS = (
    Right.SEE_CLIENTS,
    Right.SEE_INCIDENTS,
    Right.SEE_DELIVERIES,
    Right.SEE_SANDBOX,
    Right.SEE_AUDIT,
)
"""Rights to pages that name applications."""


@pytest.fixture
def busy(app):
    """Things of every owner, and something that happened to each application."""

    def build(role):
        things = Things(role)
        for name in things.names.values():
            columns = {"reason": f"reason of {name}", "endpoint": "authorize"}
            services().incidents.add(code_of(name), client_id=name, **columns)
            services().outbox.add(KIND, {"x": "x"}, client_id=name, group=f"group-{name}")
        services().incidents.add("2222-NONE", reason="reason of nobody", endpoint="authorize")
        db.session.commit()
        return things

    return build


def code_of(name):
    return f"2222-22{list(Owner).index(name.removeprefix('app-').replace('-', ' ')):02}"


def lists(app, holder):
    """The pages somebody may look at that are about no single thing."""
    for rule, method in pages(app):
        right = needed(rule.endpoint, method)
        if method == "GET" and not rule.arguments and right is not None and may(holder, right):
            yield rule.rule


@pytest.mark.parametrize("role", Role)
def test_no_list_names_an_application_out_of_reach(app, busy, role):
    things = busy(role)
    console, holder = at_the_console(app, things.holder), things.holder
    hidden = {
        name
        for owner, name in things.names.items()
        if not any(may(holder, right, things.client(owner)) for right in OF_CLIENTS)
    }
    found = {}
    for address in list(lists(app, holder)):
        page = console.get(address).text
        if named := {name for name in hidden if name in page}:
            found[address] = named

    assert found == {}


@pytest.mark.parametrize("role", [Role.PROVINCE_ADMINISTRATOR, Role.UNIT_ADMINISTRATOR, Role.UNIT_DEVELOPER])
@pytest.mark.parametrize("address", ["/admin/clients", "/admin/deliveries", "/admin/incidents"])
def test_a_list_names_what_is_within_reach(app, busy, role, address):
    things = busy(role)
    page = at_the_console(app, things.holder).get(address).text
    within = {
        Role.PROVINCE_ADMINISTRATOR: set(things.names),
        Role.UNIT_ADMINISTRATOR: {Owner.OWN_UNIT, Owner.SELF},
        Role.UNIT_DEVELOPER: {Owner.SELF},
    }[role]

    assert {owner for owner, name in things.names.items() if name in page} == within


@pytest.mark.parametrize("role", Role)
def test_no_list_names_an_operator_or_a_unit_out_of_reach(app, busy, role):
    things = busy(role)
    console = at_the_console(app, things.holder)
    sees_all = role in (Role.PROVINCE_ADMINISTRATOR, Role.AUDITOR)
    for address in list(lists(app, things.holder)):
        page = console.get(address).text
        if not sees_all:
            assert (address, "stranger" in page, "loner" in page) == (address, False, False)
        if role in (Role.UNIT_ADMINISTRATOR, Role.UNIT_DEVELOPER, Role.HELP_DESK, Role.KEY_CUSTODIAN):
            names_other_unit = "Sở Xây dựng" in page and "app-made-by-self" not in page
            assert (address, names_other_unit) == (address, False)


@pytest.mark.parametrize("role", [Role.HELP_DESK, Role.UNIT_ADMINISTRATOR, Role.UNIT_DEVELOPER])
def test_an_incident_is_looked_up_within_reach_and_a_guess_is_told(app, busy, role):
    things = busy(role)
    console = at_the_console(app, things.holder)
    shown, hidden = set(), 0
    for owner, name in things.names.items():
        page = console.get(f"/admin/incidents?code={code_of(name)}").text
        if f"reason of {name}" in page:
            shown.add(owner)
        else:
            hidden += 1
            assert "Không có sự cố nào" in page

    within = {
        Role.HELP_DESK: set(things.names),
        Role.UNIT_ADMINISTRATOR: {Owner.OWN_UNIT, Owner.SELF},
        Role.UNIT_DEVELOPER: {Owner.SELF},
    }[role]
    assert shown == within
    assert db.session.query(AuditRecord).filter_by(name="operator.denied").count() == hidden
    assert ("reason of nobody" in console.get("/admin/incidents").text) is (role is Role.HELP_DESK)


@pytest.mark.parametrize("role", [Role.UNIT_ADMINISTRATOR, Role.UNIT_DEVELOPER, Role.APPROVER])
def test_a_delivery_is_tried_again_within_reach(app, busy, role):
    things = busy(role)
    console = at_the_console(app, things.holder)
    token = console.get("/admin/me").text.partition('name="csrf_token"')[2].partition('value="')[2]
    within = set()
    for owner, name in things.names.items():
        entry = db.session.query(OutboxEntry).filter_by(client_id=name).one()
        sent = {"csrf_token": token.partition('"')[0]}
        answer = console.post(f"/admin/deliveries/{entry.id}/again", data=sent)
        if answer.status_code == 303:
            within.add(owner)

    assert within == ({Owner.OWN_UNIT, Owner.SELF} if role is Role.UNIT_ADMINISTRATOR else set())
