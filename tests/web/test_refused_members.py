"""Who puts into a registration what nobody puts there by accident is refused, and it is on record without the text."""

from typing import Any

import pytest
from sqlalchemy import select

from idp.operators.rights import Role
from idp.store.db import db
from idp.store.models import AuditRecord, Client, IdempotentAnswer, Operator
from idp.web.current import services
from idp.web.refused_members import RULES
from tests.builders import a_client
from tests.caller import Caller
from tests.staff import an_operator, at_the_console
from tests.web.api.conftest import UNIT, a_program, api
from tests.web.api.testing import problem
from tests.web.developers.test_apps import fill

__all__ = ["a_program", "api"]

CALLBACK = "https://yte.anlien.example/callback"
MEMBERS: dict[str, Any] = {
    "client_name": "Sổ sức khỏe",
    "redirect_uris": [CALLBACK],
    "scope": "openid",
    "unit": UNIT,
}
one_database = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
MARKUP, MIXED, HIDDEN = "<b>Sổ</b>", "Sở Y tế Аn Liên", "Sổ\u202e sức khỏe"


@pytest.fixture
def console(app) -> Caller:
    """An administrator at the console."""
    services().operator_desk.units.make_missing(UNIT)
    return at_the_console(app, an_operator())


@pytest.fixture
def desk(app) -> Caller:
    """A developer at the desk."""
    return at_the_console(app, an_operator("minh", Role.UNIT_DEVELOPER, UNIT))


def refused() -> list[tuple[str | None, list[str], list[str]]]:
    """Each record: the application, the rules, the members. The text that was typed is in none."""
    db.session.rollback()
    found = db.session.scalars(
        select(AuditRecord).where(AuditRecord.name == "client.members_refused").order_by(AuditRecord.id)
    ).all()
    assert all(set(each.details) == {"rules", "named"} and each.operator_id for each in found)
    assert {rule for each in found for rule in each.details["rules"]} <= set(RULES)
    return [(each.client_id, each.details["rules"], each.details["named"]) for each in found]


def test_a_name_that_only_looks_right_is_on_record_from_everywhere(console, desk, api):
    wrong = {MARKUP: "markup", MIXED: "mixed_letters", HIDDEN: "hidden_signs"}
    empty = console.get("/admin/clients/new/web")
    for name in wrong:
        form = {"client_name": name, "unit": UNIT, "client_id": "so", "redirect_uris-0": CALLBACK}
        assert console.submit(empty, form="new-client", **form).status_code == 422
        assert fill(desk, client_name=name).status_code == 422
        problem(api.call("POST", "/clients", {**MEMBERS, "client_name": name}), 422, "bad-registration")

    assert refused() == [(None, [rule], ["client_name"]) for rule in wrong.values() for _ in range(3)]
    assert db.session.query(Client).count() == 1  # the program itself


def test_a_change_of_a_registration_names_the_application(console, desk, api):
    minh = db.session.scalars(select(Operator.id).where(Operator.username == "minh")).one()
    a_client("portal", made_by=minh, unit=UNIT, state="draft", kind="web")
    edit = "/admin/clients/portal/edit"
    console.submit(console.get(edit), form="edit", client_name_en=MARKUP)
    desk.submit(desk.get("/developers/apps/portal/edit"), form="draft", client_name=MARKUP)
    problem(
        api.call("PATCH", "/clients/portal", {"client_name#en": MIXED}, If_Match='"1"'),
        422,
        "bad-registration",
    )

    assert refused() == [
        ("portal", ["markup"], ["client_name#en"]),
        ("portal", ["markup"], ["client_name"]),
        ("portal", ["mixed_letters"], ["client_name#en"]),
    ]


def test_a_member_that_may_not_be_set_is_on_record_and_a_slip_is_not(api):
    sent = {**MEMBERS, "state": "live", "made_by": "me", "colour": "red"}
    problem(api.call("POST", "/clients", sent, Idempotency_Key="1"), 422, "unknown-member")
    problem(api.call("POST", "/clients", {**MEMBERS, "colour": "red"}), 422, "unknown-member")
    problem(api.call("POST", "/clients", {}), 422, "missing-member")

    assert refused() == [(None, ["not_settable"], ["made_by", "state"])]
    assert db.session.query(IdempotentAnswer).count() == 0, "it may be sent again, mended"


def test_what_a_form_does_not_offer_counts_for_nothing_and_is_on_record(desk):
    fill(desk, state="live", unit="Sở Tài chính", colour="red")

    assert db.session.query(Client).one().state == "draft"
    assert refused() == [(None, ["not_settable"], ["state", "unit"])]


@one_database
def test_an_ordinary_fault_is_nobodys_attack(console, api):
    problem(api.call("POST", "/clients", {**MEMBERS, "scope": 7}), 422, "bad-registration")
    console.submit(console.get("/admin/clients/new/web"), form="new-client", client_name="")

    assert refused() == []


@one_database
def test_the_audit_page_says_it_in_words_of_both_languages(console, api):
    problem(api.call("POST", "/clients", {**MEMBERS, "client_name": MARKUP}), 422, "bad-registration")

    assert "tên có dấu &lt; hoặc &gt;" in console.get("/admin/audit").text
    english = console.get("/admin/audit", headers={"Accept-Language": "en"}).text
    assert "a name with &lt; or &gt;" in english
    assert "client_name" in english
