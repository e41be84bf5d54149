"""Every route answers every hostile value below 500 (issue section 9; security.md 1.11)."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from idp.store.db import db
from idp.store.models import Base
from tests.builders import a_citizen, a_client
from tests.hostile.routes import HEADERS, routes_of, with_header, with_parameters
from tests.hostile.values import CREDENTIALS, VALUES, anything

UNTOUCHED = ("citizen", "client", "operator", "signing_key", "installation_secret")


@pytest.mark.parametrize("kind", VALUES)
@pytest.mark.timeout(600)
def test_no_route_fails_on_a_parameter(app, client, kind):
    a_client(), a_citizen()
    before = _rows()

    failed = {
        str(route): answer.status_code
        for route in routes_of(app)
        for answer in with_parameters(client, route, VALUES[kind])
        if answer.status_code >= 500
    }

    assert failed == {}
    assert _rows() == before


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.timeout(600)
def test_no_route_fails_on_a_header(app, client, header):
    values = {**VALUES, **(CREDENTIALS if header == "Authorization" else {})}

    failed = {
        f"{route} with {kind}": answer.status_code
        for route in routes_of(app)
        for kind, value in values.items()
        if (answer := with_header(client, route, header, value)).status_code >= 500
    }

    assert failed == {}


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(value=anything, choice=st.randoms(use_true_random=False))
@pytest.mark.timeout(600)
def test_no_route_fails_on_what_hypothesis_finds(app, client, value, choice):
    route = choice.choice(routes_of(app))

    assert {
        answer.status_code for answer in with_parameters(client, route, value) if answer.status_code >= 500
    } == set()
    assert with_header(client, route, choice.choice(HEADERS), value).status_code < 500


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"])
def test_no_route_fails_on_a_method(app, client, method):
    answers = {
        str(route): client.open(route.path("x"), method=method).status_code for route in routes_of(app)
    }

    assert {route: status for route, status in answers.items() if status >= 500} == {}


def test_a_body_that_is_too_large_is_refused_in_words(app, client):
    statuses = {
        str(route): client.post(route.path("x"), data={"state": "A" * 2_000_000}).status_code
        for route in routes_of(app)
        if route.method == "POST"
    }

    assert {route: status for route, status in statuses.items() if not 400 <= status < 500} == {}


def _rows() -> dict[str, int]:
    counts = {
        table.name: db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
        if table.name in UNTOUCHED
    }
    db.session.commit()
    return counts
