"""What the service says of itself (RFC 7644, 4), and how it refuses what is not there."""

import pytest

from idp.web.scim.attributes import DEPARTMENT, ENTERPRISE, KEPT
from idp.web.scim.filters import CORE
from idp.web.scim.officers import MEMBERS, OFFICER
from tests.web.scim.conftest import a_user, refusal


def test_it_says_what_it_can_do(client):
    told = client.get("/scim/v2/ServiceProviderConfig").json

    assert {name for name, value in told.items() if isinstance(value, dict) and value.get("supported")} == {
        "patch",
        "filter",
        "etag",
    }


def test_it_names_its_resources(client):
    kind, officer = client.get("/scim/v2/ResourceTypes").json["Resources"]

    assert (kind["endpoint"], kind["schema"]) == ("/Users", CORE)
    assert (officer["endpoint"], officer["schema"]) == ("/Officers", OFFICER)
    assert client.get("/scim/v2/ResourceTypes/User").json == kind


def test_its_schemas_hold_what_is_kept(client):
    found = {each["id"]: each for each in client.get("/scim/v2/Schemas").json["Resources"]}

    told = {each["name"].lower() for each in found[CORE]["attributes"]}
    assert told | {"externalid", "locale", DEPARTMENT} == set(KEPT)  # the first is common to all resources
    assert [each["name"] for each in found[ENTERPRISE]["attributes"]] == ["department"]
    assert client.get(f"/scim/v2/Schemas/{CORE}").json == found[CORE]
    assert {each["name"].lower() for each in found[OFFICER]["attributes"]} | {"externalid"} == set(MEMBERS)


@pytest.mark.parametrize(
    "path", ["/Groups", "/Me", "/Bulk", "/Schemas/x", "/ResourceTypes/Group", "", "/Users/x/y"]
)
def test_what_is_not_there_is_refused_in_its_own_form(client, path):
    refusal(client.get(f"/scim/v2{path}"), 404)


def test_a_list_of_schemas_is_not_filtered(client):
    refusal(client.get("/scim/v2/Schemas", query_string={"filter": 'id eq "x"'}), 403)


def test_a_method_that_is_not_there_is_refused_in_its_own_form(client):
    refusal(client.put("/scim/v2/Users"), 405)


@pytest.mark.parametrize(
    ("body", "type_", "status"),
    [
        (b"{}", "text/plain", 415),
        (b"", "application/scim+json", 400),
        (b"[]", "application/json", 400),
        (b"\xff", "application/scim+json", 400),
        (b"[" * 20_000, "application/scim+json", 400),
        (b'{"a": 1, "a": 2}', "application/scim+json", 400),
        (b'{"a": "\\u0000"}', "application/scim+json", 400),
        (b'{"a": "\\ud800"}', "application/scim+json", 400),
        (b'{"a": "' + b"x" * 70_000 + b'"}', "application/scim+json", 400),
        (b"x" * 200_000, "application/scim+json", 413),
    ],
    ids=lambda value: str(value)[:20],
)
def test_a_body_that_cannot_be_read_is_refused(client, directory, body, type_, status):
    headers = {"Authorization": f"Bearer {directory.token}", "Content-Type": type_}
    for method, path in (("POST", "/Users"),):
        answer = client.open(f"/scim/v2{path}", method=method, data=body, headers=headers)
        refusal(answer, status, "invalidSyntax" if status == 400 else None)


def test_application_json_is_taken_too(client, directory):
    answer = client.post(
        "/scim/v2/Users", json=a_user(), headers={"Authorization": f"Bearer {directory.token}"}
    )

    assert answer.status_code == 201
