#!/usr/bin/env python3
"""Checks an export of Sen ID's audit log: one file, nothing but Python 3.9 or later, no network, no database.

    python3 verify_audit.py EXPORT.jsonl --jwks jwks.json [--noted DIGEST ...]

EXPORT.jsonl comes from `idp audit export` or from the console; jwks.json is what the provider serves at /oauth/jwks,
kept since the day of the export. It ends with 0 when all is well, with 1 when something was touched, and with 2 when
the file cannot be read.

What is checked, in this order:

1. The last line. It holds a signature (RS256, RFC 7515) over the number of records and the SHA-256 of every byte
   before it. Nobody without the provider's key can change, add or drop a line, or make an export of their own.
2. Every record. Its digest is SHA-256 over the digest of the record before it in the same chain, the chain's name,
   its place in it, and its content as JSON with sorted names and without spaces. A record that was changed in the
   database has another digest than the one it carries.
3. Every chain, in an export of the whole log: it begins at 1, has no gap, and each record names the one before.
   In an export of a part, the same for those neighbours that are both in it.
   Where records were dropped because their time was over, the log says so (`audit.records_dropped`): a chain then goes
   on after a gap, from the digest that this note holds. No note counts that tells of anything younger than a year.
4. Every checkpoint, in an export of the whole log: hourly records that say where each chain stood. A chain whose end
   was cut off no longer reaches what a checkpoint has seen.
5. Digests noted elsewhere (`--noted`), as `idp audit checkpoint` prints them: whoever holds both the database and the
   key could write a new log, but not one that contains these.
"""

import argparse
import hashlib
import json
import sys
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta
from pathlib import Path

FORMAT = "sen-id-audit-export/1"
TYPE = "audit-export+jwt"
GENESIS = "genesis"
CONTENT = ("at", "name", "citizen_id", "client_id", "operator_id", "details")
MOST_SHOWN = 50
SHORTEST_KEY_BYTES = 256
SHORTEST_TIME_KEPT = timedelta(days=365)
# What stands before a SHA-256 digest in an RSA signature (RFC 8017, 9.2).
SHA256_IN_RSA = bytes.fromhex("3031300d060960864801650304020105000420")


class Unreadable(Exception):
    """The file is no export, or was cut."""


def main():
    """Check what the command line names, and say what was found."""
    parser = argparse.ArgumentParser(description="Checks an export of Sen ID's audit log.")
    parser.add_argument("export", help="the file of JSON lines")
    parser.add_argument("--jwks", required=True, help="the provider's public keys, as JSON")
    parser.add_argument("--noted", action="append", default=[], help="a checkpoint's digest noted elsewhere")
    asked = parser.parse_args()
    try:
        keys = json.loads(Path(asked.jwks).read_text(encoding="utf-8"))["keys"]
        report, findings = verify(Path(asked.export), keys, asked.noted)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, Unreadable) as error:
        print(f"Cannot be read: {type(error).__name__}: {error}")
        return 2
    print("\n".join(report))
    for finding in findings[:MOST_SHOWN]:
        print(f"  WRONG: {finding}")
    print(f"{len(findings)} findings." if findings else "Nothing is wrong.")
    return 1 if findings else 0


def verify(path, keys, noted=()):
    """What an export says of itself, and what is wrong with it.

    Args:
        path: The file.
        keys: The provider's public keys (the `keys` of its JWKS).
        noted: Digests of checkpoints that were written down elsewhere.
    """
    first, last, digest, records, heads, dropped, findings = read_ends(path)
    findings += wrong_with_signature(first, last, digest, records, keys)
    complete, named = first["complete"] is True, len(heads)
    rest = {each: heads[each] for each in heads if complete and not is_dropped(*each, heads[each], dropped)}
    findings += wrong_with_records(path, rest, dict.fromkeys(noted), dropped if complete else None)
    what = "the whole log" if complete else f"a part of the log: {json.dumps(first['filters'])}"
    return [f"Export of {first['iss']}, {what}, {records} records, {named} checkpointed places."], findings


