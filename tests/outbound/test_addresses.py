"""Which addresses may be reached: the table against server-side request forgery."""

from ipaddress import ip_address
from pathlib import Path

import pytest

from idp.config import Settings
from idp.outbound.addresses import AddressForbidden, Policy, resolve
from tests.installation import changed

PUBLIC = Policy()
DEMO = Policy(http=True, loopback=True)
INSIDE = Policy(loopback=True, private=True)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",  # noqa: S104  nothing binds to it
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::7f00:1",
        "64:ff9b::a9fe:a9fe",
        "2002:7f00:1::",
        "2002:a00:1::",
        "fe80::1",
        "fc00::1",
        "fd12:3456::1",
        "ff02::1",
        "2001:db8::1",
    ],
)
def test_nothing_inside_is_reached_from_outside(address):
    assert not PUBLIC.allows(ip_address(address))


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "103.1.208.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"]
)
def test_the_public_internet_is_reached(address):
    assert PUBLIC.allows(ip_address(address))


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
def test_the_demo_reaches_this_machine_and_no_network_beside_it(address):
    assert DEMO.allows(ip_address(address))
    assert not DEMO.allows(ip_address("192.168.1.1"))


@pytest.mark.parametrize("address", ["169.254.169.254", "::ffff:169.254.169.254", "fe80::1", "224.0.0.1"])
def test_private_networks_do_not_include_the_metadata_of_a_cloud(address):
    assert INSIDE.allows(ip_address("10.0.0.1"))
    assert not INSIDE.allows(ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "http://app.example/logout",
        "ftp://app.example/",
        "file:///etc/passwd",
        "gopher://app.example:70/_x",
        "https://",
        "https://name:password@app.example/",
        "https://trusted.example@10.0.0.1/",
        "//app.example/",
        "app.example",
        "https://[::1/",
        "https://app.example:99999/",
        "https://app.example:x/",
        "https://app.example:0/",
        "https://ứng-dụng.example/",
        "https://app.example\\@10.0.0.1/",
        "https://app%2eexample/",
        "https://[fe80::1%25eth0]/",
        "https://[v1.x]/",
        "https://app.example/a b",
        "https://app.example/a\r\nHost: inside",
        "https://app.example/\ud800",
        " https://app.example/",
        "\x00",
        "",
    ],
)
def test_only_plain_https_addresses_are_followed(url):
    with pytest.raises(AddressForbidden):
        PUBLIC.parsed(url)


@pytest.mark.parametrize(
    ("url", "host", "port", "target"),
    [
        ("https://App.Example", b"app.example", None, b"/"),
        ("https://app.example?a=b", b"app.example", None, b"/?a=b"),
        ("https://app.example:8443/a;b/?c=%2F&d#e", b"app.example", 8443, b"/a;b/?c=%2F&d"),
        ("https://app.example//other.example/", b"app.example", None, b"//other.example/"),
        ("https://[2606:4700::1111]/", b"2606:4700::1111", None, b"/"),
        ("https://app.example/một", b"app.example", None, b"/m%E1%BB%99t"),
    ],
)
def test_the_parts_of_an_address_are_kept_as_they_were_written(url, host, port, target):
    read = PUBLIC.parsed(url)

    assert (read.scheme, read.host, read.port, read.target) == (b"https", host, port, target)


def test_a_name_that_leads_to_both_worlds_is_refused():
    with pytest.raises(AddressForbidden):
        PUBLIC.pinned("app.example", 443, lambda _host, _port: ["1.1.1.1", "10.0.0.1"])


def test_a_zone_does_not_hide_a_link_local_address():
    with pytest.raises(AddressForbidden):
        INSIDE.pinned("app.example", 443, lambda _host, _port: ["fe80::1%eth0"])


@pytest.mark.parametrize("host", ["127.1", "2130706433", "0x7f000001", "0177.0.0.1", "localhost"])
def test_other_spellings_of_this_machine_lead_to_it_all_the_same(host):
    with pytest.raises((AddressForbidden, OSError)):
        PUBLIC.pinned(host, 443, resolve)


def test_production_asks_for_https_and_the_demo_for_loopback(tmp_path: Path):
    demo = Policy.of(Settings(env="demo", data_dir=tmp_path))

    assert demo == Policy(http=True, loopback=True)
    assert Policy.of(changed(Settings(env="demo"), env="production")) == Policy()
    assert Policy.of(changed(Settings(env="demo"), env="production", allow_private_addresses=True)) == INSIDE
