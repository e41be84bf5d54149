"""Applications in the API."""

import pytest

from idp.operators.machine_rights import ALL_UNITS, actor_id
from idp.store.db import db
from idp.store.models import AuditRecord, Client
from idp.web.current import services
from tests.builders import a_client
from tests.coaching import coach_is_content
from tests.web.api.conftest import UNIT
from tests.web.api.testing import problem

MEMBERS = {
    "client_name": "Sổ sức khỏe",
    "redirect_uris": ["https://yte.anlien.example/callback"],
    "scope": "openid ngay_sinh",
    "unit": UNIT,
}


def etag(answer):
    return answer.headers["ETag"]


def test_a_draft_is_made_and_its_secret_told_once(api):
    made = api.call("POST", "/clients", MEMBERS)

    assert made.status_code == 201
    assert (made.json["state"], made.json["client_name"]) == ("draft", "Sổ sức khỏe")
    assert made.headers["Location"].endswith(made.json["client_id"])
    client = db.session.get(Client, made.json["client_id"])
    assert services().client_desk.secrets.matches(client, made.json["client_secret"])
    assert "client_secret" not in api.get(f"/clients/{client.client_id}").json
    assert client.made_by == actor_id("robot")


def test_a_program_of_one_unit_makes_applications_of_that_unit_only(of_unit):
    made = of_unit.call("POST", "/clients", {**MEMBERS, "unit": "Sở Xây dựng"})

    assert made.json["unit"] == UNIT


@pytest.mark.parametrize("member", ["state", "client_id", "client_secret", "made_by", "version", "colour"])
def test_what_may_not_be_set_is_refused_and_nothing_is_made(api, member):
    answer = api.call("POST", "/clients", {**MEMBERS, member: "x"})

    assert problem(answer, 422, "unknown-member")["members"] == [member]
    assert db.session.query(Client).count() == 1  # the program itself


def test_every_fault_is_told(api):
    answer = api.call("POST", "/clients", {**MEMBERS, "redirect_uris": ["http://x.example/"], "scope": 7})

    members = [fault["member"] for fault in problem(answer, 422, "bad-registration")["faults"]]
    assert "scope" in members


def test_the_list_comes_in_pages_and_holds_what_is_in_reach(of_unit):
    for number in range(3):
        a_client(f"mine-{number}", unit=UNIT, name=f"App {number}")
    a_client("theirs", unit="Sở Xây dựng")

    first = of_unit.get("/clients", limit=2).json
    second = of_unit.get("/clients", limit=2, cursor=first["next"]).json

    names = [each["client_id"] for each in first["items"] + second["items"]]
    assert sorted(names) == ["mine-0", "mine-1", "mine-2", "robot"]
    assert second["next"] is None


def test_it_can_be_filtered(api):
    a_client("stopped", state="suspended")

    assert [each["client_id"] for each in api.get("/clients", state="suspended").json["items"]] == ["stopped"]


def test_it_is_searched_as_in_the_console(api, clock):
    a_client("ho-so", name="Hồ sơ sức khỏe")
    poor = a_client("xau")
    poor.lint = {"score": 40, "broken": [], "at": clock().isoformat()}
    metadata = {"grant_types": ["client_credentials"], "response_types": []}
    machine = a_client("may", metadata=metadata, profile="machine")
    machine.kind = None  # registered before kinds were kept

    def found(**query):
        return [each["client_id"] for each in api.get("/clients", **query).json["items"]]

    assert found(q="ho so suc") == ["ho-so"]
    assert found(below=60) == ["xau"]
    assert "may" in found(kind="machine")
    for below in ("x", "-1", "9999", "٣"):
        problem(api.get("/clients", below=below), 400, "bad-parameter")


@pytest.mark.parametrize("path", ["", "/versions", "/lint", "/calls", "/secrets"])
def test_another_units_application_is_not_there(of_unit, path):
    a_client("theirs", unit="Sở Xây dựng")

    problem(of_unit.get(f"/clients/theirs{path}"), 404, "not-found")
    problem(of_unit.get(f"/clients/nobodys{path}"), 404, "not-found")

    record = db.session.query(AuditRecord).filter_by(name="operator.denied").all()
    assert len(record) == 1


@pytest.mark.parametrize("act", ["suspend", "resume", "submit", "secrets"])
def test_nor_can_anything_be_done_with_it(of_unit, act):
    a_client("theirs", unit="Sở Xây dựng")

    problem(of_unit.call("POST", f"/clients/theirs/{act}", {}), 404, "not-found")
    assert db.session.get(Client, "theirs").state == "live"


