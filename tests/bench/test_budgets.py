"""SQL statements per request stay within the budgets (issue section 9)."""

from tests.bench.budgets import STATEMENTS
from tests.bench.counting import count_statements


def test_each_request_stays_within_its_statements(client, settings):
    counted = count_statements(client, settings.issuer)

    assert STATEMENTS.keys() <= counted.keys()
    for name, most in STATEMENTS.items():
        assert len(counted[name]) <= most, f"{name}:\n{counted[name]}"
