"""The OpenAPI document, and whether the API keeps to it whatever is sent."""

import inspect

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import CHECKS, load_all_checks

from idp.operators.machine_rights import SCOPES, scope_for
from idp.store.db import db
from idp.web.api.door import PATH
from idp.web.api.openapi import document
from idp.web.api.operation import REASON
from idp.web.api.operations import OPERATIONS
from idp.web.current import services
from tests.builders import a_client
from tests.web.api.conftest import UNIT

load_all_checks()
_OTHER_TASTES = ("unsupported_method", "missing_required_header", "ignored_auth", "positive_data_acceptance")
EXCLUDED = [CHECKS.get_one(name) for name in _OTHER_TASTES]
"""Checks about which status a missing header or an odd method gets, and that whatever fits a schema is accepted."""


def test_it_is_served_to_everybody(client):
    answer = client.get(f"{PATH}/openapi.json")

    assert answer.status_code == 200
    assert answer.json["openapi"] == "3.1.0"
    assert set(answer.json["paths"]["/clients"]) == {"get", "post"}


def test_every_operation_has_a_name_of_its_own_and_a_scope():
    assert len({each.id for each in OPERATIONS}) == len(OPERATIONS)
    assert all(scope_for(each.right) in SCOPES for each in OPERATIONS)


def test_every_schema_that_is_named_is_there():
    text = str(document("https://id.anlien.example"))
    named = {part.split("'")[0] for part in text.split("#/components/schemas/")[1:]}

    assert named <= set(document("x")["components"]["schemas"])


def test_the_header_with_the_reason_is_told_where_it_is_read():
    paths = document("x")["paths"].values()
    told = {
        operation["operationId"]
        for path in paths
        for operation in path.values()
        if any(each["name"] == REASON and each["in"] == "header" for each in operation["parameters"])
    }

    assert told == {each.id for each in OPERATIONS if "the_reason()" in inspect.getsource(each.view)}
    assert "changeClient" in told


@pytest.mark.timeout(120)
def test_answers_are_what_the_document_says_whatever_is_sent(app, api):
    a_client("portal", unit=UNIT)
    services().operator_desk.units.make_missing(UNIT)
    db.session.commit()
    schema = schemathesis.openapi.from_wsgi(f"{PATH}/openapi.json", app)
    tried = []

    for found in schema.get_all_operations():
        operation = found.ok()
        tried.append(operation.label)
        _try(operation, api)

    assert len(tried) == len(OPERATIONS)


def _try(operation, api) -> None:
    @settings(
        max_examples=8,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def once(case):
        response = case.call(headers={"Authorization": f"Bearer {api.token}"})
        assert response.status_code < 500, response.text
        case.validate_response(response, excluded_checks=EXCLUDED)

    once()
