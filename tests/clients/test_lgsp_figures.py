"""Figures a program sends: all or nothing, and the same again does no harm."""

import pytest

from clients.kit.settings import Settings
from clients.lgsp.app import create_app
from clients.lgsp.figures import MOST_FIGURES

GOOD = {"unit": "so-y-te", "day": "2026-11-21", "received": 12, "settled": 9}
PLATFORM = "http://localhost:8004"


@pytest.fixture
def send(provider, tmp_path):
    provider.audience = [PLATFORM]
    client = create_app(
        Settings("lgsp", provider.issuer, "lgsp", "", PLATFORM, data_dir=tmp_path)
    ).test_client()
    token = provider.access_token(sub="nightly-sync", client_id="nightly-sync", scope="lgsp:sync")
    headers = {"Authorization": f"Bearer {token}"}

    def call(document=None, **more):
        if document is None and not more:
            return client.get("/api/statistics", headers=headers).json["figures"]
        return client.post("/api/sync", json=document, headers=headers, **more)

    return call


def test_they_are_taken_in(send):
    assert send({"figures": [GOOD]}).json == {"accepted": 1}
    assert send() == [GOOD]


def test_the_last_word_about_a_day_counts(send):
    send({"figures": [GOOD]})
    send({"figures": [{**GOOD, "settled": 12}]})

    assert send() == [{**GOOD, "settled": 12}]


@pytest.mark.parametrize(
    "document",
    [
        [],
        {},
        {"figures": []},
        {"figures": [GOOD] * (MOST_FIGURES + 1)},
        {"figures": "x"},
        {"figures": [GOOD, 7]},
        {"figures": [{**GOOD, "unit": ""}]},
        {"figures": [{**GOOD, "unit": "a\x00"}]},
        {"figures": [{**GOOD, "unit": "a" * 81}]},
        {"figures": [{**GOOD, "day": "21/11/2026"}]},
        {"figures": [{**GOOD, "day": "2026-02-30"}]},
        {"figures": [{**GOOD, "day": "20261121"}]},
        {"figures": [{**GOOD, "received": -1}]},
        {"figures": [{**GOOD, "received": True}]},
        {"figures": [{**GOOD, "received": 10**9}]},
        {"figures": [{**GOOD, "settled": "9"}]},
    ],
    ids=lambda document: str(document)[:60],
)
def test_anything_else_is_refused_whole(send, document):
    answer = send(document)

    assert answer.status_code == 422
    assert answer.json["error"] == "invalid_request"
    assert send() == []


def test_what_is_no_json_is_refused(send):
    assert send(None, data=b"\xff\xfe", content_type="application/json").status_code == 422
