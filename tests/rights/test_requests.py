"""Role by kind of request by owner: seen, listed, decided and taken back as docs/roles.md says, and not otherwise."""

import pytest

from idp.operators.change_requests import Kind
from idp.operators.rights import Role
from idp.store.db import db
from idp.store.models import ChangeRequest
from tests.rights.places import Things
from tests.rights.requests import ABOUT, REQUESTS
from tests.rights.test_pages import form_token, word_for
from tests.staff import at_the_console

OUTCOMES = {
    # Looked at; taken back and decided, each with the state that the request is left in.
    "–": (404, (404, "open"), (404, "open")),
    "sees": (200, (303, "open"), (403, "open")),
    "decides": (200, (303, "open"), (303, "rejected")),
    "takes back": (200, (303, "withdrawn"), (403, "open")),
}
"""What comes of each word."""


def test_every_kind_of_request_is_declared():
    assert sorted(kind for kinds in ABOUT.values() for kind in kinds) == sorted(Kind)


# What is asked of the store is the same on both.
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize("role", Role)
def test_a_request_lets_in_whom_its_table_says(app, role):
    things = Things(role)
    console = at_the_console(app, things.holder)
    token, asked, wrong = form_token(console), [], []
    for what, owner in REQUESTS:
        word = word_for(role, what, owner)
        for kind in ABOUT[what]:
            request_id = things.request(owner, kind)
            told = outcome(console, token, request_id, word)
            if told != OUTCOMES[word]:
                wrong.append((kind, owner, word, told))
            asked.append((request_id, word != "–"))

    assert wrong == []
    page = console.get("/admin/requests").text
    assert [request_id in page for request_id, _ in asked] == [is_seen for _, is_seen in asked]


def outcome(console, token, request_id, word):
    """What comes of looking at a request, taking it back and deciding on it; what works comes last."""
    seen = console.get(f"/admin/requests/{request_id}").status_code
    names = ("decide", "withdraw") if word == "takes back" else ("withdraw", "decide")
    told = {name: act(console, token, request_id, name) for name in names}
    return seen, told["withdraw"], told["decide"]


def act(console, token, request_id, name):
    sent = {"csrf_token": token, "decision": "reject", "comment": "x"}
    status = console.post(f"/admin/requests/{request_id}/{name}", data=sent).status_code
    db.session.expire_all()
    return status, db.session.get(ChangeRequest, request_id).state
