"""Users over SCIM: added, read, found, replaced (RFC 7644, 3.3 to 3.5.1)."""

import pytest
from sqlalchemy import select

from idp.operators.machine_rights import actor_id
from idp.operators.sign_in import Shown
from idp.store.db import db
from idp.store.models import AuditRecord, Operator
from idp.web.current import services
from idp.web.scim.attributes import ENTERPRISE
from tests.builders import one_time_code
from tests.staff import an_operator, letters, link_in, newest_letter, secret_in
from tests.web.api.conftest import UNIT
from tests.web.scim.conftest import OTHER, a_user, refusal


def test_somebody_is_added_without_a_password_and_gets_the_link_by_mail(directory):
    made = directory.add()

    assert made.status_code == 201, made.text
    assert made.mimetype == "application/scim+json"
    user = made.json
    assert made.headers["Location"] == user["meta"]["location"]
    assert made.headers["Location"].endswith(f"/scim/v2/Users/{user['id']}")
    assert made.headers["ETag"] == user["meta"]["version"] == 'W/"1"'
    assert (user["userName"], user["active"], user["externalId"]) == ("minh", True, "hr-17")
    assert user[ENTERPRISE] == {"department": UNIT}
    assert user["roles"] == [{"value": "unit_developer", "primary": True}]
    ((address, _, text),) = letters()
    assert address == "minh@soyte.example"
    assert link_in(text).startswith("/admin/enrol?link=")
    told = db.session.scalars(select(AuditRecord).where(AuditRecord.name == "operator.added")).one()
    assert (told.operator_id, told.details["about"]) == (actor_id("robot"), user["id"])


def test_nobody_signs_in_to_an_account_that_nobody_has_enrolled(directory, clock):
    directory.add()

    for password in ("", "minh", "x" * 12):
        shown = Shown("minh", password, one_time_code(at=clock()), "203.0.113.7")
        assert not hasattr(services().operator_desk.sign_in.enter(shown, None), "cookie")


def test_whoever_follows_the_link_chooses_a_password_and_a_factor_for_the_name_they_were_given(
    directory, app, clock
):
    made = directory.add()
    browser, password = app.test_client(), "ba con vịt bơi ngược dòng"
    page = browser.get(browser.get(link_in(newest_letter()[2])).location)
    assert 'value="minh"' in page.text
    answer = browser.submit(page, form="enrol-start", username="somebody.else", password=password)
    page = browser.get(answer.location)
    key = services().operator_desk.enrolment.app_key(
        services().operator_desk.enrolment.find(secret_in(newest_letter()[2]))
    )
    code = one_time_code(key, clock())
    answer = browser.submit(page, form="enrol-app", otp=code)
    assert answer.location.startswith("/admin/sign-in") or "/admin/sign-in" in answer.location
    clock.advance(seconds=60)

    shown = Shown("minh", password, one_time_code(key, clock()), "203.0.113.7")
    assert hasattr(services().operator_desk.sign_in.enter(shown, None), "cookie")
    assert db.session.get(Operator, made.json["id"]).is_enrolled
    assert len(letters()) == 1  # nothing about a change of factors


def test_whoever_is_added_inactive_gets_the_link_when_they_begin(directory):
    made = directory.add(active=False)
    assert letters() == []

    directory.patch(made.json, {"op": "replace", "path": "active", "value": True})

    assert [address for address, _, _ in letters()] == ["minh@soyte.example"]


def test_a_user_is_read_with_its_version(directory):
    made = directory.add().json
    path = f"/Users/{made['id']}"

    found = directory.get(path)

    assert (found.status_code, found.json) == (200, made)
    assert directory.call("GET", path, If_None_Match=found.headers["ETag"]).status_code == 304
    refusal(directory.get("/Users/nobody"), 404)


@pytest.mark.parametrize(
    ("changed", "status", "kind"),
    [
        ({"userName": "lan"}, 409, "uniqueness"),
        ({"userName": "LAN"}, 409, "uniqueness"),
        ({"emails": [{"value": "lan@soyte.example"}]}, 409, "uniqueness"),
        ({"externalId": "hr-1"}, 409, "uniqueness"),
        ({"userName": None}, 400, "invalidValue"),
        ({"userName": "minh@soyte.example"}, 400, "invalidValue"),
        ({"userName": 7}, 400, "invalidValue"),
        ({"emails": None}, 400, "invalidValue"),
        ({"emails": []}, 400, "invalidValue"),
        ({"emails": [{"value": "x"}]}, 400, "invalidValue"),
        ({"externalId": "x" * 256}, 400, "invalidValue"),
        ({"roles": [{"value": "king"}]}, 400, "invalidValue"),
        ({"roles": [{"value": "unit_administrator"}], ENTERPRISE: {}}, 400, "invalidValue"),
        ({ENTERPRISE: {"department": "Sở không có"}}, 400, "invalidValue"),
        ({ENTERPRISE: "x"}, 400, "invalidValue"),
        ({"active": "perhaps"}, 400, "invalidValue"),
        ({"schemas": []}, 400, "invalidSyntax"),
        ({"colour": "blue"}, 400, "invalidSyntax"),
        ({"state": "active"}, 400, "invalidSyntax"),
        ({"password": "ba con vịt bơi ngược dòng"}, 400, "mutability"),
        ({"roles": [{"value": "province_administrator"}]}, 403, "mutability"),
    ],
    ids=str,
)
def test_who_cannot_be_added_is_not(directory, changed, status, kind):
    an_operator("lan", address="lan@soyte.example", external_id="hr-1")
    before = db.session.query(Operator).count()

    refusal(directory.add(**changed), status, kind)

    assert db.session.query(Operator).count() == before
    assert letters() == []


