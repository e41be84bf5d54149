"""A visit sends one request at a time."""

from contextvars import Context

from flask import Flask
from sqlalchemy import func, select

from idp.store.db import db
from idp.store.models import Consent
from tests.bench.counting import prepare_clients, prepare_crowd
from tests.bench.direct import Direct
from tests.bench.profile import AUTHORIZE, Crowd
from tests.bench.visits import Visit, steps


def test_two_visits_go_through_every_page_of_a_full_sign_in(app: Flask, clock):
    prepare_clients()
    crowd = Crowd(prepare_crowd(2), clock)
    db.session.commit()
    visits = [Visit(Direct(app), AUTHORIZE, login, crowd.code) for login in crowd.logins]
    sent = []

    def walk() -> None:
        for name, go in steps(visits):
            sent.append(name)
            go()
            go()

    Context().run(walk)  # a context of its own: requests do not share the test's session

    assert sent == [
        "GET /oauth/authorize",
        "GET /sign-in",
        "POST /sign-in",
        "GET /sign-in/code",
        "POST /sign-in/code",
        "GET /oauth/authorize/…",
        "GET /consent",
        "POST /consent",
        "GET /oauth/authorize/… again",
    ]
    assert all(visit.is_over for visit in visits)
    assert db.session.scalar(select(func.count()).select_from(Consent)) == 2
