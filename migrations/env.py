"""Runs migrations on the connection that `idp db upgrade` hands over; it knows the tables and nothing else of idp."""

from typing import Any

from alembic import context
from sqlalchemy import JSON

from idp.store.models import Base
from idp.store.models.base import Timestamp
from idp.store.upgrading import is_compared, note_step


def render_item(kind: str, item: Any, _autogen_context: Any) -> str | bool:
    """Write our own column types as what they are underneath: a migration must not change when the code does."""
    if kind == "type" and isinstance(item, Timestamp):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, JSON):
        return 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'
    return False


def leave_word(ctx: Any, step: Any, heads: Any, run_args: Any) -> None:  # noqa: ARG001  the names are Alembic's
    """Each migration that is applied says which releases can go on."""
    if step.is_upgrade and not step.is_stamp:
        note_step(ctx.connection, step.up_revision)


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite cannot alter a column in place
    render_item=render_item,
    compare_type=True,
    include_object=is_compared,
    on_version_apply=leave_word,
    # Both databases can undo changes of tables: a killed upgrade leaves nothing half done.
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
