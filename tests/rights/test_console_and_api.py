"""Everything the console does is in the API, or takes people for a reason that docs/api.md gives."""

import re

from idp.web.admin import lists
from idp.web.api.operations import OPERATIONS
from tests.architecture.source import ROOT
from tests.builders import a_client
from tests.rights.console_and_api import CSV_COLUMNS, FOR_PEOPLE, PAGES, PROGRAMS_ONLY
from tests.rights.places import PREFIXES
from tests.web.api.conftest import a_program, api

__all__ = ["a_program", "api"]

BY_ID = {each.id: each for each in OPERATIONS}
NAMED = {one for same in PAGES.values() for one in (*same.look, *same.act)}


def test_every_page_looked_at_and_every_form_sent_is_declared(app):
    found: dict[str, set[str]] = {}
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith(PREFIXES):
            methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
            found.setdefault(rule.endpoint, set()).update(methods)
    declared = {
        endpoint: {method for method, named in (("GET", same.look), ("POST", same.act)) if named}
        for endpoint, same in PAGES.items()
    }

    assert declared == found


def test_what_is_named_is_an_operation_or_takes_people():
    assert NAMED - set(BY_ID) - set(FOR_PEOPLE) == set()
    assert set(FOR_PEOPLE) - NAMED == set()


def test_every_operation_is_something_that_a_page_does_too():
    assert set(BY_ID) - NAMED == set(PROGRAMS_ONLY)


def test_acting_on_a_page_is_an_operation_that_changes_something():
    acts = {one for same in PAGES.values() for one in same.act if one in BY_ID}

    # A signed copy is taken by a form, since that is noted; a program asks for it.
    assert {one for one in acts if not BY_ID[one].changes} == {"exportAudit"}


def test_the_document_gives_a_reason_for_each_thing_that_takes_people():
    section = (ROOT / "docs" / "api.md").read_text(encoding="utf-8").split("## For people only")[1]
    rows = re.findall(r"^\| (.+?) \| (.+?) \|$", section.split("\n## ")[0], re.MULTILINE)

    assert [what for what, why in rows if what.strip() and why.strip("- ")] == list(FOR_PEOPLE)


def test_the_table_of_applications_tells_nothing_that_the_list_does_not(api):
    a_client("portal", metadata={"scope": "openid"}, name_en="Portal", kind="web")

    told = {each["client_id"]: each for each in api.get("/clients").json["items"]}["portal"]

    assert set(CSV_COLUMNS) == set(lists._COLUMNS)
    assert {*CSV_COLUMNS.values(), "scope"} - set(told) == set()
