"""Signing out of the sandbox where no ID token says who asks: the question is the sandbox's own."""

import pytest

from idp.store.db import db
from idp.store.models import BrowserSession
from tests.relying_party import signed_in
from tests.web.sandbox.test_sides import drafted, tokens_of

__all__ = ["drafted"]


@pytest.mark.parametrize(
    "named", [{"client_id": "portal"}, {"client_id": "portal", "id_token_hint": "x"}, {}]
)
def test_signing_out_without_a_hint_asks_the_test_person_and_ends_their_session(drafted, named):
    tokens_of(drafted)
    caller = drafted.caller

    asked = caller.get("/oauth/end-session", query_string=named)
    page = caller.get(asked.location)
    if page.location:  # where nothing names an application, the page looks whose session there is
        page = caller.get(page.location)

    assert 'id="test-environment"' in page.text
    assert "logout-confirm" in page.text
    done = caller.get(caller.submit(page).location)
    assert 'id="test-environment"' in done.text
    assert not db.session.query(BrowserSession).one().is_live


def test_signing_out_of_the_sandbox_leaves_the_citizen_alone(drafted):
    mine = signed_in(drafted.caller)
    tokens_of(drafted)
    caller = drafted.caller

    page = caller.get(caller.get("/oauth/end-session?client_id=portal").location)
    caller.submit(page)

    db.session.expire_all()
    assert db.session.get(BrowserSession, mine.id).is_live
    assert 'id="test-environment"' not in caller.get(caller.get("/oauth/end-session").location).text
