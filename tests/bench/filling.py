"""Millions of rows, made by PostgreSQL itself: accounts, sessions, consents, grants, and the audit log."""

import random
import shutil
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

BYTES = {
    "citizen": 1000,
    "browser_session": 480,
    "audit_record": 620,
    "authorization": 720,
    "refresh_token": 300,
    "consent": 280,
}
"""Of one row with its entries in all indexes, at a million accounts."""

BESIDE = 1.3
"""The write-ahead log, and the sorting that makes the indexes again."""


SEED = 7
MOST_GRANTS = 1_000_000
"""Rows of authorizations, refresh tokens and consents, each: one for an account, and no more than this."""


class NoRoom(Exception):
    """The disk is too small for what is asked."""


@dataclass(frozen=True)
class Size:
    """How many accounts there are, and how many sessions and audit records, each."""

    accounts: int
    log_rows: int

    @property
    def grants(self) -> int:
        """How many authorizations, refresh tokens and consents there are, each."""
        return min(self.accounts, MOST_GRANTS)

    @property
    def stride(self) -> int:
        """Every so many-th account has them."""
        return self.accounts // self.grants

    @property
    def bytes(self) -> int:
        """What it will take on disk."""
        rows = {
            "citizen": self.accounts,
            **dict.fromkeys(("browser_session", "audit_record"), self.log_rows),
            **dict.fromkeys(("authorization", "refresh_token", "consent"), self.grants),
        }
        return int(BESIDE * sum(BYTES[table] * count for table, count in rows.items()))


CITIZENS = """
INSERT INTO citizen (id, state, phone_index, email_index, number_index, phone_sealed, email_sealed, identity_sealed,
                     assurance, verified_at, password_hash, sms_factor, locale, created_at, updated_at)
SELECT md5('citizen' || n)::uuid::text, 'active', {phone_index},
       left('e' || md5('e' || n) || md5(n::text), 43), left('n' || md5('n' || n) || md5(n::text), 43),
       one.phone_sealed, one.email_sealed, one.identity_sealed, one.assurance, one.verified_at, one.password_hash,
       false, 'vi', now(), now()
FROM generate_series(1, {accounts}) AS n, (SELECT * FROM citizen LIMIT 1) AS one
"""
"""Each like the one that is there, with its password, but found by a phone number of its own: see `phone`."""

SESSIONS = """
INSERT INTO browser_session (id, digest, citizen_id, level, methods, stay, agent, started_at, authenticated_at,
                             last_seen_at, idle_expires_at, expires_at, ended_at, end_reason)
SELECT md5('session' || n)::uuid::text, left(md5('d' || n) || md5(n::text), 43),
       md5('citizen' || (1 + n % {accounts}))::uuid::text, 1, '["pwd"]', 'ordinary', 'Chrome, Windows',
       begun, begun, begun, now() + interval '3 hours', begun + interval '12 hours',
       CASE WHEN n % 20 > 0 THEN begun + interval '20 minutes' END, CASE WHEN n % 20 > 0 THEN 'sign_out' END
FROM generate_series(1, {log_rows}) AS n,
     LATERAL (SELECT now() - interval '9 hours' * (n::float8 / {log_rows})) AS t(begun)
"""
"""One in twenty is live, and stays so for hours: none runs out while requests are measured."""

RECORDS = """
INSERT INTO audit_record (at, name, citizen_id, client_id, details, writer, sequence, previous, digest)
SELECT now() - interval '365 days' * (1 - n::float8 / {log_rows}),
       (ARRAY['sign_in.succeeded', 'oauth.tokens_issued', 'oauth.claims_released', 'session.ended'])[1 + n % 4],
       md5('citizen' || (1 + n % {accounts}))::uuid::text, 'ung-dung-' || n % 300,
       '{{"grant": "authorization_code", "scopes": ["openid", "profile"]}}', 'w' || n % 64, n,
       repeat('p', 43), left(md5(n::text) || md5('x' || n), 43)
FROM generate_series(1, {log_rows}) AS n
"""

AUTHORIZATIONS = """
INSERT INTO "authorization" (id, client_id, citizen_id, session_id, code_digest, code_expires_at, redeemed_at,
                             redirect_uri, redirect_uri_sent, code_challenge, nonce, scope, requested_claims, acr,
                             methods, authenticated_at, created_at)
SELECT md5('grant' || n)::uuid::text, CASE WHEN n % 2 = 0 THEN 'portal' ELSE 'ung-dung-' || n % 300 END,
       md5('citizen' || n * {stride})::uuid::text, md5('session' || n)::uuid::text,
       left(md5('c' || n) || md5(n::text), 43), begun + interval '1 minute', begun,
       'https://portal.anlien.example/callback', true, left(md5('v' || n) || md5(n::text), 43), md5('nonce' || n),
       'openid profile offline_access', '{{}}', 'khop', '["pwd"]', begun, begun
FROM generate_series(1, {grants}) AS n,
     LATERAL (SELECT now() - interval '9 hours' * (n::float8 / {grants})) AS t(begun)
"""

REFRESH_TOKENS = """
INSERT INTO refresh_token (digest, authorization_id, issued_at, expires_at)
SELECT left(md5('r' || n) || md5(n::text), 43), md5('grant' || n)::uuid::text, begun, begun + interval '30 days'
FROM generate_series(1, {grants}) AS n,
     LATERAL (SELECT now() - interval '9 hours' * (n::float8 / {grants})) AS t(begun)
"""

