"""Which browser a waiting request belongs to."""

from sqlalchemy import select

from idp.store.db import db
from idp.store.models import PendingAuthorization
from tests.builders import a_citizen
from tests.relying_party import a_portal


def test_a_browser_keeps_one_cookie_for_all_its_requests(client, app):
    portal = a_portal(client, a_citizen())
    cookies = {portal.ask(prompt="login").headers["Set-Cookie"].partition(";")[0] for _ in range(3)}

    assert len(cookies) == 1
    rows = list(db.session.scalars(select(PendingAuthorization)))
    assert len(rows) == 3
    assert len({row.browser_digest for row in rows}) == 1
    assert cookies.pop().partition("=")[2] not in {row.browser_digest for row in rows}


def test_another_browser_cannot_go_on_with_it(client, app):
    portal = a_portal(client, a_citizen())
    handle = portal.ask(prompt="login").location.rpartition("request=")[2]
    stranger = a_portal(app.test_client(), a_citizen(), client_id="other")
    stranger.client_id = "other"
    stranger.ask(prompt="login")

    for path in ("", "/cancel", "/unreachable"):
        assert stranger.caller.get(f"/oauth/authorize/{handle}{path}").status_code == 400
    assert stranger.caller.get(f"/consent?request={handle}").status_code == 400
    assert stranger.caller.get(f"/sign-in/continue?request={handle}").status_code == 400
