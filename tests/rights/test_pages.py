"""Role by page by owner: each cell is refused or let through as docs/roles.md says, and a refusal changes nothing."""

import re

import pytest
from sqlalchemy import func, select

from idp.operators.rights import Right, Role
from idp.store.db import db
from idp.store.models import AuditRecord
from tests.rights.places import (
    FILLED,
    LEFT,
    OF_PROVINCE,
    OWNED,
    PREFIXES,
    Answer,
    Cell,
    Owner,
    Things,
    filled,
    pages,
)
from tests.rights.requests import WORDS
from tests.rights.table import PAGE, TITLES, declared, rows
from tests.rights.writes import changes, state
from tests.staff import at_the_console

REACHES = {
    "–": frozenset[Owner](),
    "own": frozenset({Owner.NOTHING, Owner.SELF}),
    "unit": frozenset({Owner.NOTHING, Owner.SELF, Owner.OWN_UNIT}),
    "all": frozenset(Owner),
}
"""How far a right goes, as the document words it, and the owners that are within reach."""

FOR_EVERYBODY = {
    "api.openapi",
    "scim.config",
    "scim.every_schema",
    "scim.one_schema",
    "scim.type_",
    "scim.types",
}
"""What programs may read before they have proven themselves (RFC 7644, 4)."""

NOT_THEMSELVES = {
    f"admin_operator.{act}" for act in ("move", "suspend", "resume", "end_sessions", "reset_factor")
}
"""What nobody does to their own account from outside it, whatever their reach."""


OF_A_REQUEST = {
    "admin_requests.view": set(WORDS) - {"–"},
    "admin_requests.withdraw": set(WORDS) - {"–"},
    "admin_requests.decide": {"decides"},
}
"""Whom a request lets in is no right's matter: by the words of its own table."""


def word_for(role: Role, what: str, owner: Owner) -> str:
    """What the document says somebody may do with a request."""
    table = rows(declared(PAGE.read_text(encoding="utf-8"), "requests"))
    words = next(words for kind, whose, *words in table if (kind, whose) == (what, owner.value))
    return words[list(TITLES).index(role)]


def declared_reach():
    text = PAGE.read_text(encoding="utf-8")
    return {
        (role, Right(right)): REACHES[word]
        for right, *words in rows(declared(text, "rights"))
        for role, word in zip(TITLES, words, strict=True)
    }


def declared_needs(app):
    text = PAGE.read_text(encoding="utf-8")
    found: dict[tuple[str, str], str] = {}
    for addresses, look, act in rows(declared(text, "pages")):
        for address in addresses.split(" "):
            # Looking and acting may be two functions at one address: each row says only its own part.
            found.update(
                {(address, part): right for part, right in (("look", look), ("act", act)) if right != "–"}
            )
    return found


def is_allowed(cell: Cell, address: str, role: Role, reach, needs) -> bool:
    right = needs.get((address, "look" if cell.method == "GET" else "act"))
    assert right is not None, f"{cell.method} {address} is not declared in docs/roles.md"
    if cell.endpoint in NOT_THEMSELVES and cell.owner is Owner.SELF:
        return False
    if cell.answer is Answer.REFUSED:
        return False
    if cell.endpoint in OF_A_REQUEST:
        return word_for(role, "about an application", cell.owner) in OF_A_REQUEST[cell.endpoint]
    return cell.owner in reach[role, Right(right)]


def is_as_declared(cell: Cell, allowed: bool, denied: bool, status: int, changed: list[str]) -> bool:
    """Whether an answer is what is due: a refusal is on record, and whatever is not let in changes nothing."""
    if cell.endpoint == "admin_requests.decide" and cell.owner is Owner.SELF:
        # Whoever decides on others' is told why not on their own: `test_requests.py` looks at that.
        return status in (403, 422) and not changed
    if not allowed:
        return denied and status in (403, 404) and not changed
    if cell.answer is Answer.ABSENT:
        return status == 404 and not changed
    if cell.answer is Answer.UNCHANGED:
        return not denied and status < 500 and not changed
    return not denied and status != 404 and status < 500


