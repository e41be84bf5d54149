"""What the walks take for a change: any table but the log, error codes, tries, and when a session was last seen."""

import pytest

from idp.web.current import services
from tests.builders import a_client
from tests.rights.test_pages import form_token
from tests.rights.writes import changes, is_change, state
from tests.staff import an_operator, at_the_console


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO breach (id) VALUES (?)",
        "DELETE FROM operator_passkey WHERE id = ?",
        "UPDATE operator_session SET ended_at=? WHERE id = ?",
        "UPDATE operator_session SET last_seen_at=?, idle_expires_at=?, digest=? WHERE id = ?",
    ],
)
def test_what_may_change_a_table_counts(statement):
    assert is_change(statement)


@pytest.mark.parametrize(
    "statement", ["SELECT 1", "INSERT INTO audit_record (id) VALUES (?)", "UPDATE throttle SET hits=?"]
)
def test_what_looks_and_what_is_recorded_does_not_count(statement):
    assert not is_change(statement)


def test_both_ways_see_a_change_and_neither_sees_a_look(app, clock):
    console = at_the_console(app, an_operator())
    clock.advance(minutes=2)
    before = state()
    with changes() as looked:
        form_token(console)
    assert (looked, state() == before) == ([], True)

    with changes() as made:
        services().incidents.add("2222-2222", client_id="x", reason="x", endpoint="x")
        a_client("another")
    assert made
    assert {name for name, rows in state().items() if rows != before[name]} == {"client", "revision"}
