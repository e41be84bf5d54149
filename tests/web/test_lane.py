"""The shorter way for programs' requests gives the same answers, to the byte, as the ordinary one."""

import re
from unittest.mock import Mock

import pytest
from sqlalchemy.exc import OperationalError

from idp.store.db import db
from idp.web import lane
from idp.web.current import services
from idp.web.protocol_calls import call_notes
from tests.bench.traffic import basic
from tests.builders import API, REDIRECT_URI, a_client, a_machine, a_resource_server
from tests.walker import challenge_of

FORM = "application/x-www-form-urlencoded"
MACHINE = basic("nightly-sync")
RANDOM = re.compile(
    rb'"(?P<name>access_token|request_uri|refresh_token|id_token)": ?"[^"]+"|Reference [0-9A-Z]{4}-[0-9A-Z]{4}'
)
PUSHED = {
    "response_type": "code",
    "redirect_uri": REDIRECT_URI,
    "scope": "openid profile",
    "code_challenge": challenge_of("v" * 64),
    "code_challenge_method": "S256",
}

REQUESTS = {
    "a token": ("POST", "/oauth/token", "grant_type=client_credentials", MACHINE),
    "a token with a name for the request": (
        "POST",
        "/oauth/token",
        "grant_type=client_credentials",
        {**MACHINE, "X-FAPI-Interaction-ID": "c770aef3-6784-41f7-8e0e-ff5f97bddb3a"},
    ),
    "a wrong secret": ("POST", "/oauth/token", "grant_type=client_credentials", basic("nightly-sync", "x")),
    "an unknown client": ("POST", "/oauth/token", "grant_type=client_credentials", basic("nobody", "x")),
    "no grant type": ("POST", "/oauth/token", "", MACHINE),
    "an unknown grant": ("POST", "/oauth/token", "grant_type=password", MACHINE),
    "a parameter twice": ("POST", "/oauth/token", "scope=a&scope=b&grant_type=client_credentials", MACHINE),
    "a scope it may not have": (
        "POST",
        "/oauth/token",
        "grant_type=client_credentials&scope=openid",
        MACHINE,
    ),
    "no form": (
        "POST",
        "/oauth/token",
        '{"grant_type":"x"}',
        {**MACHINE, "Content-Type": "application/json"},
    ),
    "NUL": ("POST", "/oauth/token", "grant_type=%00", MACHINE),
    "no UTF-8": ("POST", "/oauth/token", "grant_type=%ff", MACHINE),
    "a large body": ("POST", "/oauth/token", "x" * 200_000, MACHINE),
    "a query": ("POST", "/oauth/token?access_token=x", "grant_type=client_credentials", MACHINE),
    "a language": ("POST", "/oauth/token?lang=en", "grant_type=client_credentials", MACHINE),
    "a wrong method": ("GET", "/oauth/token", "", {}),
    "a script's question": ("OPTIONS", "/oauth/token", "", {"Origin": "https://a.example"}),
    "only the headers": ("HEAD", "/oauth/userinfo", "", {}),
    "an odd host": ("POST", "/oauth/token", "grant_type=client_credentials", {**MACHINE, "Host": "a b"}),
    "a code nobody gave": (
        "POST",
        "/oauth/token",
        f"grant_type=authorization_code&code=x&redirect_uri={REDIRECT_URI}",
        basic("portal"),
    ),
    "a refresh token nobody gave": (
        "POST",
        "/oauth/token",
        "grant_type=refresh_token&refresh_token=x",
        basic("portal"),
    ),
    "no token at UserInfo": ("GET", "/oauth/userinfo", "", {}),
    "a bad token at UserInfo": ("GET", "/oauth/userinfo", "", {"Authorization": "Bearer a.b.c"}),
    "a token in a form": ("POST", "/oauth/userinfo", "access_token=a.b.c", {}),
    "introspection of nothing": ("POST", "/oauth/introspect", "token=x", basic("lgsp")),
    "introspection without a token": ("POST", "/oauth/introspect", "", basic("lgsp")),
    "introspection by nobody": ("POST", "/oauth/introspect", "token=x", {}),
    "revocation of nothing": ("POST", "/oauth/revoke", "token=x", basic("portal")),
    "a pushed request": (
        "POST",
        "/oauth/par",
        "&".join(f"{name}={value}" for name, value in PUSHED.items()),
        basic("portal"),
    ),
    "a bad pushed request": ("POST", "/oauth/par", "response_type=token", basic("portal")),
    "a device": ("POST", "/oauth/device_authorization", "scope=openid", basic("portal")),
}


@pytest.fixture
def house(app):
    a_machine()
    a_client("portal", audiences=[API])
    a_resource_server()
    return app


@pytest.fixture
def taken(monkeypatch):
    """How often the shorter way was taken."""
    contexts = []
    begin = lane.MachineContext.__init__

    def counted(self, *args):
        contexts.append(args)
        begin(self, *args)

    monkeypatch.setattr(lane.MachineContext, "__init__", counted)
    return contexts


def send(app, client, request, *, by_lane):
    method, path, body, headers = request
    app.takes_lane = by_lane
    answer = client.open(
        path, method=method, data=body, headers=headers, content_type=headers.get("Content-Type", FORM)
    )
    kept = {name: value for name, value in answer.headers if name not in ("Content-Length", "DPoP-Nonce")}
    return answer.status, kept, RANDOM.sub(rb"\g<name>", answer.data)


def calls(app):
    found = [{**row, "at": None, "milliseconds": None} for row in call_notes(app).live._rows]
    call_notes(app).live._rows.clear()
    return found


def test_both_ways_give_the_same_answer(house, client, monkeypatch):
    different = {}
    for name, request in REQUESTS.items():
        ordinary = send(house, client, request, by_lane=False), calls(house)
        short = send(house, client, request, by_lane=True), calls(house)
        if short != ordinary:
            different[name] = ordinary, short

    assert different == {}

    for fault in (RuntimeError("x"), OperationalError("x", {}, Exception("gone"))):
        monkeypatch.setattr(services().provider, "respond", Mock(side_effect=fault))
        ordinary = send(house, client, REQUESTS["a token"], by_lane=False)

        assert ordinary[0].startswith("50")
        assert send(house, client, REQUESTS["a token"], by_lane=True) == ordinary


def test_the_usual_request_takes_it_and_an_odd_one_does_not(house, client, taken):
    send(house, client, REQUESTS["a token"], by_lane=True)
    assert len(taken) == 1

    for name in ("a query", "a wrong method", "a script's question", "only the headers", "an odd host"):
        send(house, client, REQUESTS[name], by_lane=True)
    assert len(taken) == 1


def test_what_is_written_on_the_way_is_committed(house, client):
    token = client.post("/oauth/token", data={"grant_type": "client_credentials"}, headers=MACHINE).json[
        "access_token"
    ]
    form = {"token": token}
    before = client.post("/oauth/introspect", data=form, headers=basic("nightly-sync")).json
    client.post("/oauth/revoke", data=form, headers=basic("nightly-sync"))
    db.session.rollback()
    after = client.post("/oauth/introspect", data=form, headers=basic("nightly-sync")).json

    assert (before["active"], after["active"]) == (True, False)
