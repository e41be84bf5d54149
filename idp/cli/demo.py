"""`idp demo`: invented people, the sample applications, an administrator."""

import os

import click

from idp.cli.context import provider
from idp.cli.database import upgrade_and_prepare
from idp.config import Settings
from idp.demonstration.crowd import add_crowd
from idp.demonstration.loading import CannotLoad, Demonstration, NotInProduction
from idp.demonstration.people import CROWD_PASSWORD
from idp.demonstration.secrets import DemoSecrets
from idp.demonstration.table import who_can_sign_in
from idp.services import Services


@click.group()
def demo() -> None:
    """The demonstration. Refuses to run in production."""


@demo.command()
@click.option(
    "--citizens", type=click.IntRange(0, 10_000_000), default=0, help="Accounts for load tests, in all."
)
def load(citizens: int) -> None:
    """Load people, applications and an administrator into a migrated database."""
    with provider() as services:
        _load(services)
        if citizens:
            added = add_crowd(services, citizens)
            click.echo(f"{added} accounts added: citizen-000001 and on, password: {CROWD_PASSWORD}")


@demo.command()
def prepare() -> None:
    """Migrate the database and load the demonstration, both as far as needed."""
    with provider() as services:
        upgrade_and_prepare(services)
        _load(services)


@demo.command()
def show() -> None:
    """Print who can sign in, with password and the code of this moment."""
    for line in who_can_sign_in(DemoSecrets(Settings.from_environment().data_dir)):
        click.echo(line)


def _load(services: Services) -> None:
    secrets = DemoSecrets(services.settings.data_dir)
    addresses = {
        name: os.environ[variable]
        for name in ("portal", "health", "land", "lgsp", "kiosk", "bank")
        if (variable := f"{name.upper()}_URL") in os.environ
    }
    try:
        Demonstration(services, secrets, addresses).load()
    except (NotInProduction, CannotLoad) as reason:
        raise click.ClickException(str(reason)) from reason
    secrets.write()
