"""Every route answers every hostile value below 500 and leaves nothing half done (issue section 9)."""

from collections.abc import Container

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from idp.store.db import db
from idp.store.models import Base
from tests.builders import a_citizen, a_client
from tests.hostile.routes import routes_of, takes_turn, with_credentials, with_headers, with_parameters
from tests.hostile.values import CREDENTIALS, IN_HEADERS, TO_POSTGRESQL, VALUES, anything

pytestmark = pytest.mark.timeout(600)

NOT_COUNTED = {
    "audit_record": "refusals are on record",
    "incident": "an error page has a code that can be looked up",
    "throttle": "what is refused is counted, or it could be tried without end",
    "recovery_attempt": "a login that nobody has begins one as any other does: nothing says which it was",
    "one_time_code": "the same: nobody gets the code of such a beginning",
    "protocol_call": "what came of calls is noted now and then, for the developers",
    "event_count": "the same, counted",
}
"""Tables that such requests may write, and why. The rest stays as it was."""

OF_AN_OPERATOR = {
    "change_request": "a reason is any text, so an operator's request with one is good, and waits for people",
    "unit": "a unit's name is any visible text, and nothing else is needed to add one",
}
"""The same of what an operator may do: a hostile text can be a good one."""

UNESCAPED = b"<script>alert"
"""Part of what `quotation marks` sends: a page that says it back as it came would run it."""

ON_ONE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
"""Where the value does not reach the database, or the other database was asked already."""


ON_BOTH = pytest.mark.parametrize(
    ("engine", "kind"),
    [*(("sqlite", kind) for kind in VALUES), *(("postgresql", kind) for kind in TO_POSTGRESQL)],
    indirect=["engine"],
)


@ON_BOTH
def test_no_route_fails_on_what_a_stranger_sends(request, client, kind):
    a_client(), a_citizen()
    before = _rows()

    assert _failures(request, client, kind, "stranger") == {}
    assert _rows() == before


@ON_ONE
@pytest.mark.parametrize("kind", VALUES)
def test_no_route_fails_on_what_a_citizen_sends(request, citizen, kind):
    before = _rows()

    assert (
        _failures(
            request,
            citizen,
            kind,
            "citizen",
            ("/account", "/device", "/sign-in", "/consent", "/recover", "/oauth"),
        )
        == {}
    )
    assert _rows() == before


@ON_BOTH
def test_no_route_fails_on_what_an_operator_sends(request, console, kind):
    a_client()
    before = _rows(OF_AN_OPERATOR)

    assert _failures(request, console, kind, "operator", ("/admin", "/developers")) == {}
    assert _rows(OF_AN_OPERATOR) == before


@ON_ONE
@pytest.mark.parametrize("kind", IN_HEADERS)
def test_no_route_fails_on_headers(app, client, kind):
    answers = {str(route): with_headers(client, route, VALUES[kind]).status_code for route in routes_of(app)}

    assert _faults(answers) == {}


@pytest.mark.parametrize("kind", CREDENTIALS)
def test_no_route_fails_on_credentials(app, client, kind):
    a_client()
    routes = [route for route in routes_of(app) if route.rule.startswith(("/oauth", "/api", "/scim"))]
    answers = {str(route): with_credentials(client, route, CREDENTIALS[kind]).status_code for route in routes}

    assert routes
    assert _faults(answers) == {}


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(value=anything, choice=st.randoms(use_true_random=False))
def test_no_route_fails_on_what_hypothesis_finds(app, client, value, choice):
    route = choice.choice(routes_of(app))
    answers = [*with_parameters(client, route, value, "stranger"), with_headers(client, route, value)]

    assert [answer.status_code for answer in answers if answer.status_code >= 500] == [], route


@ON_ONE
@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"])
def test_no_route_fails_on_a_method(app, client, method):
    answers = {str(route): client.open(route.path(), method=method).status_code for route in routes_of(app)}

    assert _faults(answers) == {}


@ON_ONE
def test_a_body_that_is_too_large_is_refused(app, client):
    answers = {
        str(route): client.post(route.path(), data={"state": "A" * 2_000_000}).status_code
        for route in routes_of(app)
        if route.method == "POST"
    }

    assert {route: status for route, status in answers.items() if not 400 <= status < 500} == {}


def _failures(request, caller, kind: str, who: str, prefixes: tuple[str, ...] = ("",)) -> dict[str, int]:
    every_value = request.config.getoption("--every-value")
    return {
        str(route): answer.status_code
        for place, route in enumerate(routes_of(caller.application))
        if route.rule.startswith(prefixes) and takes_turn(place, kind, route, who, every_value=every_value)
        for answer in with_parameters(caller, route, VALUES[kind], who)
        if answer.status_code >= 500 or UNESCAPED in answer.data
    }


def _faults(answers: dict[str, int]) -> dict[str, int]:
    return {route: status for route, status in answers.items() if status >= 500}


def _rows(besides: Container[str] = ()) -> dict[str, int]:
    tables = [
        table
        for table in Base.metadata.sorted_tables
        if table.name not in NOT_COUNTED and table.name not in besides
    ]
    counts = {table.name: db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}
    db.session.commit()
    return counts
