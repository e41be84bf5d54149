"""The lines of an export: each one line, whatever a text holds."""

import hashlib
import json

from idp.audit.export import FORMAT, asked_for, lines
from idp.store.models import AuditRecord
from tests.moments import START

ODD = 'Ừ "x" \n \u2028 \U0001f600'


def a_record(sequence=1, **changed):
    return AuditRecord(
        at=START,
        name="test.happened",
        details={"what": ODD},
        writer="w",
        sequence=sequence,
        previous="p",
        digest="d",
        **changed,
    )


def made(records, filters):
    signed = []

    def sign(claims):
        signed.append(claims)
        return "a.b.c"

    return list(lines(records, asked_for("https://id.example", START, filters), sign)), signed


def test_a_line_is_one_line_of_plain_signs():
    written, _ = made([a_record()], {})

    assert all(line.endswith("\n") and line.count("\n") == 1 and line.isascii() for line in written)
    assert json.loads(written[1])["details"]["what"] == ODD
    assert json.loads(written[1])["at"] == "2026-11-02T02:00:00.000000Z"


def test_what_is_signed_covers_every_byte_before():
    written, (claims,) = made([a_record(1), a_record(2)], {})

    assert claims["sha256"] == hashlib.sha256("".join(written[:-1]).encode()).hexdigest()
    assert claims["records"] == 2
    assert json.loads(written[-1]) == {"format": FORMAT, "records": 2, "signature": "a.b.c"}


def test_an_export_says_whether_something_was_left_out():
    assert json.loads(made([], {})[0][0])["complete"] is True
    first = json.loads(made([], {"client_id": "portal"})[0][0])

    assert (first["complete"], first["filters"]) == (False, {"client_id": "portal"})


def test_an_empty_export_is_signed_too():
    written, (claims,) = made([], {})

    assert (len(written), claims["records"]) == (2, 0)
