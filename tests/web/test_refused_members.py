"""Who puts into a registration what nobody puts there by accident is refused, and it is on record without the text."""

from typing import Any

import pytest
from sqlalchemy import select

from idp.operators.machine_rights import actor_id
from idp.operators.rights import Role
from idp.store.db import db
from idp.store.models import AuditRecord, Client, IdempotentAnswer, Operator
from idp.web.current import services
from idp.web.refused_members import RULES
from tests.builders import a_client
from tests.caller import Caller, form_of
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
FORMULA = '=HYPERLINK("https://x.example")'


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
    wrong = {MARKUP: "markup", MIXED: "mixed_letters", HIDDEN: "hidden_signs", FORMULA: "formula"}
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


def refused_elsewhere() -> list[tuple[str, list[str], list[str]]]:
    """Each record of what is no registration: the list, the rules, the members."""
    db.session.rollback()
    records = db.session.scalars(
        select(AuditRecord).where(AuditRecord.name == "operator.members_refused").order_by(AuditRecord.id)
    ).all()
    assert all(set(each.details) == {"what", "rules", "named"} and each.operator_id for each in records)
    return [(each.details["what"], each.details["rules"], each.details["named"]) for each in records]


@one_database
@pytest.mark.parametrize(
    ("method", "path", "named"),
    [
        ("POST", "/units", ["id", "version"]),
        ("POST", "/banners", ["created_by"]),
        ("POST", "/breaches", ["opened_by"]),
        ("PATCH", "/operators/{minh}", ["password_hash", "state"]),
    ],
)
def test_a_mass_assigned_member_of_anything_is_refused_and_on_record(api, method, path, named):
    minh = an_operator("minh", Role.UNIT_DEVELOPER, UNIT)
    sent = {**dict.fromkeys(named, "hacked"), "colour": "red"}
    headers = {"If_Match": '"1"'} if method == "PATCH" else {}
    call = method, path.format(minh=minh.id)

    problem(api.call(*call, sent, **headers), 422, "unknown-member")
    problem(api.call(*call, {"colour": "red"}, **headers), 422, "unknown-member")

    assert refused_elsewhere() == [(path.split("/")[1], ["not_settable"], named)], "and a slip is no record"
    assert db.session.get(Operator, minh.id).state == "active"


@one_database
def test_a_mass_assigned_field_of_any_form_counts_for_nothing_and_is_on_record(console):
    unit = services().operator_desk.units.by_name(UNIT)
    change = f"/admin/units/{unit.id}"
    pages = {
        "/admin/units/new": ("unit", "units"),
        change: ("unit", "units"),
        "/admin/banners/new": ("banner-form", "banners"),
        "/admin/breaches/new": ("breach-form", "breaches"),
        "/admin/operators/invite": ("invite", "operators"),
    }
    for page, (form, _what) in pages.items():
        console.submit(console.get(page), form=form)
    assert refused_elsewhere() == [], "what the forms themselves send"

    for page, (form, _what) in pages.items():
        found = form_of(console.get(page), form=form)
        console.post(found.action, data={**found.fields, "id": "x", "created_by": "x", "colour": "red"})

    named = ["created_by", "id"]
    assert refused_elsewhere() == [(what, ["not_settable"], named) for _form, what in pages.values()]
    assert services().operator_desk.units.by_name(UNIT).id == unit.id


@pytest.mark.parametrize("name", [FORMULA, "+84", "-1+1", " @SUM(A1)", "＝1", "－1"])
def test_a_unit_is_not_named_as_a_formula(console, api, name):
    units = services().operator_desk.units
    unit = units.by_name(UNIT)
    before = units.names()
    answers = [
        console.submit(console.get("/admin/units/new"), form="unit", name=name),
        console.submit(console.get(f"/admin/units/{unit.id}"), form="unit", name_en=name),
    ]
    problem(api.call("POST", "/units", {"name": name}), 422, "bad-unit")
    problem(api.call("PATCH", f"/units/{unit.id}", {"name_en": name}, If_Match='"1"'), 422, "bad-unit")

    assert [answer.status_code for answer in answers] == [422, 422]
    assert "bảng tính sẽ hiểu thành công thức" in answers[0].text
    assert [(what, rules, named) for what, rules, named in refused_elsewhere()] == [
        ("units", ["formula"], [member]) for member in ("name", "name_en", "name", "name_en")
    ]
    assert units.names() == before


@one_database
@pytest.mark.parametrize(
    ("name", "rule"), [(MARKUP, "markup"), (MIXED, "mixed_letters"), (HIDDEN, "hidden_signs")]
)
def test_a_unit_is_not_named_as_if_it_were_another(console, api, name, rule):
    units = services().operator_desk.units
    before = units.names()

    answer = console.submit(console.get("/admin/units/new"), form="unit", name=name)
    problem(api.call("POST", "/units", {"name": "Sở", "name_en": name}), 422, "bad-unit")

    assert answer.status_code == 422
    assert refused_elsewhere() == [("units", [rule], ["name"]), ("units", [rule], ["name_en"])]
    assert units.names() == before


@one_database
def test_another_redirect_host_of_a_live_application_is_asked_for_and_on_record(a_program):
    api = a_program("sen:clients.read", "sen:clients.write")
    client = a_client("portal", unit=UNIT)
    before = list(client.metadata_["redirect_uris"])
    asked_for = ["https://elsewhere.example/callback"]

    answer = api.call("PATCH", "/clients/portal", {"redirect_uris": asked_for}, If_Match='"1"')

    assert answer.status_code == 202
    db.session.rollback()
    assert db.session.get(Client, "portal").metadata_["redirect_uris"] == before, "until somebody approves"
    record = db.session.scalars(select(AuditRecord).where(AuditRecord.name == "request.asked")).one()
    assert (record.client_id, record.operator_id) == ("portal", actor_id("robot"))
