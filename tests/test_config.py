"""Settings: wrong ones stop the start with one sentence."""

from base64 import b64encode
from pathlib import Path

import pytest

from idp.config import DEMO_KEY, Settings
from idp.configuration_page import as_markdown
from idp.variables import ConfigurationError

KEY = b64encode(b"k" * 32).decode()
SAFE = {
    "env": "production",
    "issuer": "https://id.anlien.gov.vn",
    "secret_key": "x" * 40,
    "key_encryption_key": KEY,
    "population_url": "https://dancu.example",
    "population_jwks": '{"keys": []}',
    "mail_url": "smtps://mail.example",
    "sms_url": "https://sms.example",
}


def test_production_starts_with_settings_of_its_own():
    assert Settings.from_environment(**SAFE).env == "production"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"issuer": "http://id.anlien.gov.vn"}, "IDP_ISSUER must be an https address in production."),
        ({"debug": True}, "IDP_DEBUG must be off in production."),
        (
            {"population_url": "in-process:tiny"},
            "IDP_POPULATION_URL must be the https address of the population register.",
        ),
        ({"population_jwks": ""}, "IDP_POPULATION_JWKS must hold the keys the register signs with."),
        ({"mail_url": "messages:"}, "IDP_MAIL_URL must name a mail server."),
        ({"sms_url": "messages:"}, "IDP_SMS_URL must name an SMS gateway."),
        ({"registration": "open"}, "IDP_REGISTRATION must be closed in production: invite instead."),
        ({"secret_key": "short"}, "IDP_SECRET_KEY: must have at least 32 characters."),
        (
            {"secret_key": f"{'x' * 40},short"},
            "IDP_SECRET_KEY: must have at least 32 characters.",
        ),
        (
            {"key_encryption_key": f"{KEY},{KEY}"},
            "IDP_KEY_ENCRYPTION_KEY: must be one key, or a list of different ones.",
        ),
        (
            {"key_encryption_key": f"{KEY},{DEMO_KEY}"},
            "IDP_KEY_ENCRYPTION_KEY must be set to a key of your own (base64 of 32 random bytes).",
        ),
        ({"key_encryption_key": "AAAA"}, "IDP_KEY_ENCRYPTION_KEY: has 3 bytes, 32 are needed."),
        ({"issuer": "https://id.example/"}, "IDP_ISSUER: must not end with a slash."),
        (
            {"issuer": "https://id.example/?a=b"},
            "IDP_ISSUER: must be an http(s) address without query or fragment.",
        ),
        (
            {"redis_url": "http://x"},
            "IDP_REDIS_URL: must be empty, or begin with redis://, rediss:// or unix://.",
        ),
        ({"port": 0}, "IDP_PORT: must be a number from 1 to 65535."),
    ],
)
def test_a_wrong_setting_is_told_in_one_sentence(wrong, told):
    with pytest.raises(ConfigurationError) as refused:
        Settings.from_environment(**{**SAFE, **wrong})

    assert str(refused.value) == told


@pytest.mark.parametrize("secret", ["secret_key", "key_encryption_key"])
def test_production_refuses_the_secrets_of_the_demo(secret):
    settings = {name: value for name, value in SAFE.items() if name != secret}

    with pytest.raises(ConfigurationError, match=f"IDP_{secret.upper()} must be set"):
        Settings.from_environment(**settings)


def test_of_several_keys_all_are_known_the_first_one_first():
    other = b64encode(b"o" * 32).decode()

    assert Settings(env="demo", key_encryption_key=f"{other}\n{KEY}\n").sealing_keys == (b"o" * 32, b"k" * 32)


def test_without_any_variable_nothing_starts_by_accident():
    with pytest.raises(ConfigurationError):
        Settings.from_environment()


def test_a_wrong_secret_is_not_repeated():
    with pytest.raises(ConfigurationError) as refused:
        Settings.from_environment(**{**SAFE, "secret_key": "too-short-secret"})

    assert "too-short-secret" not in str(refused.value)


def test_settings_do_not_change_after_the_start():
    settings = Settings(env="demo")

    with pytest.raises(AttributeError):
        settings.port = 9000


def test_variables_are_read_from_the_environment(monkeypatch):
    monkeypatch.setenv("IDP_ENV", "demo")
    monkeypatch.setenv("IDP_SESSION_IDLE", "PT5M")

    assert Settings.from_environment().session_idle.total_seconds() == 300


@pytest.mark.parametrize(
    ("issuer", "secure", "name"),
    [
        ("http://localhost:8000", False, "sen_session"),
        ("http://127.0.0.1:8000", False, "sen_session"),
        ("https://localhost:8000", True, "__Host-sen_session"),
        ("https://id.anlien.example", True, "__Host-sen_session"),
        ("http://id.anlien.example", True, "__Host-sen_session"),
    ],
)
def test_cookies_are_secure_everywhere_but_on_plain_loopback(issuer, secure, name):
    settings = Settings(env="demo", issuer=issuer)

    assert settings.cookies_secure is secure
    assert settings.cookie_name("session") == name


def test_every_setting_is_described():
    assert all(setting.description for setting in Settings.described().values())


def test_the_documentation_is_the_one_the_settings_give():
    page = Path(__file__).parent.parent / "docs" / "configuration.md"

    assert page.read_text("utf-8").strip() == as_markdown().strip()


KEYS = '{"keys": [{"kty": "EC", "crv": "P-256", "x": "x", "y": "y"}]}'


def test_trusted_issuers_of_software_statements_come_by_value_or_by_file(tmp_path, monkeypatch):
    file = tmp_path / "jwks.json"
    file.write_text(KEYS)
    given = f'{{"https://a.example": {KEYS}, "https://b.example": "{file}"}}'
    monkeypatch.setenv("IDP_SOFTWARE_STATEMENT_ISSUERS", given)

    trusted = Settings.from_environment(env="demo").software_statement_issuers

    assert set(trusted) == {"https://a.example", "https://b.example"}
    assert trusted["https://a.example"] == trusted["https://b.example"]


def test_nobody_is_trusted_by_default(monkeypatch):
    assert Settings(env="demo").software_statement_issuers == {}
    monkeypatch.setenv("IDP_SOFTWARE_STATEMENT_ISSUERS", "")
    assert Settings.from_environment(env="demo").software_statement_issuers == {}


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("{", "must be a JSON object from issuer to key set."),
        ("[]", "must be a JSON object from issuer to key set."),
        ('{"https://a.example": "/no/such/file"}', "/no/such/file cannot be read as a JSON Web Key Set."),
        (
            '{"https://a.example": {}}',
            "every issuer needs a JSON Web Key Set (RFC 7517, 5), or the path of one.",
        ),
    ],
)
def test_wrong_issuers_stop_the_start(monkeypatch, wrong, told):
    monkeypatch.setenv("IDP_SOFTWARE_STATEMENT_ISSUERS", wrong)

    with pytest.raises(ConfigurationError) as refused:
        Settings.from_environment(env="demo")

    assert str(refused.value) == f"IDP_SOFTWARE_STATEMENT_ISSUERS: {told}"
