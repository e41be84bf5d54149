"""A body that announces more than is read is refused first, whoever sends it and wherever to."""

import pytest

LARGEST = 128 * 1024


@pytest.mark.parametrize(
    "path", ["/sign-in", "/developers/apps/x/try/callback/y", "/account", "/oauth/token"]
)
def test_what_is_too_large_is_refused_before_anybody_is_sent_to_sign_in(client, path):
    answer = client.post(path, data=b"x" * (LARGEST + 1), content_type="application/x-www-form-urlencoded")

    assert answer.status_code == 413


def test_the_largest_body_is_read(client):
    answer = client.post(
        "/oauth/token", data=b"x" * LARGEST, content_type="application/x-www-form-urlencoded"
    )

    assert answer.status_code == 400


def test_a_page_that_needs_no_body_still_sends_strangers_to_sign_in(client):
    assert client.post("/developers/apps/x/try/callback/y").status_code == 303
