"""How a database would go about a statement, when it believes its tables to be as full as those of a province."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Engine, event

from idp.store.load import is_statement
from idp.store.models import Base
from tests.moments import START

ROWS = 3_000
PRETENDED = 1_000
"""Times as many rows as there are: the planner reckons with what the catalogue says of a page."""

BOUNDED = frozenset(
    {
        "alembic_version", "audit_check", "banner", "breach", "change_request", "client", "client_secret_use",
        "client_version", "coach_check", "incident", "initial_access_token", "installation_secret", "operator",
        "operator_enrolment", "operator_passkey", "operator_session", "passkey_challenge", "protocol_call",
        "running_process", "schema_step", "sent_warning", "signing_key", "unit",
    }
)  # fmt: skip
"""Tables with as many rows as there are applications, keys and colleagues, or with a most that is kept."""

_LIKELY = {
    ("outbox", "state"): "CASE WHEN i % 300 = 0 THEN 'pending' ELSE 'delivered' END",
    ("audit_record", "name"): "'a.n' || i % 40",
    ("audit_record", "operator_id"): "CASE WHEN i % 300 = 0 THEN 'somebody' END",
    ("audit_record", "at"): "timestamptz '2026-11-03' - i * interval '20 minutes'",
    ("event_count", "hour"): "timestamptz '2026-11-03' - i * interval '20 minutes'",
    ("protocol_call", "client_id"): "'client' || i % 15",
    ("citizen", "state"): "CASE WHEN i % 500 = 0 THEN 'suspended' ELSE 'active' END",
    ("citizen", "suspended_at"): "NULL",
}
"""Where it matters which values are common."""


class Heard(dict[str, Any]):
    """Statements an engine executed, each once, with the values it was given first."""

    @contextmanager
    def of(self, engine: Engine) -> Iterator["Heard"]:
        """Listen for the length of a block."""
        event.listen(engine, "before_cursor_execute", self._heard)
        try:
            yield self
        finally:
            event.remove(engine, "before_cursor_execute", self._heard)

    def _heard(
        self, _connection: Any, _cursor: Any, text: str, values: Any, _context: Any, many: bool
    ) -> None:
        head = text.lstrip().upper()
        if head.startswith(("SELECT", "UPDATE", "DELETE", "WITH")) and is_statement(text):
            self.setdefault(text, values[0] if many else values)


def fill(engine: Engine) -> None:
    """Give every table that grows some thousand rows, and PostgreSQL's planner its statistics."""
    with engine.begin() as connection:
        # Without foreign keys the order of tables does not matter.
        connection.exec_driver_sql("SET LOCAL session_replication_role = 'replica'")
        for table in Base.metadata.sorted_tables:
            if table.name not in BOUNDED:
                names = ", ".join(f'"{column.name}"' for column in table.columns)
                values = ", ".join(_value(column) for column in table.columns)
                of_each = f"SELECT {values} FROM generate_series(1, {ROWS}) AS i ON CONFLICT DO NOTHING"
                filling = f'INSERT INTO "{table.name}" ({names}) {of_each}'
                connection.exec_driver_sql(filling.replace("%", "%%"))
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")
        pretended = f"UPDATE pg_class SET reltuples = reltuples * {PRETENDED} WHERE relname = ANY(%(names)s)"
        grown = [name for name in sa.inspect(connection).get_table_names() if _log_of(name) not in BOUNDED]
        connection.exec_driver_sql(pretended, {"names": grown})


def scanned(engine: Engine, text: str, values: Any) -> set[str]:
    """The tables that grow and would be read from end to end."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values).all()
            found = {match[1] for row in rows if (match := re.match(r"SCAN (\w+)", row[-1]))}
            aliases = dict(re.findall(r"\b(?:FROM|JOIN|UPDATE) (\w+) AS (\w+)", text))
            named = {alias: table for table, alias in aliases.items()}
            found = {named.get(name, name) for name in found}
        else:
            plan = connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {text}", values).scalar()
            full = "SELECT relname FROM pg_class WHERE reltuples > 1000000 AND relname = ANY(%(names)s)"
            read = {"names": list(_sequential(plan if isinstance(plan, list) else json.loads(plan)))}
            found = {_log_of(name) for name in connection.exec_driver_sql(full, read).scalars()}
            connection.rollback()
    return found & (Base.metadata.tables.keys() - BOUNDED)


def _sequential(plan: list[dict[str, Any]]) -> Iterator[str]:
    for node in plan:
        inner = node.get("Plan", node)
        if inner.get("Node Type") == "Seq Scan":
            yield inner["Relation Name"]
        yield from _sequential(inner.get("Plans", []))


def _log_of(name: str) -> str:
    return re.sub(r"_(before|rest|\d{4}_\d\d)$", "", name)


def _value(column: sa.Column[Any]) -> str:
    likely = _LIKELY.get((column.table.name, column.name))
    if likely:
        return likely
    kind = dict if isinstance(column.type, sa.JSON) else column.type.python_type
    if kind is str:
        length = getattr(column.type, "length", None) or 40
        return f"left(md5(i || '{column.name}'), {length})"
    made = {
        bool: "false",
        int: "i + 1000000",
        bytes: "'\\x00'::bytea",
        dict: "'{}'::jsonb",
        list: "'[]'::jsonb",
    }.get(kind, f"timestamptz '{START.isoformat()}' + i * interval '20 minutes'")
    return f"CASE WHEN i % 2 = 0 THEN {made} END" if column.nullable else made
