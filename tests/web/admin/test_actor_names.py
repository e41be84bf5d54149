"""Programs of the API are named where operators are."""

from idp.operators.machine_rights import actor_id
from idp.relying_parties.life import Actor, Needs
from idp.store.db import db
from idp.web.current import services
from tests.builders import a_client


def test_a_program_is_named_in_histories_and_in_the_audit_log(console):
    a_client("robot", name="Đồng bộ nhân sự")
    portal = a_client("portal")
    robot = Actor(actor_id("robot"), frozenset({Needs.SUSPEND}))
    services().client_changes.life.make("suspend", portal, robot)
    db.session.commit()

    for page in ("/admin/activity", "/admin/audit", "/admin/clients/portal"):
        assert "Đồng bộ nhân sự (API)" in console.get(page).text, page


def test_the_log_is_searched_by_a_program(console):
    a_client("robot", name="Đồng bộ")
    services().client_desk.registrations.suspend(a_client("portal").client_id, operator_id=actor_id("robot"))
    db.session.commit()

    found = console.get("/admin/audit", query_string={"actor": actor_id("robot")})

    assert "Đồng bộ (API)" in found.text
