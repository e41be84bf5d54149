"""A personnel directory that keeps the operators, without script."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from idp.operators.machine_rights import ALL_UNITS
from idp.store.db import db
from idp.store.models import AuditRecord
from idp.web.current import services
from idp.web.scim.attributes import ENTERPRISE
from idp.web.scim.filters import CORE
from idp.web.scim.officers import OFFICER
from idp.web.scim.patches import SCHEMA
from tests.caller import Caller
from tests.web.api.conftest import UNIT, a_program, a_token

__all__ = ["a_program"]

OTHER = "Sở Xây dựng"
WRITE = "sen:operators.write"
OFFICERS = "sen:officers.write"
NUMBER = "098082000121"


class Directory:
    """Speaks SCIM with a token."""

    def __init__(self, client: Caller, token: str) -> None:
        self._client = client
        self.token = token

    def call(self, method: str, path: str, json: Any = None, **headers: str) -> TestResponse:
        """Send a request; header names have underscores."""
        sent = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/scim+json"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        more = {} if json is None else {"json": json}
        return self._client.open(f"/scim/v2{path}", method=method, headers=sent, **more)

    def get(self, path: str, **query: Any) -> TestResponse:
        """Read."""
        sent = {"Authorization": f"Bearer {self.token}"}
        return self._client.get(f"/scim/v2{path}", headers=sent, query_string=query)

    def add(self, **changed: Any) -> TestResponse:
        """Add minh, or somebody else."""
        return self.call("POST", "/Users", a_user(**changed))

    def patch(self, user: Any, *operations: dict[str, Any], **headers: str) -> TestResponse:
        """Change somebody."""
        body = {"schemas": [SCHEMA], "Operations": list(operations)}
        return self.call("PATCH", f"/Users/{user['id']}", body, **headers)


def a_user(**changed: Any) -> dict[str, Any]:
    """A user as a directory sends it."""
    user = {
        "schemas": [CORE, ENTERPRISE],
        "userName": "minh",
        "externalId": "hr-17",
        "emails": [{"value": "minh@soyte.example", "type": "work", "primary": True}],
        "roles": [{"value": "unit_developer"}],
        ENTERPRISE: {"department": UNIT},
        **changed,
    }
    return {name: value for name, value in user.items() if value is not None}


@pytest.fixture
def a_directory(app, client, a_program, personal) -> Callable[..., Directory]:
    """Lets a program in; there are two units."""
    personal.learn("minh@soyte.example")
    for name in (UNIT, OTHER):
        services().operator_desk.units.make_missing(name)
    db.session.commit()

    def make(*scopes: str, **columns: Any) -> Directory:
        of = columns.get("client_id", "robot")
        a_program(**columns)
        return Directory(client, a_token(of, *scopes))

    return make


@pytest.fixture
def directory(a_directory) -> Directory:
    """A directory of the whole province."""
    return a_directory(WRITE, ALL_UNITS)


@pytest.fixture
def of_unit(a_directory) -> Directory:
    """A directory of one department."""
    return a_directory(WRITE)


def refusal(answer: TestResponse, status: int, kind: str | None = None) -> dict[str, Any]:
    """The refusal in an answer, in the form of RFC 7644, 3.12."""
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/scim+json"
    found: dict[str, Any] = answer.json
    assert found["schemas"] == ["urn:ietf:params:scim:api:messages:2.0:Error"]
    assert found["status"] == str(status)
    assert found.get("scimType") == kind, found
    assert found["detail"]
    return found


def an_officer(**changed: Any) -> dict[str, Any]:
    """An officer as a directory sends them."""
    sent = {
        "schemas": [OFFICER],
        "externalId": "cb-121",
        "identityNumber": NUMBER,
        "unit": UNIT,
        "title": "Công chức tư pháp – hộ tịch",
        **changed,
    }
    return {name: value for name, value in sent.items() if value is not None}


@pytest.fixture
def personnel(a_directory, personal) -> Directory:
    """The personnel directory of the province."""
    personal.learn(NUMBER)
    return a_directory(OFFICERS, ALL_UNITS)


def added(personnel: Directory, **changed: Any) -> dict[str, Any]:
    """An officer whom a directory has added."""
    made = personnel.call("POST", "/Officers", an_officer(**changed))
    assert made.status_code == 201, made.text
    found: dict[str, Any] = made.json
    return found


def patched(
    personnel: Directory, officer: dict[str, Any], *operations: dict[str, Any], **headers: str
) -> Any:
    """The answer to changes of an officer."""
    body = {"schemas": [SCHEMA], "Operations": list(operations)}
    return personnel.call("PATCH", f"/Officers/{officer['id']}", body, **headers)


def events(name: str) -> list[AuditRecord]:
    """What was recorded under a name."""
    return list(db.session.scalars(select(AuditRecord).where(AuditRecord.name == name)))