def read_ends(path):
    """The first and the last line, the digest of all before the last, and what checkpoints and notes name. One pass."""
    whole, before, records, heads, dropped, findings = hashlib.sha256(), None, -1, {}, {}, []
    first = last = None
    with path.open("rb") as file:
        for line in file:
            if before is not None:
                whole.update(before)
            if first is None:
                first = json.loads(line)
            elif b'"audit.checkpoint"' in line:
                findings += note_heads(json.loads(line), heads)
            elif b'"audit.records_dropped"' in line:
                findings += note_dropped(json.loads(line), dropped)
            before, records = line, records + 1
    if first is None or first.get("format") != FORMAT or not before.endswith(b"\n"):
        raise Unreadable("this is no export of an audit log, or its end is missing")
    last = json.loads(before)
    if last.get("format") != FORMAT or "signature" not in last:
        raise Unreadable("the signed last line is missing")
    return first, last, whole.hexdigest(), records - 1, heads, dropped, findings


def note_heads(record, heads):
    """Note where a checkpoint says that chains stood; what is wrong with it."""
    if record.get("name") != "audit.checkpoint":
        return []
    try:
        for text in record["details"]["heads"]:
            writer, sequence, digest = text.split(":")
            heads[writer, int(sequence)] = digest
    except (KeyError, TypeError, ValueError, AttributeError):
        return [f"{place_of(record)} is an unreadable checkpoint"]
    return []


def note_dropped(record, dropped):
    """Note which stretches of which chains were dropped, by the place of their last record; what is wrong with it."""
    if record.get("name") != "audit.records_dropped":
        return []
    try:
        kept = moment(record["at"]) - moment(record["details"]["until"])
        told = [text.split(":") for text in record["details"]["stretches"]]
        found = [(writer, int(first), int(last), digest) for writer, first, last, digest in told]
    except (KeyError, TypeError, ValueError, AttributeError):
        return [f"{place_of(record)} is an unreadable note of what was dropped"]
    if kept < SHORTEST_TIME_KEPT:
        return [f"{place_of(record)} tells of records dropped before their time"]
    for writer, first, last, digest in found:
        dropped.setdefault(writer, {})[last] = first, digest
    return []


def moment(text):
    """A moment of the log."""
    return datetime.strptime(text.replace("Z", "+0000"), "%Y-%m-%dT%H:%M:%S.%f%z")


def is_dropped(writer, sequence, digest, dropped):
    """Whether a place that a checkpoint names was dropped because its time was over."""
    return any(
        first <= sequence <= last and (sequence < last or digest == ending)
        for last, (first, ending) in dropped.get(writer, {}).items()
    )


def goes_on(record, sequence, dropped):
    """Whether all that is missing between a place of a chain and a record was dropped, and the record goes on."""
    ends = dropped.get(record["writer"], {})
    first, digest = ends.get(record["sequence"] - 1, (None, None))
    if digest != record["previous"]:
        return False
    while first is not None and first - 1 > sequence:
        if first - 1 not in ends:
            return sequence == 0  # what told of still older ones may have been dropped itself
        first = ends[first - 1][0]
    return True


# --- 1. the signature ------------------------------------------------------------------------------------------------


def wrong_with_signature(first, last, digest, records, keys):
    """Whether the last line is signed by one of the keys, and says what is true of the file."""
    try:
        head, body, signature = last["signature"].split(".")
        header, claims = json.loads(unpacked(head)), json.loads(unpacked(body))
    except (ValueError, AttributeError):
        return ["the signature cannot be read"]
    key = next((key for key in keys if key.get("kid") == header.get("kid") and key.get("kty") == "RSA"), None)
    if header.get("alg") != "RS256" or header.get("typ") != TYPE:
        return ["the signature is of another kind"]
    if key is None:
        return [f"the key {header.get('kid')} that signed it is not among the given ones"]
    if not is_signed(f"{head}.{body}".encode("ascii"), unpacked(signature), key):
        return ["the signature is not good"]
    said = {name: first.get(name) for name in ("iss", "iat", "filters", "complete")}
    wrong = [f"the signature says another {name}" for name in said if claims.get(name) != said[name]]
    if claims.get("records") != records or last.get("records") != records:
        wrong.append(f"the signature is over {claims.get('records')} records, {records} are here")
    if claims.get("sha256") != digest:
        wrong.append("the lines are not those that were signed")
    return wrong


