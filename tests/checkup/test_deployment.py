"""What the settings say together."""

import pytest

from idp.checkup import deployment
from idp.checkup.finding import Amber, Red
from idp.config import Settings

SECRET, KEY = "kJ8s0d9f7g6h5j4k3l2q1w0e9r8t7y6u", "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="


def settings(**values):
    return Settings(**{"env": "demo", "secret_key": SECRET, "key_encryption_key": KEY, **values})


@pytest.mark.parametrize(
    ("trusted", "host", "wrong"),
    [
        ("", "127.0.0.1", Red),
        ("", "localhost", Red),
        ("", "192.0.2.1", Amber),
        ("0.0.0.0/0", "127.0.0.1", Red),
        ("10.0.0.1, ::/0", "127.0.0.1", Red),
    ],
)
def test_a_proxy_is_named_and_nobody_else(trusted, host, wrong):
    with pytest.raises(wrong) as raised:
        deployment.proxies(settings(trusted_proxies=trusted, host=host))

    assert raised.type is wrong


def test_named_proxies_are_told():
    assert deployment.proxies(settings(trusted_proxies="10.0.0.0/8, ::1")).endswith("10.0.0.0/8, ::1/128")


@pytest.mark.parametrize(
    "values", [{"secret_key": "ab" * 20}, {"key_encryption_key": "A" * 43 + "="}, {"secret_key": KEY}]
)
def test_secrets_that_nobody_drew_are_red(values):
    with pytest.raises(Red):
        deployment.secrets(settings(**values))


def test_drawn_secrets_are_well():
    assert "differ" in deployment.secrets(settings())


def test_names_of_the_demonstration_are_amber_until_they_are_changed():
    own = {"province": "Tỉnh Đồng Tháp", "mail_from": "a@dongthap.example", "population_api_key": "other"}
    with pytest.raises(Amber) as raised:
        deployment.names(settings(**own))

    assert raised.value.remedy == "set IDP_SUPPORT_LINE (the telephone number of your support line)"
    assert deployment.names(settings(**own, support_line="1900 1234"))


@pytest.mark.parametrize(
    "values",
    [
        {"workers": 64},
        {"threads": 33},
        {"database_url": "postgresql+psycopg://sen@db/sen"},
    ],
)
def test_processes_that_do_not_suit_are_amber(values, monkeypatch):
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {0, 1})

    with pytest.raises(Amber):
        deployment.processes(settings(**values))


def test_a_worker_of_its_own_suits_postgresql():
    told = deployment.processes(
        settings(database_url="postgresql+psycopg://sen@db/sen", embedded_worker=False)
    )

    assert "`idp worker`" in told


def test_sqlite_is_amber_and_postgresql_well():
    with pytest.raises(Amber):
        deployment.database_kind(settings())
    assert deployment.database_kind(settings(database_url="postgresql+psycopg://sen@db/sen")) == "PostgreSQL"
