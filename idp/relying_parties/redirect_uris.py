"""Where answers may go: every rule a redirect URI is checked by (RFC 6749, 3.1.2; RFC 8252, 7; RFC 9700, 2.1).

Rules look at the text first and parse it afterwards: parsers disagree, browsers repair, strings do neither.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import SplitResult, parse_qsl, urlsplit

from idp.relying_parties.scripts import mixes_scripts, readable_host

LONGEST = 2_000

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.\-]*):")
_NOT_PLAIN = re.compile(r"[^\x21-\x7e]")
_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})")
_DOT_SEGMENT = re.compile(r"(?:^|/)(?:\.|%2e){1,2}(?:;[^/]*)?(?=/|$)", re.IGNORECASE)
_HOST = re.compile(r"(?=.{1,253}$)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?(?:\.[A-Za-z0-9-]{1,63})*")
_ADDRESS = re.compile(r"[0-9.]+|\[[0-9A-Fa-f:.]{2,45}\]")
_PRIVATE_SCHEME = re.compile(r"[a-z][a-z0-9+\-]*(?:\.[a-z0-9+\-]+)+")
_OURS = frozenset(
    {"code", "state", "iss", "error", "error_description", "error_uri", "response", "session_state"}
)
_DANGEROUS = frozenset(
    {"javascript", "data", "vbscript", "file", "blob", "about", "filesystem", "view-source"}
)
LOOPBACK = frozenset({"localhost", "127.0.0.1", "[::1]"})


class Rule(StrEnum):
    """What is looked at. The value is the rule's id, in addresses, tests and translations."""

    ABSOLUTE = "absolute"
    LENGTH = "length"
    CHARACTERS = "characters"
    ESCAPES = "escapes"
    SCHEME = "scheme"
    HOST = "host"
    FRAGMENT = "fragment"
    WILDCARD = "wildcard"
    USERINFO = "userinfo"
    DOT_SEGMENTS = "dot_segments"
    RESERVED_QUERY = "reserved_query"
    LOOK_ALIKE = "look_alike"
    LOOPBACK = "loopback"
    SPELLING = "spelling"


class Verdict(StrEnum):
    """What a rule found: fine, not allowed, or allowed but worth a second look."""

    OK = "ok"
    NO = "no"
    CAUTION = "caution"


class Reason(StrEnum):
    """Why. Where a finding has a `detail`, it is the part of the address that is meant."""

    HTTPS = "https"
    LOOPBACK_HTTP = "loopback_http"
    PRIVATE_SCHEME = "private_scheme"
    EXACT = "exact"
    NOT_ABSOLUTE = "not_absolute"
    TOO_LONG = "too_long"
    NOT_PLAIN = "not_plain"
    BACKSLASH = "backslash"
    BAD_ESCAPE = "bad_escape"
    PLAIN_HTTP = "plain_http"
    DANGEROUS_SCHEME = "dangerous_scheme"
    NOT_FOR_WEB = "not_for_web"
    NOT_REVERSED_DOMAIN = "not_reversed_domain"
    BAD_HOST = "bad_host"
    BAD_PORT = "bad_port"
    FRAGMENT = "fragment"
    WILDCARD = "wildcard"
    USERINFO = "userinfo"
    DOT_SEGMENTS = "dot_segments"
    RESERVED_QUERY = "reserved_query"
    FOREIGN_LETTERS = "foreign_letters"
    MIXED_LETTERS = "mixed_letters"
    NUMERIC_HOST = "numeric_host"
    THIS_MACHINE = "this_machine"
    CAPITALS = "capitals"
    DEFAULT_PORT = "default_port"


@dataclass(frozen=True)
class Finding:
    """What one rule says about one address."""

    rule: Rule
    verdict: Verdict
    reason: Reason
    detail: str = ""


def check(uri: str, *, is_native: bool = False) -> tuple[Finding, ...]:
    """Look at a redirect URI: refusals first, or else what is right with it, and what is worth a second look.

    Args:
        uri: As typed or registered.
        is_native: Whether the application runs on a phone or a desktop (`application_type` native).
    """
    refusals = tuple(_refusals(uri, is_native=is_native))
    return refusals or (*_good(uri), *_cautions(uri))


def is_allowed(uri: str, *, is_native: bool = False) -> bool:
    """Whether a redirect URI may be registered."""
    return not any(finding.verdict is Verdict.NO for finding in check(uri, is_native=is_native))


def _no(rule: Rule, reason: Reason, detail: str = "") -> Finding:
    return Finding(rule, Verdict.NO, reason, detail[:80])


