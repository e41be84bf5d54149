"""Going back to a version, and ending an application for good, in the API."""

import pytest

from idp.operators.machine_rights import ALL_UNITS, actor_id
from idp.store.db import db
from idp.store.models import AuditRecord, Client
from tests.builders import a_client
from tests.web.api.conftest import UNIT
from tests.web.api.test_clients import MEMBERS
from tests.web.api.testing import problem


def a_changed_draft(api):
    made = api.call("POST", "/clients", MEMBERS)
    path = f"/clients/{made.json['client_id']}"
    changed = api.call("PATCH", path, {"client_name": "Tên mới"}, If_Match=made.headers["ETag"])
    return path, made.json["version"], changed.headers["ETag"]


def test_an_earlier_version_comes_back_as_a_new_one(api):
    path, first, tag = a_changed_draft(api)

    back = api.call("POST", f"{path}/versions/{first}/restore", {}, If_Match=tag)

    assert back.status_code == 200, back.text
    assert (back.json["client_name"], back.json["version"]) == (MEMBERS["client_name"], first + 2)
    assert back.headers["ETag"] == f'"{first + 2}"'
    latest = api.get(f"{path}/versions").json["items"][0]
    assert (latest["by"], latest["why"]) == (actor_id("robot"), f"Back to version {first}")


def test_it_says_what_it_was_made_from_and_the_version_is_there(api):
    path, first, tag = a_changed_draft(api)

    problem(api.call("POST", f"{path}/versions/{first}/restore", {}), 428, "no-version")
    problem(api.call("POST", f"{path}/versions/{first}/restore", {}, If_Match='"77"'), 412, "overtaken")
    for number in ("77", "0", "first", "9" * 400):
        answer = api.call("POST", f"{path}/versions/{number}/restore", {}, If_Match=tag)
        problem(answer, 404, "not-found")
    assert api.get(path).json["client_name"] == "Tên mới"


def test_what_a_second_person_has_to_see_waits(api):
    a_client("portal", unit=UNIT)
    asked = api.call("PATCH", "/clients/portal", {"policy_uri": "https://example.vn/p"}, If_Match='"1"')
    assert asked.status_code == 200, asked.text
    client = db.session.get(Client, "portal")
    client.metadata_ = {**client.metadata_, "redirect_uris": ["https://elsewhere.example/callback"]}
    db.session.commit()

    back = api.call(
        "POST", "/clients/portal/versions/1/restore", {}, If_Match=api.get("/clients/portal").headers["ETag"]
    )

    assert back.status_code == 202, back.text
    assert back.json["request"]["state"] == "open"
    assert db.session.get(Client, "portal").metadata_["redirect_uris"] == [
        "https://elsewhere.example/callback"
    ]


def test_an_application_is_ended_for_good_by_its_name(api):
    a_client("portal", name="Cổng")

    problem(api.call("POST", "/clients/portal/retire", {"client_name": "Khác"}), 422, "bad-member")
    problem(api.call("POST", "/clients/portal/retire", {}), 422, "missing-member")
    ended = api.call("POST", "/clients/portal/retire", {"client_name": "Cổng"})

    assert (ended.status_code, ended.json["state"]) == (200, "retired")
    problem(api.call("POST", "/clients/portal/retire", {"client_name": "Cổng"}), 409, "not-now")
    (record,) = db.session.query(AuditRecord).filter_by(name="client.state_changed").all()
    assert (record.client_id, record.operator_id) == ("portal", actor_id("robot"))


def test_what_is_retired_is_removed_by_its_name_and_nothing_else_is(api):
    a_client("portal", name="Cổng")
    problem(api.call("POST", "/clients/portal/remove", {"client_name": "Cổng"}), 409, "not-now")
    api.call("POST", "/clients/portal/retire", {"client_name": "Cổng"})
    problem(api.call("POST", "/clients/portal/remove", {"client_name": "Khác"}), 422, "bad-member")
    assert api.get("/clients/portal").json["state"] == "retired"

    gone = api.call("POST", "/clients/portal/remove", {"client_name": "Cổng"})

    assert (gone.status_code, gone.data) == (204, b"")
    problem(api.get("/clients/portal"), 404, "not-found")
    record = db.session.query(AuditRecord).filter_by(name="client.removed").one()
    assert (record.client_id, record.operator_id) == ("portal", actor_id("robot"))


@pytest.mark.parametrize(
    "scopes", [["sen:clients.write", "sen:clients.suspend", ALL_UNITS], ["sen:clients.retire"]]
)
def test_ending_takes_its_scope_and_every_unit(a_program, scopes):
    a_client("portal", name="Cổng", unit=UNIT)

    answer = a_program(*scopes).call("POST", "/clients/portal/retire", {"client_name": "Cổng"})

    problem(answer, 403, "insufficient-scope")
    assert db.session.get(Client, "portal").state == "live"


def test_another_units_application_has_no_versions_to_go_back_to(of_unit):
    a_client("theirs", unit="Sở Xây dựng")

    answer = of_unit.call("POST", "/clients/theirs/versions/1/restore", {}, If_Match='"1"')

    problem(answer, 404, "not-found")


def test_reading_does_not_let_go_back(a_program):
    a_client("portal", unit=UNIT)
    answer = a_program("sen:clients.read").call(
        "POST", "/clients/portal/versions/1/restore", {}, If_Match='"1"'
    )

    problem(answer, 403, "insufficient-scope")


def test_what_was_done_is_told_page_by_page_to_whom_the_application_belongs(api, of_unit):
    path, _first, _tag = a_changed_draft(api)
    a_client("other", unit="Sở Xây dựng")

    latest = api.get(f"{path}/log", limit=1).json
    older = api.get(f"{path}/log", limit=1, cursor=latest["next"]).json

    names = [page["items"][0]["name"] for page in (latest, older)]
    assert (names, older["next"]) == (["client.changed", "client.registered"], None)
    problem(api.get(f"{path}/log", cursor="WyJ4Il0"), 400, "bad-parameter")
    problem(of_unit.get("/clients/other/log"), 404, "not-found")
