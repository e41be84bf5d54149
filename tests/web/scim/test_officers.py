"""Officers over SCIM: added, read, found, changed, removed (RFC 7643, 3 and 7; RFC 7644, 3.3 to 3.6)."""

import pytest

from idp.citizens.contacts import number_index
from idp.operators.machine_rights import ALL_UNITS, actor_id
from idp.store.db import db
from idp.store.models import Officer
from idp.web.current import services
from idp.web.scim.officers import OFFICER
from tests.web.api.conftest import UNIT
from tests.web.scim.conftest import NUMBER, OFFICERS, OTHER, added, an_officer, events, patched, refusal

ANOTHER = "098172000101"


def test_3_3_an_officer_is_added_and_the_number_is_told_to_nobody(personnel):
    made = personnel.call("POST", "/Officers", an_officer())

    assert made.status_code == 201, made.text
    officer = made.json
    assert made.headers["Location"] == officer["meta"]["location"]
    assert made.headers["Location"].endswith(f"/scim/v2/Officers/{officer['id']}")
    assert made.headers["ETag"] == officer["meta"]["version"] == 'W/"1"'
    assert (officer["externalId"], officer["unit"], officer["active"]) == ("cb-121", UNIT, True)
    assert NUMBER not in made.text
    kept = db.session.get(Officer, officer["id"])
    assert kept.number_index == number_index(NUMBER, services().installation)
    assert NUMBER not in str({column.key: getattr(kept, column.key) for column in Officer.__mapper__.columns})
    (told,) = events("officer.added")
    assert (told.operator_id, told.details) == (
        actor_id("robot"),
        {"officer_id": officer["id"], "unit": UNIT},
    )


@pytest.mark.parametrize(
    ("changed", "status", "kind"),
    [
        ({"identityNumber": None}, 400, "invalidValue"),
        ({"identityNumber": "09808200012"}, 400, "invalidValue"),
        ({"identityNumber": "09808200012a"}, 400, "invalidValue"),
        ({"identityNumber": int("98082000121")}, 400, "invalidValue"),
        ({"unit": None}, 400, "invalidValue"),
        ({"unit": "Sở không có"}, 400, "invalidValue"),
        ({"externalId": "x" * 256}, 400, "invalidValue"),
        ({"externalId": ""}, 400, "invalidValue"),
        ({"title": "x" * 201}, 400, "invalidValue"),
        ({"active": "perhaps"}, 400, "invalidValue"),
        ({"schemas": []}, 400, "invalidSyntax"),
        ({"state": "active"}, 400, "invalidSyntax"),
    ],
    ids=str,
)
def test_3_3_who_cannot_be_kept_is_not(personnel, changed, status, kind):
    refusal(personnel.call("POST", "/Officers", an_officer(**changed)), status, kind)

    assert db.session.query(Officer).count() == 0


@pytest.mark.parametrize("changed", [{"identityNumber": ANOTHER}, {"externalId": "cb-2"}], ids=str)
def test_3_3_one_number_and_one_external_identifier_are_one_officer(personnel, changed):
    made = added(personnel)

    refusal(personnel.call("POST", "/Officers", an_officer(**changed)), 409, "uniqueness")

    assert personnel.get("/Officers").json["Resources"] == [made]


def test_3_4_officers_are_read_found_and_told_in_pages(personnel):
    first = added(personnel)
    second = added(personnel, identityNumber=ANOTHER, externalId="cb-2", unit=OTHER, active=False)
    path = f"/Officers/{first['id']}"

    found = personnel.get(path)
    assert (found.status_code, found.json) == (200, first)
    assert personnel.call("GET", path, If_None_Match=found.headers["ETag"]).status_code == 304
    refusal(personnel.get("/Officers/nobody"), 404)
    for text, ids in {
        'externalId eq "cb-121"': [first["id"]],
        "active eq false": [second["id"]],
        f'{OFFICER}:unit eq "{OTHER}" and active eq false': [second["id"]],
        f'id eq "{first["id"]}" and active eq false': [],
        f'id eq "{first["id"]}" and id eq "x"': [],
        "externalId eq true": [],
    }.items():
        answer = personnel.get("/Officers", filter=text).json
        assert ([each["id"] for each in answer["Resources"]], answer["totalResults"]) == (ids, len(ids)), text
    page = personnel.get("/Officers", startIndex=2, count=1).json
    assert (page["totalResults"], page["startIndex"], page["itemsPerPage"]) == (2, 2, 1)
    few = personnel.get(path, attributes="unit").json
    assert few == {"schemas": [OFFICER], "id": first["id"], "unit": UNIT}


