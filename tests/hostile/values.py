"""What to send: bytes as they may arrive on the wire, one of each kind of trouble."""

import base64
import json
from functools import cache
from urllib.parse import quote_from_bytes

from hypothesis import strategies as st

VALUES: dict[str, bytes] = {
    "nothing": b"",
    "a NUL": b"a\0b",
    "no UTF-8": b"\xff\xfe\xc0\xaf",
    "half a surrogate pair": b"\xed\xa0\x80",
    "half a surrogate pair in JSON": b'{"userinfo": {"\\ud800": {"value": "\\udfff"}}, "id_token": null}',
    "JSON that is too deep": b"[" * 20_000,
    "JSON of the wrong kind": b"[1, null, {}]",
    "a number in JSON that is no number": b'{"id_token": NaN, "userinfo": 1e999}',
    "a lot": b"A" * 50_000,
    "line breaks": b"a\r\nSet-Cookie: sen_session=x\r\n\r\n<b>",
    "quotation marks": b"\"'\\`<script>alert(1)</script>",
    "Vietnamese": "Đặng Nguyễn Thị Quỳnh Ước".encode(),
    "marks without end": ("Đ" + "\u0301" * 3_000).encode(),
    "letters that look alike": "рortаl．аnlien".encode(),
    "digits that look alike": "０９９١٩٠०१२३४५".encode(),
    "text that runs backwards": "\u202egnp.exe\u202c\u2066".encode(),
    "signs nobody sees": "a\u200b\u200d\ufeff\u00adb".encode(),
    "control characters": bytes(range(1, 32)) + b"\x7f\xc2\x85",
    "a template": b"{{ 7*7 }} {% raw %} %s %(x)s ${x} {0}",
    "a query": b"' OR '1'='1' -- ; DROP TABLE citizen",
    "a path": b"../../../../etc/passwd",
    "an address elsewhere": b"https://evil.example/@id.anlien.example/#",
    "an address with a login": b"https://portal.anlien.example:x@evil.example/callback",
    "an address that is none": b"http://[::1",
    "a number that is too large": b"9" * 400,
    "a number below zero": b"-1",
    "no number": b"NaN",
    "a date that is none": b"2026-02-31",
    "a token that is none": b"eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.",
    "a token of strange parts": b".".join(
        base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=")
        for part in (
            {"alg": ["RS256"], "kid": {"a": 1}, "crit": 1},
            {"iss": [], "aud": {}, "exp": "x", "sub": 7},
            "",
        )
    ),
}

TO_POSTGRESQL = (
    "nothing", "a NUL", "no UTF-8", "half a surrogate pair", "a lot", "control characters", "marks without end",
    "a number that is too large",
)  # fmt: skip
"""What the two databases may take differently; the rest is asked on one."""

IN_HEADERS = (
    "nothing", "no UTF-8", "a lot", "Vietnamese", "quotation marks", "control characters", "a template",
    "an address that is none", "a number that is too large", "a number below zero", "a date that is none",
    "JSON that is too deep", "a token of strange parts",
)  # fmt: skip
"""What a header can carry and something may read: lists, dates, numbers, addresses, tokens."""

IN_EVERY_SHAPE = ("nothing", "a NUL", "no UTF-8", "a lot", "JSON of the wrong kind", "an address elsewhere")
"""Sent twice under one name, too, and as a body of another type: there the shape is the trouble."""

CREDENTIALS: dict[str, bytes] = {
    "no base64": b"Basic !!!!",
    "base64 of no UTF-8": b"Basic " + base64.b64encode(b"portal:\xff\xfe"),
    "a NUL in the name": b"Basic " + base64.b64encode(b"por\0tal:secret"),
    "no colon": b"Basic " + base64.b64encode(b"portal"),
    "half an escape": b"Basic " + base64.b64encode(b"portal:%ed%a0%80%"),
    "a bearer of nothing": b"Bearer ",
    "a bearer of a token that is none": b"Bearer " + VALUES["a token that is none"],
    "a bearer of strange parts": b"Bearer " + VALUES["a token of strange parts"],
    "a bearer of a lot": b"Bearer " + b"A" * 20_000,
    "a scheme nobody knows": b"\xff\xfe x",
    "two schemes": b"Basic cG9ydGFsOng=, Bearer x",
}

anything = st.one_of(
    st.sampled_from(sorted(VALUES.values())),
    st.binary(max_size=200),
    st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")),
)
"""Hypothesis' own ideas, and mutations it finds between ours."""


@cache
def on_the_wire(value: bytes) -> str:
    """A value as it stands in a query, a form body or a path."""
    return quote_from_bytes(value, safe="")


def in_a_header(value: bytes) -> str:
    """A value as it can stand in a header: what a server lets through."""
    return value.replace(b"\r", b"").replace(b"\n", b"").replace(b"\0", b"").decode("latin-1")
