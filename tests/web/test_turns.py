"""Pages for people on their way in take turns; nobody else notices."""

import pytest

from idp.store.db import db
from idp.turns import Turnstile
from idp.web.citizen.session_cookie import SESSION
from idp.web.current import services
from idp.web.turns import take_turns
from tests.builders import a_citizen, a_client
from tests.relying_party import RelyingParty, signed_in
from tests.staff import HOST

MACHINES = ["/oauth/jwks", "/healthz", "/.well-known/openid-configuration"]


@pytest.fixture
def full(app):
    """A turnstile with a single place, which somebody has."""
    turnstile = Turnstile(1)
    take_turns(app, turnstile)
    turnstile._free.acquire()
    yield turnstile._free
    turnstile._free.release()


@pytest.mark.parametrize("address", ["/sign-in", "/register", "/register/password", "/recover"])
def test_who_comes_in_where_all_places_are_taken_is_told_to_wait(client, full, address):
    answer = client.get(address)

    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "Đang có rất nhiều người đăng nhập" in answer.text


def test_an_authorization_request_of_somebody_who_is_not_signed_in_waits(client, full):
    a_client("portal")

    assert RelyingParty(client).ask().status_code == 503


def test_who_is_signed_in_passes_by(client, full):
    a_client("portal")
    signed_in(client, a_citizen())

    assert client.get("/account").status_code == 200
    assert RelyingParty(client).ask().status_code in (200, 302, 303)


def make_a_session_up(client) -> None:
    name = services().settings.cookie_name(SESSION)
    client.set_cookie(name, "made-up", domain=HOST, secure=True)


def test_who_makes_a_session_up_waits_like_everybody(client, full):
    make_a_session_up(client)

    assert client.get("/sign-in").status_code == 503


def test_nobody_holds_a_connection_in_the_line(app, client):
    held = []

    class Watched(Turnstile):
        def enter(self) -> None:
            held.append(db.engine.pool.checkedout())
            super().enter()

    take_turns(app, Watched(1))
    make_a_session_up(client)

    assert client.get("/sign-in").status_code == 200
    assert held == [0]


def test_whose_session_has_ended_waits_like_everybody(client, clock, full):
    signed_in(client, a_citizen())
    assert client.get("/account").status_code == 200
    clock.advance(days=400)

    assert client.get("/sign-in").status_code == 503


@pytest.mark.parametrize("address", MACHINES)
def test_programs_pass_by(client, full, address):
    assert client.get(address).status_code == 200


def test_a_program_without_credentials_gets_its_own_answer(client, full):
    assert client.post("/oauth/token", data={"grant_type": "client_credentials"}).status_code == 401


@pytest.mark.parametrize("address", ["/sign-in", "/register", "/sign-in/nowhere"])
def test_a_place_is_free_again_after_each_answer(app, client, address):
    take_turns(app, Turnstile(1))

    for _ in range(3):
        assert client.get(address).status_code in (200, 303, 404)
