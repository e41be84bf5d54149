"""Redirect URIs: each rule, with the addresses attackers and developers really send."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idp.relying_parties.redirect_uris import Reason, Rule, Verdict, check, is_allowed


def reasons(uri, **options):
    return {finding.reason for finding in check(uri, **options)}


def refusals(uri, **options):
    return {finding.reason for finding in check(uri, **options) if finding.verdict is Verdict.NO}


@pytest.mark.parametrize(
    "uri",
    [
        "https://suckhoe.anlien.example/oidc/callback",
        "https://suckhoe.anlien.example/callback?tenant=7",
        "https://a.example:8443/cb",
        "https://a.example",
        "https://a.example/a%20b/~x!$&'()+,;=:@",
        "http://localhost:8001/callback",
        "http://127.0.0.1/callback",
        "http://[::1]:3000/callback",
    ],
)
def test_good_addresses_are_allowed(uri):
    assert is_allowed(uri)


@pytest.mark.parametrize(
    ("uri", "reason"),
    [
        ("suckhoe.anlien.example/callback", Reason.NOT_ABSOLUTE),
        ("/callback", Reason.NOT_ABSOLUTE),
        ("//evil.example/callback", Reason.NOT_ABSOLUTE),
        ("https:callback", Reason.NOT_ABSOLUTE),
        ("https:///callback", Reason.NOT_ABSOLUTE),
        ("", Reason.NOT_ABSOLUTE),
        ("http://suckhoe.anlien.example/callback", Reason.PLAIN_HTTP),
        ("http://localhost.evil.example/callback", Reason.PLAIN_HTTP),
        ("http://127.0.0.2/callback", Reason.PLAIN_HTTP),
        ("https://a.example/callback#", Reason.FRAGMENT),
        ("https://a.example/callback#x", Reason.FRAGMENT),
        ("https://*.anlien.example/callback", Reason.WILDCARD),
        ("https://a.example/*", Reason.WILDCARD),
        ("https://user@a.example/callback", Reason.USERINFO),
        ("https://user:pw@a.example/callback", Reason.USERINFO),
        ("http://127.0.0.1:80@evil.example/", Reason.USERINFO),
        ("https://a@b@evil.example/", Reason.USERINFO),
        ("javascript:alert(1)", Reason.DANGEROUS_SCHEME),
        ("JaVaScRiPt://a.example/%0aalert(1)", Reason.DANGEROUS_SCHEME),
        ("data:text/html,x", Reason.DANGEROUS_SCHEME),
        ("DATA:text/html,x", Reason.DANGEROUS_SCHEME),
        ("vbscript:x", Reason.DANGEROUS_SCHEME),
        ("file:///etc/passwd", Reason.DANGEROUS_SCHEME),
        ("https://a.example\\@evil.example/", Reason.BACKSLASH),
        ("https:\\\\a.example/", Reason.BACKSLASH),
        ("https://a.example/ca llback", Reason.NOT_PLAIN),
        (" https://a.example/callback", Reason.NOT_PLAIN),
        ("https://a.example/callback\n", Reason.NOT_PLAIN),
        ("https://a.example/\tcallback", Reason.NOT_PLAIN),
        ("https://a.example/\0", Reason.NOT_PLAIN),
        ("https://sứckhỏe.example/callback", Reason.NOT_PLAIN),
        ("https://a.example/\udcff", Reason.NOT_PLAIN),
        ("https://a.example/a/../callback", Reason.DOT_SEGMENTS),
        ("https://a.example/..", Reason.DOT_SEGMENTS),
        ("https://a.example/./callback", Reason.DOT_SEGMENTS),
        ("https://a.example/%2e%2E/callback", Reason.DOT_SEGMENTS),
        ("https://a.example/..;/callback", Reason.DOT_SEGMENTS),
        ("https://a.example/%zz", Reason.BAD_ESCAPE),
        ("https://a.example/100%", Reason.BAD_ESCAPE),
        ("https://a.example:0/callback", Reason.BAD_PORT),
        ("https://a.example:99999/callback", Reason.BAD_PORT),
        ("https://a.example:/callback", Reason.BAD_PORT),
        ("https://a.example:8o/callback", Reason.BAD_PORT),
        ("https://-a.example/callback", Reason.BAD_HOST),
        ("https://a..example/callback", Reason.BAD_HOST),
        ("https://[::::]/callback", Reason.BAD_HOST),
        ("https://[::1", Reason.BAD_HOST),
        ("https://]::1[/callback", Reason.BAD_HOST),
        ("https://[::1]x/callback", Reason.BAD_PORT),
        ("https://999.1.2.3/callback", Reason.BAD_HOST),
        ("https://a.example/callback?code=x", Reason.RESERVED_QUERY),
        ("https://a.example/callback?x=1&state=", Reason.RESERVED_QUERY),
        ("https://a.example/" + "a" * 2_000, Reason.TOO_LONG),
        ("vn.anlien.app:/callback", Reason.NOT_FOR_WEB),
    ],
)
def test_bad_addresses_are_refused_with_their_reason(uri, reason):
    assert reason in refusals(uri)


def test_an_ordinary_web_application_has_no_private_scheme_but_a_native_one_may():
    assert not is_allowed("vn.anlien.app:/callback")
    assert reasons("vn.anlien.app:/callback", is_native=True) == {Reason.PRIVATE_SCHEME, Reason.EXACT}


@pytest.mark.parametrize("scheme", ["myapp", "com", "Vn.Anlien.App", "app."])
def test_a_private_scheme_is_a_domain_written_backwards(scheme):
    assert Reason.NOT_REVERSED_DOMAIN in refusals(f"{scheme}:/callback", is_native=True)


def test_a_script_is_refused_for_native_applications_too():
    assert Reason.DANGEROUS_SCHEME in refusals("javascript:alert(1)", is_native=True)


@pytest.mark.parametrize(
    ("uri", "reason", "detail"),
    [
        ("https://xn--sckhe-i91b8g.example/cb", Reason.FOREIGN_LETTERS, "sứckhỏe.example"),
        ("https://xn--80ak6aa92e.com/cb", Reason.MIXED_LETTERS, "аррӏе.com"),
        ("https://10.1.2.3/cb", Reason.NUMERIC_HOST, "10.1.2.3"),
        ("https://Suckhoe.example/cb", Reason.CAPITALS, "Suckhoe.example"),
        ("https://a.example:443/cb", Reason.DEFAULT_PORT, ":443"),
        ("http://localhost/cb", Reason.THIS_MACHINE, ""),
    ],
)
def test_odd_addresses_are_allowed_with_a_caution(uri, reason, detail):
    (found,) = [finding for finding in check(uri) if finding.verdict is Verdict.CAUTION]

    assert is_allowed(uri)
    assert found.reason is reason
    assert found.detail == detail


def test_several_things_wrong_are_all_told():
    found = refusals("http://*.example/../callback#x")

    assert {Reason.WILDCARD, Reason.FRAGMENT, Reason.DOT_SEGMENTS} <= found


def test_what_is_right_is_told_too():
    assert [(each.rule, each.verdict) for each in check("https://a.example/cb")] == [
        (Rule.SCHEME, Verdict.OK),
        (Rule.ABSOLUTE, Verdict.OK),
    ]


@given(st.text(max_size=300))
def test_no_text_breaks_the_rules(text):
    for finding in check(text):
        assert len(finding.detail) <= 80


@given(st.text(alphabet="[]:/?#@a.", max_size=30))
def test_no_private_scheme_breaks_the_rules(text):
    check(f"vn.anlien.app:{text}", is_native=True)


@given(st.text(alphabet="[]:.0123456789abcdef%/@*", max_size=200))
def test_no_address_like_text_breaks_the_rules(text):
    check(f"https://{text}")
    check(f"http://{text}", is_native=True)


@pytest.mark.parametrize("part", ["[" + ":" * 1_900, "a." * 950, "%2e" * 600, "-" * 1_900, "1." * 900])
def test_a_hostile_address_costs_no_time(part):
    began = time.thread_time()

    check(f"https://{part}")

    assert time.thread_time() - began < 0.2
