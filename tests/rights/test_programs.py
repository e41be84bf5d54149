"""Scope by operation by owner by field: each cell of /api and /scim is open or shut as docs/roles.md says."""

from typing import Any

import pytest
from werkzeug.test import TestResponse

from idp.operators.machine_rights import ALL_UNITS, RIGHT_OF
from idp.web.api.clients import SETTABLE
from idp.web.api.operations import OPERATIONS
from idp.web.api.schemas import SCHEMAS
from idp.web.scim import attributes
from tests.builders import a_client
from tests.caller import Caller
from tests.rights.places import OWN_UNIT, Owner
from tests.rights.possessions import OWNED, Possessions
from tests.rights.programs import API, CLIENT_MEMBERS, SCIM, Whose
from tests.rights.test_fields import SENT
from tests.rights.test_pages import FOR_EVERYBODY
from tests.rights.writes import changes
from tests.web.api.conftest import a_token

EVERY = frozenset(RIGHT_OF)
WITHIN = {
    Whose.UNIT: {Owner.OWN_UNIT},
    Whose.MADE: {Owner.OWN_UNIT, Owner.SELF},
    Whose.NONE: set[Owner](),
}
"""Whose things a program of one unit reaches."""


def _part(place: str) -> str:
    return "<officer_id>" if "/Officers" in place else "<operator_id>"


CELLS = {
    **{each.id: (each.method, f"/api/v1{each.path}", API.get(each.id)) for each in OPERATIONS},
    **{
        place: (place.split()[0], "/scim/v2" + place.split()[1].replace("{id}", _part(place)), may)
        for place, may in SCIM.items()
    },
}


class Program:
    """Calls both interfaces with whichever scopes are wanted."""

    def __init__(self, app: Any, caller: Caller) -> None:
        # Another program after so many calls, since each may call 600 times in a minute; all are of one unit.
        self.names = [f"robot-{number}" for number in range(3)]
        for name in self.names:
            metadata = {"grant_types": ["client_credentials"], "response_types": []}
            a_client(name, metadata=metadata, unit=OWN_UNIT, profile="machine")
        self._caller = caller
        self._tokens: dict[tuple[str, frozenset[str]], str] = {}

    def call(
        self, method: str, address: str, scopes: frozenset[str], json: Any = None, of: int = 0
    ) -> TestResponse:
        key = (self.names[of], scopes)
        token = self._tokens.setdefault(key, a_token(self.names[of], *sorted(scopes)))
        body = {} if method == "GET" else {"json": {} if json is None else json}
        return self._caller.open(address, method=method, headers={"Authorization": f"Bearer {token}"}, **body)


@pytest.fixture
def program(app, client) -> Program:
    return Program(app, client)


@pytest.fixture
def things(program) -> Possessions:
    return Possessions("robot-1")


def filled(things: Possessions, address: str) -> list[tuple[Owner | None, str]]:
    """An address with a thing of each owner, or of the province."""
    for part, make in things.rest.items():
        if f"<{part}>" in address:
            address = address.replace(f"<{part}>", make())
    part = next((each for each in OWNED if f"<{each}>" in address), None)
    if part is None:
        assert "<" not in address, address
        return [(None, address)]
    return [
        (owner, with_secret(things, address.replace(f"<{part}>", name), owner))
        for owner, name in things.of(part)
    ]


def with_secret(things: Possessions, address: str, owner: Owner) -> str:
    """An address with a secret of an owner's application, where it names one."""
    return address.replace("<secret_id>", things.secret(owner)) if "<secret_id>" in address else address


def is_open(answer: TestResponse) -> bool:
    assert answer.status_code not in (401, 429), answer.text
    assert answer.status_code < 500, answer.text
    return answer.status_code not in (403, 404)


def scopes_of(may: Any) -> frozenset[str]:
    return frozenset(f"sen:{scope}" for scope in may.scopes)


def test_every_operation_is_declared_and_no_other(app):
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith(("/api/", "/scim/"))]
    served = {
        f"{method} {rule.rule}"
        for rule in rules
        if rule.endpoint not in FOR_EVERYBODY
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }

    assert {f"{method} {address}" for method, address, _may in CELLS.values()} == served
    assert set(API) == {each.id for each in OPERATIONS}


def test_what_is_not_declared_to_open_an_operation_does_not(program, things):
    """All the other scopes together, for all units: so none of them by itself either."""
    wrong = []
    for name, (method, address, may) in CELLS.items():
        others = frozenset((EVERY - scopes_of(may)) | {ALL_UNITS})
        for scopes in (others, *([EVERY] if may.whose is Whose.NONE else [])):
            place = filled(things, address)[0][1]
            with changes() as changed:
                status = program.call(method, place, scopes).status_code
            if status != 403 or changed:
                wrong.append((name, status, changed))

    assert wrong == []


