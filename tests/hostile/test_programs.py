"""A program that may do everything sends hostile values to every route of the API and of SCIM."""

import json
from collections.abc import Iterable, Iterator

import pytest
from sqlalchemy import update
from werkzeug.test import TestResponse

from idp.operators.machine_rights import SCOPES
from idp.store.db import db
from idp.store.models import Client, Operator
from idp.web.api import door
from idp.web.api.operation import Operation
from idp.web.api.operations import OPERATIONS
from idp.web.api.schemas import SCHEMAS
from idp.web.scim.attributes import ENTERPRISE
from idp.web.scim.filters import CORE
from idp.web.scim.officers import OFFICER
from idp.web.scim.patches import SCHEMA
from tests.builders import a_client
from tests.hostile.routes import Route, routes_of
from tests.hostile.values import VALUES, on_the_wire
from tests.staff import an_operator
from tests.web.api.conftest import a_token

ROOTS = (door.PATH, door.SCIM_PATH)
FORMS = {door.PATH: "application/problem+json", door.SCIM_PATH: "application/scim+json"}
QUERY = (
    "limit cursor state unit kind since until name client_id citizen_id operator_id days filter startIndex count "
    "attributes excludedAttributes"
).split()
STORED = ("a NUL", "no UTF-8", "half a surrogate pair", "a number that is too large")
"""What the two databases may take differently."""
READ = (
    *STORED,
    *("nothing", "half a surrogate pair in JSON", "JSON that is too deep", "JSON of the wrong kind", "a lot"),
    *("a number in JSON that is no number", "control characters", "a query", "a path", "no number"),
)
"""What is taken apart before rights are asked for was sent by strangers already."""
USERS = (
    "userName",
    "externalId",
    "emails",
    "roles",
    "active",
    "preferredLanguage",
    "identityNumber",
    "unit",
    "title",
    "schemas",
    "x",
    ENTERPRISE,
)


@pytest.fixture
def token(app, monkeypatch) -> str:
    monkeypatch.setattr(door, "MOST_CALLS", 10**6)
    metadata = {"grant_types": ["client_credentials"], "response_types": []}
    a_client("robot", metadata=metadata, profile="machine", unit="Sở Y tế")
    a_client("portal")
    an_operator("lan")
    db.session.execute(update(Operator).values(id="x"))
    db.session.commit()
    return a_token("robot", *SCOPES)


@pytest.mark.parametrize(
    ("engine", "kind"),
    [*(("sqlite", kind) for kind in READ), *(("postgresql", kind) for kind in STORED)],
    indirect=["engine"],
)
def test_no_route_fails_on_what_a_program_sends(app, client, token, kind):
    failed = {}
    for route in routes_of(app):
        if route.rule.startswith(ROOTS):
            for answer in _sent(client, route, token, VALUES[kind]):
                if answer.status_code >= 500 or (answer.status_code >= 400 and not _has_form(answer, route)):
                    failed[str(route), answer.request.query_string] = (answer.status_code, answer.mimetype)

    assert failed == {}
    assert db.session.get(Client, "robot").state == "live"
    assert db.session.get(Operator, "x").role == "province_administrator"


def test_a_stranger_is_refused_in_the_same_form(app, client):
    wrong = {
        str(route): (answer.status_code, answer.mimetype)
        for route in routes_of(app)
        if route.rule.startswith(ROOTS)
        for answer in [client.open(route.path(), method=route.method)]
        if answer.status_code >= 400 and not _has_form(answer, route)
    }

    assert wrong == {}


@pytest.mark.parametrize("root", ROOTS)
@pytest.mark.parametrize("path", ["", "/", "/nothing", "/clients/x/y/z", "/%00", "/%ff"])
def test_what_is_not_there_is_refused_in_the_same_form(client, root, path):
    answer = client.get(root + path)

    assert (answer.status_code, answer.mimetype) == (404, FORMS[root])


