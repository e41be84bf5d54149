"""Logs by the month on PostgreSQL; which release runs, and which one a migration can live with."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

phase = "expand"
touches = ("audit_record", "authorization", "citizen", "device", "event_count", "protocol_call")

LOGS = {"audit_record": "at", "event_count": "hour", "protocol_call": "at"}
"""Tables that only grow, and the moment their rows belong to."""


def upgrade() -> None:
    op.create_table(
        "schema_step",
        sa.Column("number", sa.String(length=4), nullable=False),
        sa.Column("phase", sa.String(length=8), nullable=False),
        sa.Column("needs", sa.String(length=4), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_schema_step")),
    )
    op.create_table(
        "running_process",
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("knows", sa.String(length=4), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_running_process")),
    )
    with op.batch_alter_table("running_process", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_running_process_seen_at"), ["seen_at"], unique=False)

    # What housekeeping looks for, which so far read whole tables.
    unredeemed = _where("redeemed_at IS NULL")
    op.create_index(
        "ix_authorization_code_expires_at",
        "authorization",
        ["code_expires_at"],
        if_not_exists=True,
        **unredeemed,
    )
    op.create_index(op.f("ix_authorization_created_at"), "authorization", ["created_at"], if_not_exists=True)
    op.create_index("ix_citizen_barred", "citizen", ["id"], if_not_exists=True, **_where("state != 'active'"))
    op.create_index(op.f("ix_device_last_seen_at"), "device", ["last_seen_at"], if_not_exists=True)

    if op.get_bind().dialect.name == "postgresql":
        for table, column in LOGS.items():
            _split(table, column)


def _where(condition: str) -> dict[str, sa.TextClause]:
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


def _split(table: str, column: str) -> None:
    """Make a table one of partitions. What is there stays where it is, as the first of them: no row is moved."""
    op.execute(f"ALTER TABLE {table} RENAME TO {table}_before")
    # Where it counted up by itself, the partitioned table goes on counting.
    op.execute(f"CREATE TABLE {table} (LIKE {table}_before INCLUDING DEFAULTS) PARTITION BY RANGE ({column})")
    if _asked("SELECT to_regclass(:it)", it=f"{table}_id_seq"):
        op.execute(f"ALTER SEQUENCE {table}_id_seq OWNED BY {table}.id")
    for constraint, kind, columns in _keys(table):
        # A partitioned table can only promise what each of its parts can: the moment is part of every key.
        op.execute(f"ALTER TABLE {table}_before DROP CONSTRAINT {constraint}")
        names = ", ".join([*columns, *([] if column in columns else [column])])
        op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {constraint} {kind} ({names})")
    for index, definition in _indexes(table):
        op.execute(f"ALTER INDEX {index} RENAME TO {index}_before")
        op.execute(definition)
    # Until the end of this month, or later where a clock was ahead.
    until = _month_after(max([datetime.now(UTC), *_latest(table, column)]))
    op.execute(
        f"ALTER TABLE {table} ATTACH PARTITION {table}_before FOR VALUES FROM (MINVALUE) TO ('{until}')"
    )
    # Whatever happens to the one who makes the next months: no event is refused for want of a place.
    op.execute(f"CREATE TABLE {table}_rest PARTITION OF {table} DEFAULT")


def _keys(table: str) -> list[tuple[str, str, list[str]]]:
    inspector = sa.inspect(op.get_bind())
    key = inspector.get_pk_constraint(f"{table}_before")
    found = [(str(key["name"]), "PRIMARY KEY", list(key["constrained_columns"]))]
    unique = inspector.get_unique_constraints(f"{table}_before")
    return found + [(str(each["name"]), "UNIQUE", list(each["column_names"])) for each in unique]


def _indexes(table: str) -> list[tuple[str, str]]:
    # What belonged to a key is gone by now. Each is written down for the new table, under its own name.
    rows = op.get_bind().execute(
        sa.text("SELECT indexname, indexdef FROM pg_indexes WHERE tablename = :it ORDER BY indexname"),
        {"it": f"{table}_before"},
    )
    return [(name, definition.replace(f"{table}_before", table)) for name, definition in rows.all()]


def _latest(table: str, column: str) -> list[datetime]:
    latest = _asked(f"SELECT max({column}) FROM {table}_before")  # noqa: S608  names of ours
    return [latest] if isinstance(latest, datetime) else []


def _asked(question: str, **values: str) -> object:
    return op.get_bind().execute(sa.text(question), values).scalar()


def _month_after(at: datetime) -> str:
    at = at.astimezone(UTC)
    first = datetime(at.year + at.month // 12, at.month % 12 + 1, 1, tzinfo=UTC)
    return first.isoformat()
