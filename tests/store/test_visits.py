"""Which applications a browser session was used for."""

import uuid

import pytest
from sqlalchemy import text

from idp.store.db import db
from idp.web.current import services
from tests.builders import a_citizen, a_client
from tests.citizens.racing import race

SESSION = "a session"


@pytest.fixture
def visit(app, clock):
    """Visits one application in the session."""
    citizen_id = a_citizen().id

    def visited(client_id: str, *, is_redeemed: bool = True) -> None:
        made = str(uuid.uuid4())
        services().authorizations.add(
            made,
            id=made,
            client_id=client_id,
            citizen_id=citizen_id,
            session_id=SESSION,
            code_expires_at=clock(),
            redirect_uri="https://portal.example/",
            redirect_uri_sent=True,
            scope="openid",
            requested_claims={},
            acr="1",
            methods=["pwd"],
            authenticated_at=clock(),
            created_at=clock(),
        )
        if is_redeemed:
            services().authorizations.redeem(made, {})

    for client_id in ("portal", "health", "land"):
        a_client(client_id)
    return visited


def found() -> list[str]:
    return [client.client_id for client in services().logouts.visits.of(SESSION)]


def test_the_first_visited_comes_first_and_once(visit, clock):
    for client_id in ("portal", "land", "health", "portal"):
        visit(client_id)
        clock.advance(seconds=1)

    assert found() == ["portal", "land", "health"]


def test_a_code_that_was_never_redeemed_is_no_visit(visit):
    visit("portal")
    visit("land", is_redeemed=False)

    assert found() == ["portal"]


@pytest.mark.parametrize("known_of", [0, 1, 3])
def test_the_order_of_one_moment_does_not_depend_on_how_the_database_looks(visit, known_of):
    for client_id in ("health", "land", "portal")[:known_of]:
        visit(client_id)
    # Once PostgreSQL has statistics, as a busy one has after a minute, it groups by hashing instead of sorting.
    db.session.execute(text("ANALYZE"))
    for client_id in ("health", "land", "portal"):
        visit(client_id)

    assert found() == ["health", "land", "portal"]


def test_what_was_left_is_no_visit_any_more_until_it_is_opened_again(visit, clock):
    for client_id in ("portal", "land"):
        visit(client_id)
        clock.advance(seconds=1)
    visits = services().logouts.visits

    assert visits.leave(SESSION, "land")
    assert not visits.leave(SESSION, "land")
    assert found() == ["portal"]
    assert [client.client_id for client in visits.of(SESSION, ["land"])] == ["land"]

    visit("land")
    assert found() == ["portal", "land"]


def test_what_began_later_is_not_left(visit, clock):
    visit("land")
    until = clock()
    clock.advance(seconds=1)
    visit("land")

    assert services().logouts.visits.leave(SESSION, "land", until)
    assert found() == ["land"]


def test_of_many_at_once_one_leaves(app, visit):
    visit("land")

    left = race(app, 8, lambda _: services().logouts.visits.leave(SESSION, "land"))
    assert left.count(True) == 1
