"""Forwarded headers count only from proxies we trust (RFC 9700, 4.13)."""

import pytest
from flask import Flask, request

from idp.variables import ConfigurationError
from idp.web.proxies import parse_networks, trust_proxies


def seen(trusted, peer, headers):
    app = Flask("seen")
    trust_proxies(app, trusted)
    app.add_url_rule(
        "/", view_func=lambda: {"from": request.remote_addr, "scheme": request.scheme, "host": request.host}
    )
    return app.test_client().get("/", headers=headers, environ_base={"REMOTE_ADDR": peer}).json


FORWARDED = {
    "X-Forwarded-For": "203.0.113.9",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "evil.example",
}


def test_a_stranger_cannot_choose_its_address():
    assert seen("10.0.0.0/8", "203.0.113.5", FORWARDED) == {
        "from": "203.0.113.5",
        "scheme": "http",
        "host": "localhost",
    }


def test_a_trusted_proxy_is_believed_but_for_the_host():
    assert seen("10.0.0.0/8", "10.1.2.3", FORWARDED) == {
        "from": "203.0.113.9",
        "scheme": "https",
        "host": "localhost",
    }


def test_the_nearest_address_that_is_no_proxy_of_ours_counts():
    hops = {"X-Forwarded-For": "198.51.100.1, 203.0.113.9, 10.0.0.7"}

    assert seen("10.0.0.0/8", "10.1.2.3", hops)["from"] == "203.0.113.9"


@pytest.mark.parametrize("nonsense", ["", "unknown", "1.2.3", "' OR 1=1", ", ,"])
def test_nonsense_leaves_the_proxys_own_address(nonsense):
    assert seen("10.0.0.0/8", "10.1.2.3", {"X-Forwarded-For": nonsense})["from"] == "10.1.2.3"


def test_without_trusted_proxies_the_headers_do_not_exist():
    assert seen("", "10.1.2.3", FORWARDED)["from"] == "10.1.2.3"


def test_a_wrong_network_stops_the_start():
    with pytest.raises(ConfigurationError, match="IDP_TRUSTED_PROXIES"):
        parse_networks("10.0.0.0/8, nonsense")
