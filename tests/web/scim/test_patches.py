"""Changes by PATCH, in the ways directories send them (RFC 7644, 3.5.2)."""

import pytest

from idp.store.db import db
from idp.store.models import Operator
from idp.web.scim.attributes import ENTERPRISE
from idp.web.scim.filters import CORE
from tests.web.scim.conftest import OTHER, refusal


@pytest.fixture
def minh(directory):
    return directory.add().json


def a(op, value=None, path=None):
    found = {"op": op, "path": path, "value": value}
    return {name: each for name, each in found.items() if each is not None}


@pytest.mark.parametrize(
    "operation",
    [
        a("replace", value=False, path="active"),
        a("Replace", value="False", path="active"),
        a("replace", value="false", path="ACTIVE"),
        a("replace", value={"active": False}),
        a("Replace", value={"active": "False"}),
        a("add", value=False, path="active"),
        a("replace", value=False, path=f"{CORE}:active"),
    ],
    ids=str,
)
def test_somebody_leaves_in_each_way_it_is_said(directory, minh, operation):
    answer = directory.patch(minh, operation)

    assert answer.status_code == 200, answer.text
    assert answer.json["active"] is False
    assert db.session.get(Operator, minh["id"]).state == "suspended"


@pytest.mark.parametrize(
    ("operation", "member", "value"),
    [
        (a("replace", value="minh.tran", path="userName"), "userName", "minh.tran"),
        (a("replace", value={"userName": "minh.tran"}), "userName", "minh.tran"),
        (a("add", value="hr-18", path="externalId"), "externalId", "hr-18"),
        (a("replace", value="en", path="preferredLanguage"), "preferredLanguage", "en"),
        (a("replace", value=OTHER, path=f"{ENTERPRISE}:department"), ENTERPRISE, {"department": OTHER}),
        (a("replace", value={f"{ENTERPRISE}:department": OTHER}), ENTERPRISE, {"department": OTHER}),
        (a("add", value={ENTERPRISE: {"department": OTHER}}), ENTERPRISE, {"department": OTHER}),
        (a("add", value={"department": OTHER}, path=ENTERPRISE), ENTERPRISE, {"department": OTHER}),
        (
            a("replace", value="b@soyte.example", path='emails[type eq "work"].value'),
            "emails",
            [{"value": "b@soyte.example", "type": "work", "primary": True}],
        ),
        (
            a("add", value=[{"value": "b@soyte.example", "type": "work", "primary": True}], path="emails"),
            "emails",
            [{"value": "b@soyte.example", "type": "work", "primary": True}],
        ),
        (
            a("replace", value="auditor", path='roles[primary eq "True"].value'),
            "roles",
            [{"value": "auditor", "primary": True}],
        ),
        (
            a("add", value=[{"value": "approver"}], path="roles"),
            "roles",
            [{"value": "approver", "primary": True}],
        ),
    ],
    ids=str,
)
def test_attributes_are_set_in_each_way_it_is_said(directory, minh, operation, member, value):
    answer = directory.patch(minh, operation)

    assert answer.status_code == 200, answer.text
    assert answer.json[member] == value


def test_attributes_are_removed(directory, minh):
    answer = directory.patch(
        minh,
        a("remove", path="externalId"),
        a("remove", path=f"{ENTERPRISE}:department"),
        a("remove", path="title"),
    )

    assert answer.status_code == 200, answer.text
    assert not {"externalId", ENTERPRISE} & set(answer.json)


@pytest.mark.parametrize(
    ("operation", "kind"),
    [
        (a("move", value=1, path="active"), "invalidSyntax"),
        (a("remove"), "noTarget"),
        (a("remove", path="userName"), "invalidValue"),
        (a("remove", path="emails"), "invalidValue"),
        (a("remove", path="roles"), "invalidValue"),
        (a("remove", path="active"), "invalidValue"),
        (a("replace", path="active"), "invalidValue"),
        (a("replace", value="x"), "invalidValue"),
        (a("replace", value="x", path="id"), "mutability"),
        (a("replace", value="x", path="meta.version"), "mutability"),
        (a("add", value="x", path="groups"), "mutability"),
        (a("replace", value="x", path="password"), "mutability"),
        (a("replace", value={"password": "x"}), "mutability"),
        (a("replace", value="x", path="state"), "invalidPath"),
        (a("replace", value={"version": 7}), "invalidPath"),
        (a("replace", value="x", path="userName.x"), "invalidPath"),
        (a("replace", value="x", path="["), "invalidPath"),
        (a("replace", value="x", path="u" * 70_0), "invalidPath"),
        (a("replace", value="b@soyte.example", path='emails[type eq "home"].value'), "noTarget"),
        (a("replace", value="x", path='emails[type co "w"].value'), "invalidFilter"),
        (a("replace", value=[], path="emails"), "invalidValue"),
        (a("replace", value=[7], path="emails"), "invalidValue"),
        (a("replace", value="Sở không có", path=f"{ENTERPRISE}:department"), "invalidValue"),
        ("x", "invalidSyntax"),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_and_changes_nothing(directory, minh, operation, kind):
    good = a("replace", value="changed", path="userName")

    refusal(directory.patch(minh, good, operation), 400, kind)

    assert db.session.get(Operator, minh["id"]).username == "minh"


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"schemas": [CORE], "Operations": [a("remove", path="title")]},
        {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"]},
        {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": []},
        {"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": {}},
    ],
    ids=str,
)
def test_a_body_that_is_no_change_is_refused(directory, minh, body):
    refusal(directory.call("PATCH", f"/Users/{minh['id']}", body), 400, "invalidSyntax")


def test_a_change_is_made_from_the_version_it_says(directory, minh):
    stale = minh["meta"]["version"]
    directory.patch(minh, a("replace", value="hr-18", path="externalId"), If_Match=stale)

    refusal(directory.patch(minh, a("replace", value="hr-19", path="externalId"), If_Match=stale), 412)
    assert directory.get(f"/Users/{minh['id']}").json["externalId"] == "hr-18"


def test_nobody_becomes_a_province_administrator(directory, minh):
    answer = directory.patch(minh, a("replace", value="province_administrator", path="roles"))

    refusal(answer, 403, "mutability")
    assert db.session.get(Operator, minh["id"]).role == "unit_developer"
