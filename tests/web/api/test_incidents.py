"""Incidents in the API."""

from idp.operators.machine_rights import ALL_UNITS
from idp.store.db import db
from idp.web.current import services
from tests.builders import a_client
from tests.web.api.conftest import UNIT
from tests.web.api.testing import problem


def happened(code, client_id):
    services().incidents.add(code, client_id=client_id, endpoint="token", reason="bad code")
    db.session.commit()


def test_the_newest_come_first_in_pages_from_what_is_in_reach(of_unit, clock):
    a_client("mine", unit=UNIT)
    a_client("theirs", unit="Sở Xây dựng")
    happened("AAAA-0001", "mine")
    happened("AAAA-0002", "mine")
    clock.advance(seconds=1)
    happened("AAAA-0003", "mine")
    happened("AAAA-0004", "theirs")

    first = of_unit.get("/incidents", limit=2).json
    second = of_unit.get("/incidents", limit=2, cursor=first["next"]).json

    codes = [each["code"] for each in first["items"] + second["items"]]
    assert codes == ["AAAA-0003", "AAAA-0001", "AAAA-0002"]
    assert second["next"] is None


def test_those_of_one_application_are_asked_for(api, of_unit):
    a_client("theirs", unit="Sở Xây dựng")
    happened("AAAA-0001", "theirs")
    happened("AAAA-0002", "robot")

    assert [each["code"] for each in api.get("/incidents", client_id="theirs").json["items"]] == ["AAAA-0001"]
    assert of_unit.get("/incidents", client_id="theirs").json["items"] == []


def test_it_takes_the_scope_and_a_good_cursor(api, a_program):
    problem(api.get("/incidents", cursor="WzFd"), 400, "bad-parameter")
    problem(a_program("sen:audit.read", ALL_UNITS).get("/incidents"), 403, "insufficient-scope")
