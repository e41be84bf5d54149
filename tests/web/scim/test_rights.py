"""Whom a directory reaches, and what happens at once when somebody leaves."""

import pytest
from sqlalchemy import select

from idp.operators.machine_rights import ALL_UNITS, actor_id
from idp.operators.rights import Role
from idp.store.db import db
from idp.store.models import AuditRecord, Operator
from tests.staff import an_operator, at_the_console
from tests.web.api.conftest import UNIT, a_token
from tests.web.scim.conftest import OTHER, WRITE, Directory, refusal

LEAVE = {"op": "Replace", "path": "active", "value": "False"}


@pytest.mark.parametrize("way", ["patch", "delete"])
@pytest.mark.parametrize("role", [Role.UNIT_DEVELOPER, Role.PROVINCE_ADMINISTRATOR])
def test_whoever_leaves_is_out_with_the_next_request(app, directory, way, role):
    an = an_operator("an", role, UNIT if role is Role.UNIT_DEVELOPER else None)
    browser, page = at_the_console(app, an), "/admin/me"
    assert browser.get(page).status_code == 200

    if way == "patch":
        assert directory.patch({"id": an.id}, LEAVE).status_code == 200
    else:
        assert directory.call("DELETE", f"/Users/{an.id}").status_code == 204

    assert browser.get(page).status_code == 303
    told = db.session.scalars(select(AuditRecord).where(AuditRecord.name == "operator.suspended")).one()
    assert (told.operator_id, told.details["about"]) == (actor_id("robot"), an.id)


def test_a_province_administrator_is_let_back_in_by_people(directory):
    an = an_operator("an", state="suspended")

    refusal(
        directory.patch({"id": an.id}, {"op": "replace", "path": "active", "value": True}), 403, "mutability"
    )
    assert db.session.get(Operator, an.id).state == "suspended"


def test_others_are_let_back_in(directory):
    an = an_operator("an", Role.AUDITOR, state="suspended")

    directory.patch({"id": an.id}, {"op": "replace", "path": "active", "value": True})

    assert db.session.get(Operator, an.id).state == "active"


def test_a_directory_of_one_unit_reaches_its_own(of_unit):
    own = an_operator("own", Role.UNIT_DEVELOPER, UNIT)
    other = an_operator("other", Role.UNIT_DEVELOPER, OTHER)

    assert [each["userName"] for each in of_unit.get("/Users").json["Resources"]] == ["own"]
    for method in ("GET", "PUT", "PATCH", "DELETE"):
        refusal(of_unit.call(method, f"/Users/{other.id}", None if method == "GET" else {}), 404)
    assert of_unit.get("/Users", filter='userName eq "other"').json["totalResults"] == 0
    assert of_unit.patch({"id": own.id}, LEAVE).status_code == 200
    denied = db.session.scalars(select(AuditRecord).where(AuditRecord.name == "operator.denied")).all()
    assert {each.details["about"] for each in denied} == {other.id}


def test_it_gives_the_roles_of_a_unit_in_its_unit_only(of_unit):
    assert of_unit.add().status_code == 201
    more = {"userName": "b", "externalId": None, "emails": "b@soyte.example"}

    refusal(of_unit.add(**more, roles=[{"value": "auditor"}]), 400, "invalidValue")
    refusal(of_unit.add(**more, roles=[{"value": "province_administrator"}]), 400, "invalidValue")
    unit = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
    refusal(of_unit.add(**more, **{unit: {"department": OTHER}}), 400, "invalidValue")


def test_it_does_not_touch_an_auditor_of_its_unit(of_unit):
    an = an_operator("an", Role.AUDITOR, UNIT)

    refusal(of_unit.patch({"id": an.id}, LEAVE), 403)
    refusal(of_unit.call("DELETE", f"/Users/{an.id}"), 403)
    assert db.session.get(Operator, an.id).state == "active"


def test_a_token_for_this_service_alone_does_not_open_the_rest(client, directory):
    token = a_token("robot", WRITE, ALL_UNITS, audience=["https://id.anlien.example/scim/v2"])

    assert Directory(client, token).get("/Users").status_code == 200
    answer = client.get("/api/v1/operators", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 401


@pytest.mark.parametrize("scopes", [(), ("sen:operators.read", ALL_UNITS), (ALL_UNITS,)], ids=str)
def test_the_scope_is_needed(a_directory, scopes):
    answer = a_directory(*scopes).get("/Users")

    refusal(answer, 403)
    assert 'scope="sen:operators.write"' in answer.headers["WWW-Authenticate"]


def test_without_a_token_nobody_comes_in(client):
    answer = client.get("/scim/v2/Users")

    refusal(answer, 401)
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_one_who_was_removed_is_not_there_for_the_console_either(app, directory):
    an, boss = an_operator("an", Role.AUDITOR), an_operator("boss")
    directory.call("DELETE", f"/Users/{an.id}")
    browser = at_the_console(app, boss)

    assert browser.get(f"/admin/operators/{an.id}").status_code == 404
    assert "an~" not in browser.get("/admin/operators").text
