"""An export of the log that proves itself: JSON lines, and a last one that is signed.

The first line says what was asked for; each line after it is one record with its place in its chain, so that anybody
can compute its digest anew; the last line holds a compact JWS (RFC 7515) over the number of records and the SHA-256
of every byte before it. `deploy/verify_audit.py` reads it with nothing but Python.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any

from idp.audit.chain import moment_text
from idp.store.models import AuditRecord

FORMAT = "sen-id-audit-export/1"
TYPE = "audit-export+jwt"
"""The `typ` of the signature (RFC 8725, 3.11): it can be taken for no other token of ours."""

Sign = Callable[[dict[str, Any]], str]
"""Makes a compact JWS of some claims with the provider's key."""


def lines(records: Iterable[AuditRecord], asked: dict[str, Any], sign: Sign) -> Iterator[str]:
    """The export, line by line; nothing is kept of what has been sent.

    Args:
        records: What is in it. With nothing left out they come in the order they were written.
        asked: What the first line says: who made it when, and what was asked for. `complete` is True when nothing
            was left out; the chains can then be checked from their first record to their last.
        sign: Signs the last line.
    """
    whole, count = hashlib.sha256(), 0
    first = _line({"format": FORMAT, **asked})
    whole.update(first.encode())
    yield first
    for record in records:
        line = _line(content_of(record))
        whole.update(line.encode())
        count += 1
        yield line
    claims = {**asked, "records": count, "sha256": whole.hexdigest()}
    yield _line({"format": FORMAT, "records": count, "signature": sign(claims)})


def content_of(record: AuditRecord) -> dict[str, Any]:
    """A record as it is exported: its content as the chain sees it, and its place."""
    return {
        "at": moment_text(record.at),
        "name": record.name,
        "citizen_id": record.citizen_id,
        "client_id": record.client_id,
        "operator_id": record.operator_id,
        "details": record.details,
        "writer": record.writer,
        "sequence": record.sequence,
        "previous": record.previous,
        "digest": record.digest,
    }


def asked_for(issuer: str, at: datetime, filters: dict[str, Any]) -> dict[str, Any]:
    """What the first line of an export says.

    Args:
        issuer: Who made it.
        at: When.
        filters: What was asked for; without any it is the whole log.
    """
    told = {name: value for name, value in filters.items() if value not in (None, ())}
    return {"iss": issuer, "iat": int(at.timestamp()), "filters": told, "complete": not told}


def _line(content: dict[str, Any]) -> str:
    # ASCII: whatever a text holds, a line stays one line and every program reads the same bytes.
    return json.dumps(content, sort_keys=True, separators=(",", ":")) + "\n"
