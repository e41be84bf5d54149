"""Bytes that become a registration, or are refused."""

import pytest

from idp.relying_parties.faults import Fault
from idp.relying_parties.sent_document import DEEPEST, LARGEST, read_document


def nested(depth):
    return b'{"a":' * depth + b"1" + b"}" * depth


def test_an_object_is_read():
    assert read_document('{"client_name": "Thư viện", "default_max_age": 1.5e3}'.encode()) == {
        "client_name": "Thư viện",
        "default_max_age": 1500.0,
    }


def test_language_tags_are_written_small():
    assert read_document(b'{"client_name#EN": 1, "CLIENT_NAME": 2, "a#vi-VN": 3}') == {
        "client_name#en": 1,
        "CLIENT_NAME": 2,
        "a#vi-vn": 3,
    }


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"\xff",
        b'"x"',
        b'{"a": 1, "a": 2}',
        b'{"x": {"a": 1, "a": 2}}',
        b'{"a": Infinity}',
        b'{"a": -1e999}',
        b"[" * 60_000,
        nested(DEEPEST + 1),
        b'{"a": "' + b"x" * LARGEST + b'"}',
    ],
)
def test_anything_else_is_refused(raw):
    assert isinstance(read_document(raw), Fault)


def test_limits_are_what_they_say():
    assert read_document(nested(DEEPEST)) != {}
    assert isinstance(read_document(nested(DEEPEST)), dict)
    fits = b'{"a": "' + b"x" * (LARGEST - 9) + b'"}'
    assert len(fits) == LARGEST
    assert isinstance(read_document(fits), dict)