def test_that_a_directory_wanted_a_province_administrator_is_recorded(directory):
    directory.add(roles=[{"value": "province_administrator"}])

    denied = db.session.scalars(select(AuditRecord).where(AuditRecord.name == "operator.denied")).one()
    assert (denied.operator_id, denied.details["right"]) == (actor_id("robot"), "change_operators")


def test_what_the_standard_knows_and_an_account_does_not_need_is_passed_over(directory):
    made = directory.add(
        id="chosen", meta={"version": "9"}, displayName="Minh", name={"givenName": "Minh"}, title="Bác sĩ"
    )

    assert made.status_code == 201, made.text
    assert made.json["id"] != "chosen"
    assert not {"displayName", "name", "title"} & set(made.json)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('userName eq "minh"', ["minh"]),
        ('username EQ "MINH"', ["minh"]),
        ('urn:ietf:params:scim:schemas:core:2.0:User:userName eq "minh"', ["minh"]),
        ('externalId eq "hr-17"', ["minh"]),
        ('externalId eq "HR-17"', []),
        ('emails eq "Minh@soyte.example"', ["minh"]),
        ('emails.value eq "minh@soyte.example"', ["minh"]),
        ('emails[type eq "work"].value eq "minh@soyte.example"', ["minh"]),
        ('emails eq "nobody"', []),
        ("active eq true", ["lan", "minh"]),
        ("active eq false", []),
        ('active eq true and userName eq "minh" and externalId eq "hr-17"', ["minh"]),
        ('userName eq "minh" and externalId eq "x"', []),
        ('userName eq "quote\\" in it"', []),
    ],
)
def test_users_are_found_by_a_filter(directory, text, found):
    an_operator("lan")
    directory.add()

    answer = directory.get("/Users", filter=text)

    assert [each["userName"] for each in answer.json["Resources"]] == found, answer.text
    assert answer.json["totalResults"] == len(found)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        'userName co "m"',
        'userName eq "a" or userName eq "b"',
        'not (userName eq "a")',
        "userName eq minh",
        'userName eq "a" and',
        'roles eq "auditor"',
        'password eq "x"',
        'userName eq "\\x"',
        'userName eq "' + "a" * 2_000 + '"',
        "active eq 1.2.3",
        "(" * 5_000,
    ],
)
def test_another_filter_is_refused(directory, text):
    refusal(directory.get("/Users", filter=text), 400, "invalidFilter")


def test_the_list_comes_in_pages(directory):
    for name in ("an", "binh", "chi"):
        an_operator(name)

    page = directory.get("/Users", startIndex=2, count=1).json

    assert page["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:ListResponse"]
    assert (page["totalResults"], page["startIndex"], page["itemsPerPage"]) == (3, 2, 1)
    assert [each["userName"] for each in page["Resources"]] == ["binh"]
    assert directory.get("/Users", startIndex=-5, count=-1).json["Resources"] == []
    refusal(directory.get("/Users", count="many"), 400, "invalidValue")


def test_parts_are_asked_for(directory):
    made = directory.add().json
    path = f"/Users/{made['id']}"

    few = directory.get(path, attributes=f"userName,emails.value,{ENTERPRISE}:department").json
    rest = directory.get(path, excludedAttributes="emails,meta,id").json

    assert few == {
        "schemas": made["schemas"],
        "id": made["id"],
        "userName": "minh",
        "emails": [{"value": "minh@soyte.example"}],
        ENTERPRISE: {"department": UNIT},
    }
    assert set(made) - set(rest) == {"emails", "meta"}


def test_a_whole_user_is_said_anew(directory):
    made = directory.add()
    changed = a_user(
        userName="minh.tran",
        emails=[{"value": "minh.tran@soyte.example"}],
        roles=[{"value": "auditor"}],
        preferredLanguage="en-GB",
        **{ENTERPRISE: {"department": OTHER}},
    )

    answer = directory.call("PUT", f"/Users/{made.json['id']}", changed, If_Match=made.headers["ETag"])

    assert answer.status_code == 200, answer.text
    user = answer.json
    assert (user["userName"], user["preferredLanguage"]) == ("minh.tran", "en")
    assert (user["roles"][0]["value"], user[ENTERPRISE]["department"]) == ("auditor", OTHER)
    assert answer.headers["ETag"] != made.headers["ETag"]
    # Nobody has enrolled: the link goes to where they are now.
    assert "minh.tran@soyte.example" in {address for address, _, _ in letters()}
    again = directory.call("PUT", f"/Users/{made.json['id']}", changed, If_Match=made.headers["ETag"])
    refusal(again, 412)


def test_a_new_address_is_told_to_the_old_one(directory):
    an = an_operator("an", address="an@soyte.example")
    user = {"id": an.id}

    answer = directory.patch(
        user, {"op": "replace", "path": "emails", "value": [{"value": "b@soyte.example"}]}
    )

    assert answer.json["emails"][0]["value"] == "b@soyte.example"
    assert [address for address, _, _ in letters()] == ["an@soyte.example"]
    told = db.session.scalars(select(AuditRecord).where(AuditRecord.name == "operator.record_changed")).one()
    assert told.details["changed"] == ["address"]


def test_a_user_that_is_removed_is_gone_and_the_name_is_free(directory):
    made = directory.add().json

    assert directory.call("DELETE", f"/Users/{made['id']}").status_code == 204

    refusal(directory.get(f"/Users/{made['id']}"), 404)
    assert directory.get("/Users").json["totalResults"] == 0
    kept = db.session.get(Operator, made["id"])
    assert (kept.state, kept.email_sealed, kept.external_id) == ("removed", None, None)
    assert services().operator_desk.enrolment.find(secret_in(newest_letter()[2])) is None
    assert directory.add().status_code == 201
