"""The release after this one: the same code, with migrations of its own behind ours. It lives in a folder of a test."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from textwrap import dedent, indent

from idp.store.schema import known_migrations
from tests.architecture.source import ROOT

ADDS = """
    op.add_column("browser_session", sa.Column("next_note", sa.String(length=20), nullable=True))
    op.add_column("citizen", sa.Column("next_mark", sa.Integer(), nullable=False, server_default=sa.text("0")))
    op.create_index("ix_authorization_next", "authorization", ["client_id", "created_at"])
    op.create_table("next_table", sa.Column("id", sa.Integer(), primary_key=True))
"""
"""What an expanding migration does: new columns that may be left out, an index, a table."""

_HEAD = '''"""{title}."""

import os
import time
from pathlib import Path

import sqlalchemy as sa
from alembic import op

revision = "{number}"
down_revision = "{before}"
branch_labels = None
depends_on = None

{told}


def upgrade() -> None:
'''

_UPGRADE = """
import sys
import sqlalchemy as sa
from idp.store import upgrading
from idp.store.db import engine_options, prepare_engine
engine = sa.create_engine(sys.argv[1], **engine_options(sys.argv[1]))
prepare_engine(engine)
upgrading.upgrade(engine)
"""


def release(folder: Path, *migrations: tuple[str, str]) -> Path:
    """Lay out a release.

    Args:
        folder: Where; it does not exist yet.
        migrations: What each further migration says of itself, and what it does.
    """
    folder.mkdir()
    (folder / "idp").symlink_to(ROOT / "idp")
    shutil.copytree(ROOT / "migrations", folder / "migrations", ignore=shutil.ignore_patterns("__pycache__"))
    before = known_migrations()[-1]
    for told, does in migrations:
        number = f"{int(before) + 1:04d}"
        head = _HEAD.format(title="Of the next release", number=number, before=before, told=told)
        body = indent(dedent(does).strip(), "    ")
        (folder / "migrations" / "versions" / f"{number}_next.py").write_text(f"{head}{body}\n")
        before = number
    return folder


def of(folder: Path) -> dict[str, str]:
    """The environment in which Python finds that release, and not this one."""
    return {"PYTHONPATH": str(folder), "PYTHONSAFEPATH": "1"}


@contextmanager
def upgrading(folder: Path, url: str) -> Iterator["subprocess.Popen[str]"]:
    """A process of that release that upgrades a database; it is killed at the end, if it is still there."""
    process = subprocess.Popen(
        [sys.executable, "-c", _UPGRADE, url],
        env={**os.environ, **of(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()