def _refusals(uri: str, *, is_native: bool) -> Iterator[Finding]:
    if len(uri) > LONGEST:
        yield _no(Rule.LENGTH, Reason.TOO_LONG, str(LONGEST))
        return
    yield from _bad_characters(uri)
    if "#" in uri:
        yield _no(Rule.FRAGMENT, Reason.FRAGMENT)
    if "*" in uri:
        yield _no(Rule.WILDCARD, Reason.WILDCARD)
    scheme = _SCHEME.match(uri)
    if scheme is None:
        yield _no(Rule.ABSOLUTE, Reason.NOT_ABSOLUTE)
        return
    rest = uri[scheme.end() :]
    if scheme[1].lower() in ("http", "https"):
        yield from _bad_web_address(scheme[1].lower(), rest)
    else:
        yield from _bad_scheme(scheme[1], is_native=is_native)
        if rest.startswith("//") and set("[]") & set(rest):
            yield _no(Rule.HOST, Reason.BAD_HOST)
    yield from _bad_path(rest)


def _bad_characters(uri: str) -> Iterator[Finding]:
    if "\\" in uri:
        yield _no(Rule.CHARACTERS, Reason.BACKSLASH)
    if odd := _NOT_PLAIN.search(uri):
        yield _no(
            Rule.CHARACTERS, Reason.NOT_PLAIN, odd[0] if odd[0].isprintable() else f"U+{ord(odd[0]):04X}"
        )
    if escape := _BAD_ESCAPE.search(uri):
        yield _no(Rule.ESCAPES, Reason.BAD_ESCAPE, uri[escape.start() : escape.start() + 3])


def _bad_web_address(scheme: str, rest: str) -> Iterator[Finding]:
    authority = re.split(r"[/?#\\]", rest[2:], maxsplit=1)[0]
    if not rest.startswith("//") or not authority:
        yield _no(Rule.ABSOLUTE, Reason.NOT_ABSOLUTE)
        return
    if "@" in authority:
        yield _no(Rule.USERINFO, Reason.USERINFO)
        return
    host, port = _host_and_port(authority)
    if port is not None and not (port.isascii() and port.isdigit() and 0 < int(port[:6]) < 65_536):
        yield _no(Rule.HOST, Reason.BAD_PORT, port)
    if "*" not in host and not _is_host(host):
        yield _no(Rule.HOST, Reason.BAD_HOST, host)
    elif scheme == "http" and host.lower() not in LOOPBACK:
        yield _no(Rule.SCHEME, Reason.PLAIN_HTTP)


def _is_host(host: str) -> bool:
    if not _ADDRESS.fullmatch(host):
        return _HOST.fullmatch(host) is not None
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def _bad_scheme(scheme: str, *, is_native: bool) -> Iterator[Finding]:
    if scheme.lower() in _DANGEROUS:
        yield _no(Rule.SCHEME, Reason.DANGEROUS_SCHEME, scheme)
    elif not is_native:
        yield _no(Rule.SCHEME, Reason.NOT_FOR_WEB, scheme)
    elif not _PRIVATE_SCHEME.fullmatch(scheme):
        yield _no(Rule.SCHEME, Reason.NOT_REVERSED_DOMAIN, scheme)


def _bad_path(rest: str) -> Iterator[Finding]:
    before_fragment = rest.partition("#")[0]
    path, _, query = before_fragment.partition("?")
    if _DOT_SEGMENT.search(path):
        yield _no(Rule.DOT_SEGMENTS, Reason.DOT_SEGMENTS)
    if taken := sorted(_OURS & {name for name, _ in parse_qsl(query[:LONGEST], keep_blank_values=True)}):
        yield _no(Rule.RESERVED_QUERY, Reason.RESERVED_QUERY, taken[0])


def _good(uri: str) -> Iterator[Finding]:
    scheme = urlsplit(uri).scheme
    reason = {"https": Reason.HTTPS, "http": Reason.LOOPBACK_HTTP}.get(scheme, Reason.PRIVATE_SCHEME)
    yield Finding(Rule.SCHEME, Verdict.OK, reason)
    yield Finding(Rule.ABSOLUTE, Verdict.OK, Reason.EXACT)


def _cautions(uri: str) -> Iterator[Finding]:
    for rule, reason, detail in _odd(urlsplit(uri)):
        yield Finding(rule, Verdict.CAUTION, reason, detail)


def _odd(parts: SplitResult) -> Iterator[tuple[Rule, Reason, str]]:
    host, port = _host_and_port(parts.netloc)
    readable = readable_host(host)
    if readable is not None:
        reason = Reason.MIXED_LETTERS if mixes_scripts(readable) else Reason.FOREIGN_LETTERS
        yield Rule.LOOK_ALIKE, reason, readable[:80]
    if host.lower() in LOOPBACK:
        yield Rule.LOOPBACK, Reason.THIS_MACHINE, ""
    elif _ADDRESS.fullmatch(host):
        yield Rule.HOST, Reason.NUMERIC_HOST, host
    if host != host.lower():
        yield Rule.SPELLING, Reason.CAPITALS, host
    if port == {"https": "443", "http": "80"}.get(parts.scheme, "-"):
        yield Rule.SPELLING, Reason.DEFAULT_PORT, f":{port}"


def _host_and_port(authority: str) -> tuple[str, str | None]:
    if authority.startswith("[") and "]" in authority:
        host, _, after = authority.partition("]")
        return f"{host}]", after[1:] if after.startswith(":") else (after or None)
    host, colon, port = authority.partition(":")
    return host, port if colon else None
