"""Officers from a personnel directory: who holds an office no longer."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

phase = "expand"
touches = ()


def upgrade() -> None:
    op.create_table(
        "officer",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("number_index", sa.String(length=43), nullable=False),
        sa.Column("external_id", sa.String(length=255), nullable=True),
        sa.Column("unit", sa.String(length=120), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officer")),
        sa.UniqueConstraint("external_id", name=op.f("uq_officer_external_id")),
        sa.UniqueConstraint("number_index", name=op.f("uq_officer_number_index")),
    )
