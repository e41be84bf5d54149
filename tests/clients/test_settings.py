"""Settings: from the environment, the application's own names first; wrong ones end the start in one sentence."""

from pathlib import Path

import pytest

from clients.kit.settings import Settings, WrongSetting, neighbour, origin


def read(**environment: str) -> Settings:
    return Settings.from_environment("portal", 8001, environment)


def test_without_any_it_runs_on_this_machine():
    settings = read()

    assert settings.issuer == "http://localhost:8000"
    assert settings.base_url == "http://localhost:8001"
    assert (settings.client_id, settings.port, settings.host) == ("portal", 8001, "127.0.0.1")
    assert not settings.is_secure


def test_the_applications_own_name_wins():
    settings = read(PORT="80", PORTAL_PORT="9001", CLIENT_SECRET="other", PORTAL_CLIENT_SECRET="mine")

    assert (settings.port, settings.client_secret) == (9001, "mine")


def test_what_the_demo_tells_every_program_counts():
    settings = read(
        IDP_ISSUER="http://localhost:9000", PORTAL_URL="http://localhost:9001", IDP_DATA_DIR="/data"
    )

    assert (settings.issuer, settings.base_url) == ("http://localhost:9000", "http://localhost:9001")
    assert settings.database == Path("/data/clients/portal.db")
    assert read(IDP_ISSUER="http://a", OIDC_ISSUER="http://b").issuer == "http://b"


def test_over_https_cookies_are_bound_to_the_host():
    settings = read(BASE_URL="https://dichvu.anlien.example/")

    assert settings.base_url == "https://dichvu.anlien.example"
    assert settings.cookie_name("session") == "__Host-portal_session"
    assert read().cookie_name("session") == "portal_session"


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("PORT", "0"),
        ("PORT", "x"),
        ("PORT", "70000"),
        ("OIDC_ISSUER", "localhost"),
        ("OIDC_ISSUER", "ftp://x"),
        ("OIDC_ISSUER", "http://x?y"),
        ("BASE_URL", "http://["),
    ],
)
def test_a_wrong_one_is_said_in_one_sentence(variable, value):
    with pytest.raises(WrongSetting, match=variable):
        read(**{variable: value})


def test_a_program_that_does_not_listen_needs_no_port():
    assert (
        Settings.from_environment("nightly-sync", None, {"NIGHTLY_SYNC_CLIENT_SECRET": "s"}).client_secret
        == "s"
    )


def test_neighbours_are_found_by_their_address():
    assert (
        neighbour("lgsp", 8004, {"LGSP_URL": "https://lgsp.anlien.example/"}) == "https://lgsp.anlien.example"
    )
    assert neighbour("lgsp", 8004, {}) == "http://localhost:8004"
    assert origin("https://id.example:8443/a/b") == "https://id.example:8443"
