"""Millions of rows, made by PostgreSQL itself: accounts, their sessions and their part of the audit log."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

BYTES = {"citizen": 800, "browser_session": 550, "audit_record": 650}
"""Of one row with its entries in all indexes, generously."""

BESIDE = 1.4
"""The write-ahead log, and the sorting that makes the indexes again."""


class NoRoom(Exception):
    """The disk is too small for what is asked."""


@dataclass(frozen=True)
class Size:
    """How many accounts there are, and how many sessions and audit records, each."""

    accounts: int
    log_rows: int

    @property
    def bytes(self) -> int:
        """What it will take on disk."""
        rows = {"citizen": self.accounts, "browser_session": self.log_rows, "audit_record": self.log_rows}
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

STATEMENTS = (("citizen", CITIZENS), ("browser_session", SESSIONS), ("audit_record", RECORDS))


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
                connection.execute(statement.format(accounts=size.accounts, log_rows=size.log_rows))
        connection.execute("VACUUM (FREEZE, ANALYZE)")
        connection.execute("CHECKPOINT")


@contextmanager
def _without_indexes(connection: psycopg.Connection, table: str) -> Iterator[None]:
    name = sql.Identifier(table)
    uniques = connection.execute(
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'u'",
        (table,),
    ).fetchall()
    for constraint, _ in uniques:
        connection.execute(
            sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(name, sql.Identifier(constraint))
        )
    indexes = connection.execute(
        "SELECT c.relname, pg_get_indexdef(i.indexrelid) FROM pg_index AS i JOIN pg_class AS c ON c.oid = i.indexrelid "
        "WHERE i.indrelid = %s::regclass AND NOT i.indisprimary",
        (table,),
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
