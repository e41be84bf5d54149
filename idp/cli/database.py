"""`idp db`: the tables."""

import click

from idp.cli.context import provider
from idp.services import Services
from idp.store import upgrading
from idp.store.db import db as database


@click.group()
def db() -> None:
    """The database."""


@db.command()
def upgrade() -> None:
    """Bring the tables to the newest migration and make what an installation makes once."""
    with provider() as services:
        upgrade_and_prepare(services)
    click.echo("The database is up to date.")


@db.command(hidden=True)
@click.argument("message")
def revision(message: str) -> None:
    """Write the migration that leads to the models as they are (for developers)."""
    with provider():
        upgrading.write_migration(database.engine, message)


def upgrade_and_prepare(services: Services) -> None:
    """Upgrade the tables, then make the installation's secrets and first keys. Commits."""
    services.settings.data_dir.mkdir(parents=True, exist_ok=True)
    upgrading.upgrade(database.engine)
    # Two nodes that start at once would each make the secrets, and the second would fail.
    upgrading.hold_others_off(database.session.connection())
    services.prepare_installation()
    database.session.commit()