@pytest.mark.parametrize("root", [f"{door.PATH}/units", f"{door.SCIM_PATH}/Users"])
@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"A" * 2_000_000, 413),
        (b'{"a": "' + b"A" * 100_000 + b'"}', 400),
        (b'{"a":' * 5_000 + b"1" + b"}" * 5_000, 400),
        (b'{"name": "a", "name": "b"}', 400),
        (b'{"name": "a\\u0000b"}', 400),
        (b'{"name": NaN}', 400),
    ],
    ids=["large", "long", "deep", "twice", "NUL", "no number"],
)
def test_a_body_that_cannot_be_read_is_refused(client, token, root, body, status):
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    answer = client.post(root, data=body, headers=headers)

    assert answer.status_code == status
    assert answer.mimetype in FORMS.values()


def _sent(client, route: Route, token: str, value: bytes) -> Iterator[TestResponse]:
    """A value in the path, the query, headers and the body, in every place where a text may stand."""
    base = {"Authorization": f"Bearer {token}", "If-Match": "*"}
    short = value[:2_000]
    text = short.decode("utf-8", "surrogatepass" if kind_is_half(short) else "replace")

    def send(path: str = "", query: str = "", body: bytes | None = None, **headers: str) -> TestResponse:
        sent = {"Content-Type": "application/json", **base, **headers}
        return client.open(
            path or route.path(), method=route.method, query_string=query, data=body, headers=sent
        )

    if "<" in route.rule:
        yield send(route.path(on_the_wire(short[:200]) or "x"), body=b"{}")
    if route.method == "DELETE":
        return  # what is there has to stay
    if route.method == "GET":
        yield send(query="&".join(f"{name}={on_the_wire(short[:300])}" for name in QUERY))
        for name in _asked(route):
            yield send(query=f"{name}={on_the_wire(short[:300])}")
        return
    quoted, names = json.dumps(text), _members(route)
    yield send(body=value)
    yield send(body=f"{{{quoted}: {quoted}}}".encode())
    yield send(body=json.dumps(dict.fromkeys(names, text)).encode())
    yield send(body=json.dumps({name: [{text: text}] for name in names}).encode())
    if route.rule.startswith(door.SCIM_PATH):
        yield from (send(body=json.dumps(body).encode()) for body in _users(text))


def _users(text: str) -> Iterator[dict[str, object]]:
    for name in USERS:
        yield {"schemas": [CORE], name: text}
        yield {"schemas": [OFFICER], "unit": "Sở Y tế", "identityNumber": "098082000121", name: text}
        yield {"schemas": [CORE], "userName": "minh", name: [{"value": text}]}
    patch = {"op": text, "path": text, "value": text}
    for changed in (patch, {**patch, "op": "replace"}, {"op": "add", "value": {text: text}}, text):
        yield {"schemas": [SCHEMA], "Operations": [changed]}


def _asked(route: Route) -> Iterable[str]:
    """What a route looks for in the address."""
    if route.rule.startswith(door.SCIM_PATH):
        return (
            ("filter", "startIndex", "count", "attributes")
            if route.rule.endswith(("/Users", "/Officers"))
            else ()
        )
    return _operation(route).query if route.rule != f"{door.PATH}/openapi.json" else ()


def _members(route: Route) -> Iterable[str]:
    """What may stand in the body of a route."""
    if route.rule.startswith(door.SCIM_PATH):
        return USERS
    return SCHEMAS.get(_operation(route).body, {}).get("properties", {})


def _operation(route: Route) -> Operation:
    return next(
        each for each in OPERATIONS if (each.method, door.PATH + each.path) == (route.method, route.rule)
    )


def kind_is_half(value: bytes) -> bool:
    return b"\xed\xa0" in value


def _has_form(answer: TestResponse, route: Route) -> bool:
    root = next(root for root in ROOTS if route.rule.startswith(root))
    return answer.mimetype == FORMS[root]