def test_each_scope_that_is_declared_opens_the_operation(program, things):
    wrong = [
        (name, scope, answer.text)
        for name, (method, address, may) in CELLS.items()
        for scope in scopes_of(may)
        if not is_open(
            answer := program.call(method, filled(things, address)[0][1], frozenset({scope, ALL_UNITS}), of=2)
        )
    ]

    assert wrong == []


def test_a_program_of_a_unit_reaches_whose_things_are_declared(program, things):
    wrong = []
    for name, (method, address, may) in CELLS.items():
        for owner, place in filled(things, address):
            if owner is None:
                continue
            expected = owner in WITHIN[may.whose]
            with changes() as changed:
                answer = program.call(method, place, EVERY, of=1)
            if is_open(answer) is not expected or (changed and not expected):
                wrong.append((name, owner, answer.status_code, changed))

    assert wrong == []


def test_a_secret_of_another_application_is_not_revoked(program, things):
    place = f"/api/v1/clients/{dict(things.of('client_id'))[Owner.OWN_UNIT]}/secrets"
    of_another, own = things.secret(Owner.OTHER_UNIT), things.secret(Owner.OWN_UNIT)

    with changes() as crossed:
        program.call("DELETE", f"{place}/{of_another}", EVERY, of=1)
    with changes() as revoked:
        program.call("DELETE", f"{place}/{own}", EVERY, of=1)

    assert crossed == []
    assert revoked != []


def test_a_list_names_what_is_within_reach_and_no_more(program, things):
    hidden = {name: dict(things.of(name)) for name in OWNED if name not in ("request_id", "invitation_id")}
    for name, (method, address, may) in CELLS.items():
        if may.whose is Whose.ITS_LIST:
            told = program.call(method, address, EVERY, of=1).text
            beyond = {
                (part, owner)
                for part, by_owner in hidden.items()
                for owner, value in by_owner.items()
                if owner in (Owner.OTHER_UNIT, Owner.NOBODY) and f'"{value}"' in told
            }
            assert (name, beyond) == (name, set())


def declared_fields(name: str, fields: tuple[str, ...]) -> set[str]:
    if fields == (CLIENT_MEMBERS,):
        assert not {"client_id", "client_secret", "state", "made_by", "kept_secrets"} & set(SETTABLE), name
        return set(SETTABLE)
    return set(fields)


def test_the_fields_are_those_that_are_declared():
    for each in OPERATIONS:
        told = set(SCHEMAS[each.body]["properties"]) if each.body else set()
        assert (each.id, told) == (each.id, declared_fields(each.id, API[each.id].fields))
    assert {place for place, may in SCIM.items() if may.fields} == {
        place for place in SCIM if place.split()[0] in ("POST", "PUT", "PATCH") and ".search" not in place
    }


def test_a_field_that_is_not_declared_is_refused_and_changes_nothing(program, things):
    scopes = EVERY | {ALL_UNITS}
    wrong = []
    for each in OPERATIONS:
        if not each.body:
            continue
        place = filled(things, f"/api/v1{each.path}")[0][1]
        fields = declared_fields(each.id, API[each.id].fields)
        sent = {name: value for name, value in SENT.items() if name not in fields}
        # Counting whom a breach affects has changed it once.
        versions = {"If-Match": '"2"' if each.id == "changeBreach" else '"1"'}
        with changes() as changed:
            answer = with_version(program, each.method, place, scopes, sent, versions)
        kind = str((answer.json or {}).get("type", "")).partition("#")[2]
        if kind != "unknown-member" or set(answer.json["members"]) != set(sent) or changed:
            wrong.append((each.id, answer.status_code, kind, changed))

    assert wrong == []


def with_version(program, method, place, scopes, sent, headers):
    token = a_token(program.names[0], *sorted(scopes))
    return program._caller.open(
        place, method=method, json=sent, headers={"Authorization": f"Bearer {token}", **headers}
    )


@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_an_attribute_that_is_not_kept_is_refused_by_scim(program, things, method):
    place = (
        "/scim/v2/Users"
        if method == "POST"
        else f"/scim/v2/Users/{dict(things.of('operator_id'))[Owner.OWN_UNIT]}"
    )
    passed_over = {"id", "meta", "schemas", "groups", *attributes.NOT_KEPT, *attributes.KEPT}
    for name, value in SENT.items():
        if name.lower() not in passed_over:
            with changes() as changed:
                answer = program.call(method, place, EVERY | {ALL_UNITS}, {"userName": "evil", name: value})
            assert (name, answer.status_code, changed) == (name, 400, [])