@pytest.mark.parametrize(
    "text",
    [f'identityNumber eq "{NUMBER}"', 'title eq "x"', 'externalId co "c"', "x", 'unit eq "a" or id eq "b"'],
)
def test_3_4_2_2_nobody_is_found_by_a_number(personnel, text):
    added(personnel)

    refusal(personnel.get("/Officers", filter=text), 400, "invalidFilter")


def test_3_5_1_an_officer_is_said_anew(personnel):
    made = added(personnel)
    path, tag = f"/Officers/{made['id']}", made["meta"]["version"]

    answer = personnel.call("PUT", path, an_officer(title="Phó trưởng phòng"), If_Match=tag)

    assert (answer.status_code, answer.json["title"]) == (200, "Phó trưởng phòng")
    refusal(personnel.call("PUT", path, an_officer(), If_Match=tag), 412)
    refusal(personnel.call("PUT", path, an_officer(identityNumber=ANOTHER)), 400, "mutability")
    (told,) = events("officer.changed")
    assert told.details == {"officer_id": made["id"], "changed": ["title"]}
    assert events("officer.left") == []


@pytest.mark.parametrize(
    ("operation", "status", "kind"),
    [
        ({"op": "remove", "path": "title"}, 200, None),
        ({"op": "Replace", "value": {"active": "False", "title": "x"}}, 200, None),
        ({"op": "replace", "path": f"{OFFICER}:title", "value": "x"}, 200, None),
        ({"op": "remove", "path": "unit"}, 400, "invalidValue"),
        ({"op": "remove", "path": "identityNumber"}, 400, "invalidValue"),
        ({"op": "replace", "path": "identityNumber", "value": ANOTHER}, 400, "mutability"),
        ({"op": "replace", "path": "id", "value": "x"}, 400, "mutability"),
        ({"op": "replace", "path": "userName", "value": "x"}, 400, "invalidPath"),
        ({"op": "replace", "path": "title", "value": ["x"]}, 400, "invalidValue"),
        ({"op": "move", "path": "title", "value": "x"}, 400, "invalidSyntax"),
    ],
    ids=str,
)
def test_3_5_2_an_officer_is_changed(personnel, operation, status, kind):
    made = added(personnel)

    answer = patched(personnel, made, operation)

    if kind is None:
        assert answer.status_code == status, answer.text
        assert answer.json["meta"]["version"] == 'W/"2"'
    else:
        refusal(answer, status, kind)
        assert personnel.get(f"/Officers/{made['id']}").json == made


def test_3_6_whoever_is_removed_is_gone_and_may_be_added_again(personnel):
    made = added(personnel)

    assert personnel.call("DELETE", f"/Officers/{made['id']}").status_code == 204

    refusal(personnel.get(f"/Officers/{made['id']}"), 404)
    refusal(personnel.call("DELETE", f"/Officers/{made['id']}"), 404)
    assert personnel.get("/Officers").json["totalResults"] == 0
    kept = db.session.get(Officer, made["id"])
    assert (kept.state, kept.external_id, kept.unit, kept.title) == ("removed", None, None, None)
    assert added(personnel)["id"] != made["id"]
    assert db.session.query(Officer).count() == 1


@pytest.mark.parametrize("scopes", [("sen:operators.write", ALL_UNITS), (OFFICERS,)], ids=str)
def test_only_a_directory_of_the_province_comes_in(a_directory, scopes):
    refusal(a_directory(*scopes).get("/Officers"), 403)


def test_a_unit_that_is_renamed_is_renamed_here(personnel):
    made = added(personnel)
    services().operator_desk.units._rows.rename(UNIT, "Sở Y tế mới")
    db.session.commit()

    assert personnel.get(f"/Officers/{made['id']}").json["unit"] == "Sở Y tế mới"
