"""Secrets in the API."""

import pytest

from idp.store.db import db
from idp.store.models import Client
from idp.web.current import services
from tests.builders import a_client
from tests.web.api.testing import problem


@pytest.fixture
def portal(app):
    return a_client("portal")


def test_a_new_secret_is_told_once_and_the_old_one_goes_on(api, portal):
    made = api.call("POST", "/clients/portal/secrets", {"overlap_days": 7})

    assert made.status_code == 201
    client = db.session.get(Client, "portal")
    assert services().client_desk.secrets.matches(client, made.json["client_secret"])
    assert [each["expires_at"] is None for each in made.json["older"]] == [False]
    listed = api.get("/clients/portal/secrets")
    assert [each["id"] for each in listed.json["items"]] == [made.json["id"], made.json["older"][0]["id"]]
    assert made.json["client_secret"] not in listed.text


@pytest.mark.parametrize("days", [-1, 91, "7", 1.5, True])
def test_an_overlap_has_bounds(api, portal, days):
    problem(api.call("POST", "/clients/portal/secrets", {"overlap_days": days}), 422, "bad-member")


def test_one_is_revoked_and_the_last_one_stays(api, portal):
    made = api.call("POST", "/clients/portal/secrets", {}).json

    old, new = made["older"][0]["id"], made["id"]
    assert api.call("DELETE", f"/clients/portal/secrets/{old}").status_code == 204
    problem(api.call("DELETE", f"/clients/portal/secrets/{new}"), 409, "not-now")


def test_without_secrets_there_is_none_to_rotate(api):
    a_client("spa", secret=None)

    problem(api.call("POST", "/clients/spa/secrets", {}), 409, "not-now")
