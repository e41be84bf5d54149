"""Step-up at the data-sharing platform (RFC 9470): who is let in, and what the others are told."""

import time

import pytest

from clients.kit.settings import Settings
from clients.lgsp.app import create_app

PLATFORM = "http://localhost:8004"
A_MOMENT, TOO_LONG = 5, 20 * 60


@pytest.fixture
def platform(provider, tmp_path):
    provider.audience = [PLATFORM]
    return create_app(
        Settings("lgsp", provider.issuer, "lgsp", "", PLATFORM, data_dir=tmp_path)
    ).test_client()


@pytest.fixture
def ask(platform, provider):
    def get(ago=A_MOMENT, path=None, **claims):
        given = {"acr": "LoA2", "auth_time": int(time.time()) - ago, **claims}
        headers = {"Authorization": f"Bearer {provider.access_token(**given)}"}
        held = platform.get("/api/dossiers", headers=headers)
        code = next(
            (each["code"] for each in (held.json.get("dossiers") or ()) if each["state"] == "settled"), "x"
        )
        return platform.get(path or f"/api/dossiers/{code}/result", headers=headers)

    return get


def test_4_a_strong_and_recent_sign_in_reads_the_result(ask, provider):
    for acr in ("LoA2", f"{provider.issuer}/acr/2", "LoA3"):
        answer = ask(acr=acr)

        assert answer.status_code == 200
        assert answer.json["title"]["en"] == "New electronic vaccination record"


@pytest.mark.parametrize("acr", [None, "", "LoA1", "https://elsewhere.example/acr/2", "2 LoA2", 2, ["LoA2"]])
def test_3_a_weak_one_is_told_which_would_do(ask, acr):
    answer = ask(acr=acr)
    challenge = answer.headers["WWW-Authenticate"]

    assert answer.status_code == 401
    for member in ('error="insufficient_user_authentication"', 'acr_values="LoA2"', 'max_age="900"'):
        assert member in challenge
    assert challenge.startswith("Bearer ")
    assert "stronger" in challenge


@pytest.mark.parametrize("since", [{"ago": TOO_LONG}, {"auth_time": None}, {"auth_time": "now"}], ids=str)
def test_3_an_old_one_is_told_how_recent_it_has_to_be(ask, since):
    answer = ask(**since)

    assert answer.status_code == 401
    assert 'max_age="900"' in answer.headers["WWW-Authenticate"]
    assert "more recent" in answer.headers["WWW-Authenticate"]


def test_4_a_clock_that_is_a_little_off_does_no_harm(ask):
    assert ask(ago=905).status_code == 200
    assert ask(ago=915).status_code == 401


def test_4_the_list_needs_no_more_than_before(ask):
    assert ask(path="/api/dossiers", ago=TOO_LONG, acr="LoA1").status_code == 200


def test_3_a_missing_scope_is_said_first(ask):
    answer = ask(path="/api/dossiers/x/result", scope="openid", acr="LoA1")

    assert 'error="insufficient_scope"' in answer.headers["WWW-Authenticate"]


def test_a_result_that_is_not_there_is_not_found(ask):
    assert ask(path="/api/dossiers/SYT-NONE-1/result").status_code == 404
