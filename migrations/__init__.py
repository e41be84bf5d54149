"""The history of the tables, by Alembic. Forward only; every step runs on SQLite and on PostgreSQL."""
