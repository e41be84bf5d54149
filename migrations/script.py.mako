"""${message}."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None

phase = "expand"  # or "contract", with `needs`: the newest migration that a release has to know to go on
touches = ()  # tables that are there already and are changed


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}
