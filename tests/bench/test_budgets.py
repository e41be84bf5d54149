"""SQL statements per request stay within the budgets (issue section 9); what breaks one of memory is said."""

import pytest

from idp.store.sqlite import KEPT_STATEMENTS
from tests.bench.budgets import MEGABYTES, STATEMENTS, TOLERANCE
from tests.bench.counting import count_statements
from tests.bench.memory import broken_budgets


def test_each_request_stays_within_its_statements(client, settings):
    counted = count_statements(client, settings.issuer)

    assert STATEMENTS.keys() <= counted.keys()
    for name, most in STATEMENTS.items():
        assert len(counted[name]) <= most, f"{name}:\n{counted[name]}"


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_connection_of_sqlite_keeps_the_statements_of_every_hot_path(client, settings):
    texts = {text for counted in count_statements(client, settings.issuer).values() for text in counted}

    assert 20 < len(texts) <= KEPT_STATEMENTS


@pytest.mark.parametrize(
    ("first", "second", "broken"),
    [
        (MEGABYTES - 0.1, MEGABYTES + 0.8, 0),
        (MEGABYTES, MEGABYTES, 1),
        (100.0, 100.1 + TOLERANCE, 1),
        (MEGABYTES, MEGABYTES + 5, 2),
    ],
)
def test_a_process_that_is_too_large_or_grows_is_named(first, second, broken):
    told = broken_budgets({"engine": "postgresql", "first": first, "second": second})

    assert len(told) == broken
    assert all("PostgreSQL" in sentence for sentence in told)