CONSENTS = """
INSERT INTO consent (citizen_id, client_id, decisions, given_at, expires_at)
SELECT md5('citizen' || n * {stride})::uuid::text, CASE WHEN n % 2 = 0 THEN 'portal' ELSE 'ung-dung-' || n % 300 END,
       '{{"openid": "law", "profile": "law", "offline_access": "law"}}',
       now() - interval '300 days' * (n::float8 / {grants}), now() + interval '365 days'
FROM generate_series(1, {grants}) AS n
"""
"""Half of all are the portal's, which the benchmark asks."""

STATEMENTS = (
    {"citizen": CITIZENS, "browser_session": SESSIONS},
    {
        "audit_record": RECORDS,
        "authorization": AUTHORIZATIONS,
        "refresh_token": REFRESH_TOKENS,
        "consent": CONSENTS,
    },
)
"""By table; each group in a connection of its own, side by side."""

FIRST_PHONE = 910_000_000
MONTHS = 13
"""A year back from some day of a month."""


def check_room(sizes: list[Size], place: Path) -> None:
    """Refuse what the disk cannot hold.

    Raises:
        NoRoom: In a sentence, with what is needed and what there is.
    """
    needed, free = sum(size.bytes for size in sizes), shutil.disk_usage(place).free
    if needed > free:
        raise NoRoom(
            f"This needs about {needed / 1e9:.0f} GB of disk at {place}, and {free / 1e9:.0f} GB are free: "
            "choose smaller --sizes or --log-rows."
        )


def phone(number: int) -> str:
    """The phone number by which an account is found.

    Args:
        number: Which account, from 1 on.
    """
    return f"+84{FIRST_PHONE + number}"


def asked(size: Size, count: int) -> list[int]:
    """Which accounts sign in: some of all, by chance, among those that have agreed to what the portal asks.

    Args:
        size: How many there are.
        count: How many at most.
    """
    portals = range(2, size.grants + 1, 2)
    return [each * size.stride for each in random.Random(SEED).sample(portals, min(count, len(portals)))]


def fill(url: str, size: Size, key: bytes) -> None:
    """Fill a database that has one account. Indexes are made afterwards, which is several times faster.

    Args:
        url: PostgreSQL's own URL.
        size: How much.
        key: What its blind indexes are made with.
    """
    counts = {name: str(getattr(size, name)) for name in ("accounts", "log_rows", "grants", "stride")}
    counts["phone_index"] = _phone_index(key)
    with psycopg.connect(url, autocommit=True) as connection:
        _make_months(connection)
    with ThreadPoolExecutor(len(STATEMENTS)) as pool:
        for done in [pool.submit(_fill, url, group, counts) for group in STATEMENTS]:
            done.result()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM (FREEZE, ANALYZE)")


def _fill(url: str, statements: Mapping[str, str], counts: Mapping[str, str]) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET maintenance_work_mem = '512MB'")
        # Each connection has a core already.
        connection.execute("SET max_parallel_maintenance_workers = 0")
        # Foreign keys point where they should: the rows are made so.
        connection.execute("SET session_replication_role = replica")
        for table, statement in statements.items():
            # An index that is not ready is left alone by those who write; REINDEX makes it anew, and ready.
            connection.execute(_NOT_READY, {"table": f'"{table}"'})
            connection.execute(statement.format(**counts))
            connection.execute(sql.SQL("REINDEX TABLE {}").format(sql.Identifier(table)))


_NOT_READY = """
UPDATE pg_index SET indisready = false, indisvalid = false
FROM pg_class AS index
WHERE index.oid = indexrelid AND index.relkind = 'i'
  AND (indrelid = %(table)s::regclass OR indrelid IN (SELECT relid FROM pg_partition_tree(%(table)s::regclass)))
"""


def _make_months(connection: psycopg.Connection) -> None:
    """Give the audit log the months of the last year, as a provider that has run so long has them."""
    connection.execute("SET timezone = 'UTC'")
    months = connection.execute(_LAST_YEAR, {"months": MONTHS}).fetchall()
    connection.execute("ALTER TABLE audit_record DETACH PARTITION audit_record_before")
    for name, begin, end in months:
        made = "CREATE TABLE {} PARTITION OF audit_record FOR VALUES FROM ({}) TO ({})"
        connection.execute(sql.SQL(made).format(sql.Identifier(name), sql.Literal(begin), sql.Literal(end)))
    attached = (
        "ALTER TABLE audit_record ATTACH PARTITION audit_record_before FOR VALUES FROM (MINVALUE) TO ({})"
    )
    connection.execute(sql.SQL(attached).format(sql.Literal(months[0][1])))


_LAST_YEAR = r"""
SELECT 'audit_record_' || to_char(begin, 'YYYY_MM'), begin::text, (begin + interval '1 month')::text
FROM (SELECT substring(pg_get_expr(relpartbound, oid) FROM 'TO \(''([^'']+)')::timestamptz AS until
      FROM pg_class WHERE relname = 'audit_record_before') AS first,
     generate_series(until - make_interval(months => %(months)s), until - interval '1 month', '1 month') AS begin
ORDER BY begin
"""


def _phone_index(key: bytes) -> str:
    """`keyed_digest(key, "phone", phone(n))` in SQL: HMAC-SHA-256 (RFC 2104)."""
    padded = key.ljust(64, b"\0")
    inner, outer = (bytes(each ^ pad for each in padded).hex() for pad in (0x36, 0x5C))
    framed = (len(b"phone").to_bytes(8, "big") + b"phone" + len(phone(0)).to_bytes(8, "big")).hex()
    number = f"convert_to('+84' || ({FIRST_PHONE} + n), 'UTF8')"
    mac = f"sha256('\\x{outer}'::bytea || sha256('\\x{inner}{framed}'::bytea || {number}))"
    return f"translate(rtrim(encode({mac}, 'base64'), '='), '+/', '-_')"
