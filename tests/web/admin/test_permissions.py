"""Which right each page of the console needs."""

import pytest

from idp.web.admin.permissions import NEEDS, OPEN, needed


def _pages(app):
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith(("/admin", "/developers"))]
    assert len(rules) > 25
    return {
        (rule.endpoint, method)
        for rule in rules
        for method in rule.methods - {"HEAD", "OPTIONS"}
        if rule.endpoint not in OPEN
    }


def test_every_page_of_the_console_needs_a_right(app):
    assert [page for page in sorted(_pages(app)) if needed(*page) is None] == []


def test_no_row_is_left_of_a_page_that_is_gone(app):
    assert set(NEEDS) - {endpoint for endpoint, _ in _pages(app)} == set()


@pytest.mark.parametrize("endpoint", [None, "", "admin_overview.unknown"])
def test_what_has_no_row_is_refused(endpoint):
    assert needed(endpoint, "GET") is None


def test_looking_and_acting_are_two_things():
    assert needed("admin_client_acts.suspend", "GET") is None
    assert needed("admin_client_acts.suspend", "POST") is not None