def is_signed(message, signature, key):
    """RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017, 8.2.2): what was signed is built, and compared whole."""
    modulus = int.from_bytes(unpacked(key["n"]), "big")
    exponent = int.from_bytes(unpacked(key["e"]), "big")
    size = (modulus.bit_length() + 7) // 8
    if size < SHORTEST_KEY_BYTES or exponent < 3 or len(signature) != size:
        return False
    opened = pow(int.from_bytes(signature, "big"), exponent, modulus).to_bytes(size, "big")
    told = SHA256_IN_RSA + hashlib.sha256(message).digest()
    return opened == b"\x00\x01" + b"\xff" * (size - len(told) - 3) + b"\x00" + told


# --- 2 to 5. the records ---------------------------------------------------------------------------------------------


def wrong_with_records(path, heads, noted, dropped):
    """What is wrong with records, chains and checkpoints. One pass; one record of each chain is remembered."""
    findings, chains = [], {}
    for record in records_of(path):
        findings += wrong_with_record(record, chains.get(record["writer"]), dropped)
        here = record["writer"], record["sequence"]
        if heads.pop(here, record["digest"]) != record["digest"]:
            findings.append(f"{place_of(record)} is not the record that a checkpoint names")
        noted.pop(record["digest"], None)
        chains[record["writer"]] = record
    for writer, sequence in heads:
        findings.append(
            f"chain {writer}, place {sequence} is named by a checkpoint and gone: an end was cut off"
        )
    return findings + [f"no record has the noted digest {digest}" for digest in noted]


def records_of(path):
    """The records of the file, one after the other."""
    with path.open("rb") as file:
        next(file)
        for line in file:
            record = json.loads(line)
            if "signature" not in record:
                yield record


def wrong_with_record(record, neighbour, dropped):
    """What is wrong with one record: its own digest, and how it fits to the last one read of its chain.

    `dropped` is None in an export of a part of the log, whose chains have gaps anyway.
    """
    where = place_of(record)
    if record["digest"] != digest_of(record):
        yield f"{where} was changed after it was written"
    if dropped is not None:
        sequence, digest = (neighbour["sequence"], neighbour["digest"]) if neighbour else (0, GENESIS)
        if (record["sequence"], record["previous"]) != (sequence + 1, digest) and goes_on(
            record, sequence, dropped
        ):
            return
        if record["sequence"] != sequence + 1:
            yield f"{where} comes where {sequence + 1} should be: records were removed or moved"
        if record["previous"] != digest:
            yield f"{where} does not follow the record before it"
    elif neighbour and abs(record["sequence"] - neighbour["sequence"]) == 1:
        older, newer = sorted((record, neighbour), key=lambda each: each["sequence"])
        if newer["previous"] != older["digest"]:
            yield f"{place_of(newer)} does not follow the record before it"


def digest_of(record):
    """The digest a record must have."""
    content = {name: record[name] for name in CONTENT}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    chained = "\n".join((record["previous"], record["writer"], str(record["sequence"]), text))
    digest = hashlib.sha256(chained.encode("utf-8", "surrogatepass")).digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


def place_of(record):
    """Where a record is, in words."""
    return f"chain {record['writer']}, place {record['sequence']} ({record['at']} {record['name']})"


def unpacked(text):
    """Bytes from base64url without padding (RFC 7515, 2)."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


if __name__ == "__main__":
    sys.exit(main())
