"""Millions of rows, made by PostgreSQL itself: accounts, sessions, consents, grants, and the audit log."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

BYTES = {
    "citizen": 800,
    "browser_session": 550,
    "audit_record": 650,
    "authorization": 1000,
    "refresh_token": 450,
    "consent": 550,
}
"""Of one row with its entries in all indexes, generously."""

BESIDE = 1.4
"""The write-ahead log, and the sorting that makes the indexes again."""


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
                     assurance, sms_factor, locale, created_at, updated_at)
SELECT md5('citizen' || n)::uuid::text, 'active', left('p' || md5('p' || n) || md5(n::text), 43),
       left('e' || md5('e' || n) || md5(n::text), 43), left('n' || md5('n' || n) || md5(n::text), 43),
       decode(md5(n::text), 'hex'), decode(md5(n::text), 'hex'), decode(repeat(md5(n::text), 8), 'hex'),
       'khop', false, 'vi', now(), now()
FROM generate_series(1, {accounts}) AS n
"""

SESSIONS = """
INSERT INTO browser_session (id, digest, citizen_id, level, methods, stay, agent, started_at, authenticated_at,
                             last_seen_at, idle_expires_at, expires_at, ended_at, end_reason)
SELECT md5('session' || n)::uuid::text, left(md5('d' || n) || md5(n::text), 43),
       md5('citizen' || (1 + n % {accounts}))::uuid::text, 1, '["pwd"]', 'ordinary', 'Chrome, Windows',
       begun, begun, begun, begun + interval '1 hour', begun + interval '12 hours',
       CASE WHEN n % 20 > 0 THEN begun + interval '20 minutes' END, CASE WHEN n % 20 > 0 THEN 'sign_out' END
FROM generate_series(1, {log_rows}) AS n,
     LATERAL (SELECT now() - interval '9 hours' * (n::float8 / {log_rows})) AS t(begun)
"""

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
       md5('citizen' || n)::uuid::text, md5('session' || n)::uuid::text, left(md5('c' || n) || md5(n::text), 43),
       begun + interval '1 minute', begun, 'https://portal.anlien.example/callback', true,
       left(md5('v' || n) || md5(n::text), 43), md5('nonce' || n), 'openid profile offline_access', '{{}}', 'khop',
       '["pwd"]', begun, begun
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
SELECT md5('citizen' || n)::uuid::text, CASE WHEN n % 2 = 0 THEN 'portal' ELSE 'ung-dung-' || n % 300 END, '{{}}',
       now() - interval '365 days' * (n::float8 / {grants}), now() + interval '365 days'
FROM generate_series(1, {grants}) AS n
"""
"""Half of all are the portal's, which the benchmark asks."""

STATEMENTS = (
    ("citizen", CITIZENS),
    ("browser_session", SESSIONS),
    ("audit_record", RECORDS),
    ("authorization", AUTHORIZATIONS),
    ("refresh_token", REFRESH_TOKENS),
    ("consent", CONSENTS),
)


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


def fill(url: str, size: Size) -> None:
    """Fill a database that has only its tables. Indexes are made afterwards, which is several times faster.

    Args:
        url: PostgreSQL's own URL.
        size: How much.
    """
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET synchronous_commit = off")
        connection.execute("SET maintenance_work_mem = '512MB'")
        # Foreign keys point where they should: the rows are made so.
        connection.execute("SET session_replication_role = replica")
        for table, statement in STATEMENTS:
            with _without_indexes(connection, table):
                counts = {"accounts": size.accounts, "log_rows": size.log_rows, "grants": size.grants}
                connection.execute(statement.format(**counts))
        connection.execute("VACUUM (FREEZE, ANALYZE)")
        connection.execute("CHECKPOINT")


@contextmanager
def _without_indexes(connection: psycopg.Connection, table: str) -> Iterator[None]:
    name = sql.Identifier(table)
    uniques = connection.execute(
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'u'",
        (f'"{table}"',),
    ).fetchall()
    for constraint, _ in uniques:
        connection.execute(
            sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(name, sql.Identifier(constraint))
        )
    indexes = connection.execute(
        "SELECT c.relname, pg_get_indexdef(i.indexrelid) FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid "
        "WHERE i.indrelid = %s::regclass AND NOT i.indisprimary",
        (f'"{table}"',),
    ).fetchall()
    for index, _ in indexes:
        connection.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(index)))
    yield
    for constraint, definition in uniques:
        made = "ALTER TABLE {} ADD CONSTRAINT {} " + definition
        connection.execute(sql.SQL(made).format(name, sql.Identifier(constraint)))
    for _, definition in indexes:
        # Of a table of partitions it names the table alone; the partitions are meant, too.
        connection.execute(definition.replace(" ON ONLY ", " ON ", 1))
