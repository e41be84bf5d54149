"""Role by kind of request by owner: seen, listed, decided and taken back as docs/roles.md says, and not otherwise."""

import pytest

from idp.operators.change_requests import Kind
from idp.operators.rights import Role
from idp.store.db import db
from idp.store.models import ChangeRequest
from tests.rights.places import Things
from tests.rights.requests import ABOUT, REQUESTS
from tests.rights.test_pages import form_token, last_denial, word_for
from tests.staff import at_the_console

OUTCOMES = {
    # Looked at; taken back and decided, each with the state that the request is left in; and who is on record.
    "–": (404, (404, "open"), (404, "open"), True),
    "sees": (200, (303, "open"), (403, "open"), True),
    "decides": (200, (303, "open"), (303, "rejected"), False),
    "takes back": (200, (303, "withdrawn"), None, False),
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
    token, wrong = form_token(console), []
    for what, owner in REQUESTS:
        word = word_for(role, what, owner)
        for kind in ABOUT[what]:
            request_id = things.request(owner, kind)
            told = outcome(console, token, request_id, word)
            listed = request_id in console.get("/admin/requests").text
            if told != OUTCOMES[word] or listed is (word == "–"):
                wrong.append((kind, owner, word, told, listed))

    assert wrong == []


def outcome(console, token, request_id, word):
    """What comes of looking at a request, taking it back and deciding on it, and whether a refusal is on record."""
    place, earlier = f"/admin/requests/{request_id}", last_denial()
    seen = console.get(place).status_code
    taken_back = act(console, token, request_id, "withdraw")
    decided = None if word == "takes back" else act(console, token, request_id, "decide")
    return seen, taken_back, decided, last_denial() > earlier


def act(console, token, request_id, name):
    sent = {"csrf_token": token, "decision": "reject", "comment": "x"}
    status = console.post(f"/admin/requests/{request_id}/{name}", data=sent).status_code
    db.session.expire_all()
    return status, db.session.get(ChangeRequest, request_id).state


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize("role", Role)
def test_nobody_decides_on_what_they_asked_for(app, role):
    things = Things(role)
    console = at_the_console(app, things.holder)
    token = form_token(console)
    for what, owner in REQUESTS:
        if word_for(role, what, owner) == "takes back":
            for kind in ABOUT[what]:
                assert act(console, token, things.request(owner, kind), "decide") == (403, "open")