def test_a_draft_is_changed_with_its_version(api):
    made = api.call("POST", "/clients", MEMBERS)
    path = f"/clients/{made.json['client_id']}"

    changed = api.call("PATCH", path, {"client_name#en": "Health record"}, If_Match=etag(made))

    assert changed.status_code == 200, changed.text
    assert changed.json["client_name#en"] == "Health record"
    assert etag(changed) != etag(made)
    versions = api.get(f"{path}/versions").json["items"]
    assert versions[0]["by"] == actor_id("robot")


def test_a_change_says_what_it_was_made_from(api):
    made = api.call("POST", "/clients", MEMBERS)
    path = f"/clients/{made.json['client_id']}"
    api.call("PATCH", path, {"client_name#en": "First"}, If_Match=etag(made))

    problem(api.call("PATCH", path, {"client_name#en": "Second"}), 428, "no-version")
    problem(api.call("PATCH", path, {"client_name#en": "Second"}, If_Match=etag(made)), 412, "overtaken")
    assert api.get(path).json["client_name#en"] == "First"


def test_what_needs_approval_waits_for_a_person(api):
    client = a_client("portal", unit=UNIT)
    before = list(client.metadata_["redirect_uris"])

    answer = api.call(
        "PATCH",
        "/clients/portal",
        {"redirect_uris": ["https://elsewhere.example/callback"]},
        If_Match='"1"',
    )

    assert answer.status_code == 202, answer.text
    assert answer.json["request"]["state"] == "open"
    assert db.session.get(Client, "portal").metadata_["redirect_uris"] == before
    assert [each["subject"] for each in api.get("/requests").json["items"]] == ["portal"]


def test_a_draft_is_submitted_and_never_approved_by_a_program(api):
    coach_is_content()
    made = api.call("POST", "/clients", MEMBERS)
    path = f"/clients/{made.json['client_id']}"

    asked = api.call("POST", f"{path}/submit", {})

    assert asked.status_code == 202, asked.text
    assert api.get(path).json["state"] == "requested"
    problem(api.call("POST", f"{path}/submit", {}), 409, "not-now")


def test_it_is_suspended_and_let_back(api):
    a_client("portal")

    assert api.call("POST", "/clients/portal/suspend", {}).json["state"] == "suspended"
    problem(api.call("POST", "/clients/portal/suspend", {}), 409, "not-now")
    assert api.call("POST", "/clients/portal/resume", {}).json["state"] == "live"


def test_a_program_of_a_unit_undoes_what_was_done_for_the_unit_only(api, a_program):
    a_client("portal", unit=UNIT)
    of_unit = a_program("sen:clients.suspend", "sen:clients.read", client_id="of-unit")

    api.call("POST", "/clients/portal/suspend", {})
    problem(of_unit.call("POST", "/clients/portal/resume", {}), 409, "not-now")
    api.call("POST", "/clients/portal/resume", {})

    of_unit.call("POST", "/clients/portal/suspend", {})
    told = db.session.query(AuditRecord).filter_by(name="client.suspended").order_by(AuditRecord.id).all()
    assert [each.details.get("for_unit") for each in told] == [None, UNIT]
    assert of_unit.call("POST", "/clients/portal/resume", {}).json["state"] == "live"


def test_reading_does_not_give_writing(a_program):
    api = a_program("sen:clients.read", ALL_UNITS)
    a_client("portal")

    problem(api.call("POST", "/clients", MEMBERS), 403, "insufficient-scope")
    problem(
        api.call("PATCH", "/clients/portal", {"client_name": "X"}, If_Match='"1"'), 403, "insufficient-scope"
    )
    problem(api.call("POST", "/clients/portal/suspend", {}), 403, "insufficient-scope")


def test_lint_is_told(api):
    a_client("portal")

    report = api.get("/clients/portal/lint").json

    assert report["client_id"] == "portal"
    assert {"id", "weight", "sentence", "fix", "about"} == set(report["broken"][0])


def test_an_owner_that_is_not_in_the_list_is_refused_and_not_added(api):
    a_client("portal", unit=UNIT)
    before = api.get("/units").json["items"]

    made = problem(
        api.call("POST", "/clients", {**MEMBERS, "unit": "Sở Phép thuật"}), 422, "bad-registration"
    )
    changed = api.call("PATCH", "/clients/portal", {"unit": "Sở Phép thuật"}, If_Match='"1"')

    assert [each["member"] for each in made["faults"]] == ["unit"]
    problem(changed, 422, "bad-registration")
    assert api.get("/units").json["items"] == before
