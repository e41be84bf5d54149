"""`idp demo`: invented people, the sample applications, an administrator."""

import os

import click
import pyotp

from idp.cli.context import provider
from idp.cli.database import upgrade_and_prepare
from idp.demonstration.crowd import add_crowd
from idp.demonstration.loading import CannotLoad, Demonstration, NotInProduction
from idp.demonstration.people import (
    ADMINISTRATOR,
    ADMINISTRATOR_PASSWORD,
    CROWD_PASSWORD,
    DEVELOPER,
    DEVELOPER_PASSWORD,
    FREE,
    PASSWORD,
    PEOPLE,
)
from idp.demonstration.secrets import DemoSecrets
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
    with provider() as services:
        secrets = DemoSecrets(services.settings.data_dir)
    rows = [("sign in as", "phone or number", "password", "code now")]
    for person in PEOPLE:
        key = secrets.find(f"totp:{person.number}")
        rows.append((person.name, f"{person.phone} / {person.number}", PASSWORD, _code(key)))
    rows.append(
        (
            f"{ADMINISTRATOR} (/admin)",
            ADMINISTRATOR,
            ADMINISTRATOR_PASSWORD,
            _code(secrets.find("totp:administrator")),
        )
    )
    developer = secrets.find("totp:developer")
    rows.append((f"{DEVELOPER} (/developers)", DEVELOPER, DEVELOPER_PASSWORD, _code(developer)))
    click.echo()
    for name, login, password, code in rows:
        click.echo(f"  {name:<22}{login:<28}{password:<30}{code}")
    click.echo("\n  no account yet, to register by hand (name, number, birth date):")
    for person in FREE:
        click.echo(f"  {person.name:<32}{person.number:<16}{'/'.join(reversed(person.birth.split('-')))}")


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


def _code(key: str | None) -> str:
    return pyotp.TOTP(key).now() if key else "none needed"
