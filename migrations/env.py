"""Runs migrations on the connection that `idp db upgrade` hands over; it knows the tables and nothing else of idp."""

from alembic import context

from idp.store.models import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite cannot alter a column in place
    compare_type=True,
    # Each step is a transaction of its own on both databases: a killed upgrade goes on where it was.
    transactional_ddl=True,
    transaction_per_migration=False,
)
with context.begin_transaction():
    context.run_migrations()
