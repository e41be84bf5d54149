"""Pages of lists, and bodies."""

import pytest

from tests.web.api.testing import problem


@pytest.mark.parametrize("limit", ["0", "201", "-1", "x", "1.5", "9" * 50, "²"])
def test_a_page_has_bounds(api, limit):
    problem(api.get("/units", limit=limit), 400, "bad-parameter")


@pytest.mark.parametrize("cursor", ["!", "é", "eA", "////"])
def test_a_cursor_that_was_not_made_here_is_refused(api, cursor):
    problem(api.get("/clients", cursor=cursor), 400, "bad-parameter")


def test_a_cursor_of_something_gone_begins_anew(api):
    assert api.get("/units", cursor="ImdvbmUi").json == api.get("/units").json


@pytest.mark.parametrize(
    ("body", "type_", "status"),
    [
        (b"{}", "text/plain", 415),
        (b"", "application/json", 400),
        (b"[]", "application/json", 400),
        (b"{", "application/json", 400),
        (b"\xff", "application/json", 400),
        (b"{}", "application/json", 422),
    ],
)
def test_a_body_is_a_json_object(api, client, body, type_, status):
    answer = client.post(
        "/api/v1/units",
        data=body,
        headers={"Authorization": f"Bearer {api.token}", "Content-Type": type_},
    )

    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
