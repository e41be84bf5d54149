"""Units, operators, requests, keys, the audit log and banners in the API."""

import pytest

from idp.operators.machine_rights import ALL_UNITS
from idp.store.db import db
from idp.store.models import AuditRecord
from idp.web.current import services
from tests.builders import a_client
from tests.web.api.conftest import UNIT
from tests.web.api.testing import problem


def a_unit(api, name=UNIT, **members):
    return api.call("POST", "/units", {"name": name, **members})


def test_a_unit_is_made_read_and_changed(api):
    made = a_unit(api, "Sở Du lịch", kind="department", domains=["yte.anlien.example"])
    path = f"/units/{made.json['id']}"

    assert made.status_code == 201
    assert made.headers["Location"] == f"/api/v1{path}"
    changed = api.call("PATCH", path, {"name_en": "Tourism"}, If_Match='"1"')
    told = (changed.json["name"], changed.json["name_en"], changed.json["version"])
    assert told == ("Sở Du lịch", "Tourism", 2)
    problem(api.call("PATCH", path, {"name_en": "Other"}, If_Match='"1"'), 412, "overtaken")
    problem(api.call("PATCH", path, {"name_en": "Other"}), 428, "no-version")


@pytest.mark.parametrize(
    "members",
    [{"kind": "kingdom"}, {"domains": "x"}, {"domains": ["no domain"]}, {"name_en": 7}, {"name": " "}],
)
def test_a_bad_unit_is_refused(api, members):
    assert a_unit(api, **{"name": UNIT, **members}).status_code == 422


def test_a_program_of_one_unit_sees_its_own(api, of_unit):
    for name in (UNIT, "Sở Xây dựng"):
        a_unit(api, name)
    theirs = next(each for each in api.get("/units").json["items"] if each["name"] != UNIT)

    assert [each["name"] for each in of_unit.get("/units").json["items"]] == [UNIT]
    assert of_unit.call("POST", "/units", {"name": "Sở Mới"}).json["type"].endswith("out-of-reach")
    answer = of_unit.call("PATCH", f"/units/{theirs['id']}", {"name_en": "x"}, If_Match='"1"')
    problem(answer, 404, "not-found")


def test_operators_are_told_without_what_opens_their_accounts(api):
    services().operator_desk.accounts.create("lan", "ba con vịt bơi ngược dòng", service="Sen ID")
    db.session.commit()

    (told,) = api.get("/operators").json["items"]

    assert set(told) == {"id", "username", "role", "unit", "state", "enrolled", "version"}


def test_keys_are_told_without_their_private_parts(api):
    items = api.get("/keys").json["items"]

    assert len(items) == 6
    assert not any({"d", "p", "q"} & set(each["public_jwk"]) for each in items)


def test_events_are_searched_in_pages(api):
    for number in range(3):
        services().client_desk.registrations.suspend(a_client(f"app-{number}").client_id)
    db.session.commit()

    first = api.get("/audit", name="client.suspended", limit=2).json
    second = api.get("/audit", name="client.suspended", limit=2, cursor=first["next"]).json

    found = [each["client_id"] for each in first["items"] + second["items"]]
    assert found == ["app-2", "app-1", "app-0"]
    assert second["next"] is None


@pytest.mark.parametrize(
    "query", [{"since": "yesterday"}, {"until": "2026-11-22T08:00:00"}, {"cursor": "x"}, {"cursor": "WzFd"}]
)
def test_a_bad_search_is_refused(api, query):
    problem(api.get("/audit", **query), 400, "bad-parameter")


def test_a_banner_is_announced(api, clock):
    sent = {
        "kind": "maintenance",
        "vi": "Bảo trì",
        "en": "Maintenance",
        "starts_at": clock().isoformat(),
        "ends_at": clock().replace(hour=23).isoformat(),
    }

    made = api.call("POST", "/banners", sent)

    assert made.status_code == 201, made.text
    assert [each["vi"] for each in api.get("/banners").json["items"]] == ["Bảo trì"]
    assert db.session.query(AuditRecord).filter(AuditRecord.name.startswith("banner")).count() == 1


@pytest.mark.parametrize("changed", [{"kind": "x"}, {"vi": ""}, {"ends_at": "2020-01-01T00:00:00+07:00"}])
def test_a_bad_banner_is_refused(api, clock, changed):
    sent = {
        "kind": "maintenance",
        "vi": "a",
        "en": "b",
        "starts_at": clock().isoformat(),
        "ends_at": clock().replace(hour=23).isoformat(),
    }

    problem(api.call("POST", "/banners", {**sent, **changed}), 422, "bad-banner")


def test_banners_are_for_those_who_act_for_all(a_program):
    assert a_program("sen:banners.write").get("/banners").status_code == 403
    assert a_program("sen:banners.write", ALL_UNITS).get("/banners").status_code == 200


def test_an_announcement_is_withdrawn_once(api, a_program, clock):
    until = clock().replace(hour=23)
    added = services().watch.banners.add("maintenance", ("Bảo trì", "Maintenance"), clock(), until)
    db.session.commit()
    path = f"/banners/{added.id}/withdraw"

    problem(a_program("sen:banners.write").call("POST", path, {}), 403, "insufficient-scope")
    assert api.call("POST", path, {}).json["state"] == "withdrawn"
    problem(api.call("POST", path, {}), 409, "not-now")
    problem(api.call("POST", "/banners/nothing/withdraw", {}), 404, "not-found")
    assert db.session.query(AuditRecord).filter_by(name="banner.withdrawn").count() == 1
