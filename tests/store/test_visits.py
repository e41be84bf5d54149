"""Which applications a browser session was used for."""

import uuid

import pytest
from sqlalchemy import text

from idp.store.db import db
from idp.web.current import services
from tests.builders import a_citizen, a_client

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
            services().authorizations.redeem(made)

    for client_id in ("portal", "health", "land"):
        a_client(client_id)
    return visited


def found() -> list[str]:
    return [client.client_id for client in services().visits.of(SESSION)]


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
