"""docs/roles.md says what the code does, in both directions."""

import pytest

from idp.operators.rights import Right, Role
from idp.web.admin.permissions import NEEDS
from tests.rights.places import pages
from tests.rights.table import (
    PAGE,
    TITLES,
    declared,
    fields_table,
    pages_table,
    programs_table,
    requests_table,
    rights_table,
    rows,
)

REWRITE = "write it anew: python -m tests.rights.table"


def document():
    return PAGE.read_text(encoding="utf-8")


def test_every_role_has_a_column():
    assert list(TITLES) == list(Role)


@pytest.mark.parametrize("way", ["from the code", "from the document"])
def test_the_table_of_rights_is_that_of_the_code(way):
    theirs, ours = rows(declared(document(), "rights")), rows(rights_table())
    missing = [row for row in ours if row not in theirs]
    outlived = [row for row in theirs if row not in ours]

    assert (missing if way == "from the code" else outlived) == [], REWRITE
    assert [row[0] for row in theirs] == list(Right)


@pytest.mark.parametrize("way", ["from the code", "from the document"])
def test_the_table_of_pages_is_that_of_the_code(app, way):
    theirs, ours = rows(declared(document(), "pages")), rows(pages_table(app))
    missing = [row for row in ours if row not in theirs]
    outlived = [row for row in theirs if row not in ours]

    assert (missing if way == "from the code" else outlived) == [], REWRITE


def test_the_table_of_programs_is_what_the_tests_declare():
    assert declared(document(), "programs") == programs_table(), REWRITE


def test_the_table_of_requests_is_what_the_tests_declare():
    assert declared(document(), "requests") == requests_table(), REWRITE


def test_the_table_of_fields_is_what_the_tests_declare():
    assert declared(document(), "fields") == fields_table(), REWRITE


def test_every_page_is_in_the_table(app):
    assert {rule.endpoint for rule, _ in pages(app)} == set(NEEDS)