def last_denial() -> int:
    newest = select(func.max(AuditRecord.id)).where(AuditRecord.name == "operator.denied")
    return db.session.scalar(newest) or 0


def form_token(console) -> str:
    page = console.get("/admin/me").text
    return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]


# Who may do what is decided before any database is asked: the other one would say the same.
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize("role", Role)
def test_every_cell_is_as_declared(app, role):
    things = Things(role)
    console = at_the_console(app, things.holder)
    token, reach, needs = form_token(console), declared_reach(), declared_needs(app)
    wrong = []
    for rule, method in pages(app):
        for cell in things.cells(rule, method):
            allowed = is_allowed(cell, rule.rule, role, reach, needs)
            denied, answer, changed = ask(console, cell, token)
            if "/admin/sign-in" in (
                answer.location or ""
            ):  # an act before has ended its own session, as it may
                console, token = (again := at_the_console(app, things.holder)), form_token(again)
                denied, answer, changed = ask(console, cell, token)
            if not is_as_declared(cell, allowed, denied, answer.status_code, changed):
                whose = f"{cell.owner.value}, {cell.answer.value}"
                wrong.append((cell.method, rule.rule, whose, allowed, denied, answer.status_code, changed))

    assert wrong == [], "\n".join(map(str, wrong))


def ask(console, cell, token):
    """Ask for a page: whether that was denied, its answer, and what it changed."""
    sent, earlier = {"csrf_token": token} if cell.method == "POST" else None, last_denial()
    # These statements carry whose it must be as a condition: only the tables say whether that matched.
    before = state() if cell.answer is Answer.UNCHANGED else None
    with changes() as changed:
        answer = console.open(cell.address, method=cell.method, data=sent)
    if before is not None:
        changed = [name for name, rows in state().items() if rows != before[name]]
    return last_denial() > earlier, answer, changed


def test_a_page_about_nobodys_things_declares_how_its_address_is_filled(app):
    things = Things(Role.AUDITOR)
    parts = {*OWNED, *OF_PROVINCE, *LEFT, "secret_id"}

    assert all(list(things.cells(rule, method)) for rule, method in pages(app))
    assert {part for rule, _ in pages(app) for part in rule.arguments} == parts
    assert {rule.rule.split("/")[1] for rule, _ in pages(app)} == {prefix[1:] for prefix in PREFIXES}


def test_a_suspended_operator_reaches_nothing(app):
    things = Things(Role.PROVINCE_ADMINISTRATOR)
    console = at_the_console(app, things.holder)
    things.holder.state = "suspended"
    db.session.commit()

    for rule, method in pages(app):
        if method == "GET":
            for cell in things.cells(rule, method):
                assert (cell.address, console.get(cell.address).status_code) == (cell.address, 303)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize("role", ["", "emperor", "PROVINCE_ADMINISTRATOR"])
def test_an_unknown_role_reaches_nothing(app, role):
    things = Things(Role.AUDITOR)
    console = at_the_console(app, things.holder)
    things.holder.role = role
    db.session.commit()

    for rule, method in pages(app):
        if method == "GET":
            for cell in things.cells(rule, method):
                assert (cell.address, console.get(cell.address).status_code) == (cell.address, 403)


def test_an_operators_cookie_is_no_key_to_the_interfaces_for_programs(app):
    things = Things(Role.PROVINCE_ADMINISTRATOR)
    console = at_the_console(app, things.holder)
    found = {}
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith(("/api/", "/scim/")) and rule.endpoint not in FOR_EVERYBODY:
            address = filled(rule, {part: FILLED.get(part, "x") for part in rule.arguments})
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
                found[method, rule.rule] = console.open(address, method=method, json={}).status_code

    assert found
    assert {place: status for place, status in found.items() if status not in (401, 404)} == {}
