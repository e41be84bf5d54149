"""A program that calls the API, without script."""

from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.test import TestResponse

from idp.oauth.confirmation import UNBOUND
from idp.operators.machine_rights import ALL_UNITS, SCOPES
from idp.web.api.door import PATH
from idp.web.current import services
from tests.builders import a_client
from tests.caller import Caller

UNIT = "Sở Y tế"


class Api:
    """Calls with a token."""

    def __init__(self, client: Caller, token: str) -> None:
        self._client = client
        self.token = token

    def call(self, method: str, path: str, json: Any = None, **headers: str) -> TestResponse:
        """Send a request; header names have underscores."""
        sent = {"Authorization": f"Bearer {self.token}"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        more = {} if json is None else {"json": json}
        return self._client.open(PATH + path, method=method, headers=sent, **more)

    def get(self, path: str, **query: Any) -> TestResponse:
        """Read."""
        sent = {"Authorization": f"Bearer {self.token}"}
        return self._client.get(PATH + path, headers=sent, query_string=query)


def a_token(of: str, *scopes: str, **changed: Any) -> str:
    """An access token of a program's own."""
    provider = services().provider
    claims = {
        "client_id": of,
        "subject": of,
        "audience": [provider.issuer + PATH],
        "scope": " ".join(scopes),
        "bound_to": UNBOUND,
        **changed,
    }
    return provider.access_tokens.issue(**claims)


@pytest.fixture
def a_program(app, client) -> Callable[..., Api]:
    """Registers a program and lets it in."""

    def make(*scopes: str, client_id: str = "robot", unit: str = UNIT, **columns: Any) -> Api:
        services().operator_desk.units.make_missing(UNIT)
        if services().clients.find(client_id) is None:
            metadata = {"grant_types": ["client_credentials"], "response_types": []}
            a_client(client_id, metadata=metadata, unit=unit, profile="machine", **columns)
        return Api(client, a_token(client_id, *scopes))

    return make


@pytest.fixture
def api(a_program) -> Api:
    """A program that may do everything for all units."""
    return a_program(*SCOPES)


@pytest.fixture
def of_unit(a_program) -> Api:
    """A program that may do everything for its own unit."""
    return a_program(*(scope for scope in SCOPES if scope != ALL_UNITS))
