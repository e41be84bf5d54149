"""`idp doctor` and `idp messages`: looking at an installation."""

import json

import click

from idp import diagnosis
from idp.cli.context import provider


@click.command()
def doctor() -> None:
    """Check settings, database, keys, clock, register and mail, and say what is wrong."""
    with provider() as services:
        findings = diagnosis.examine(services)
    for finding in findings:
        click.echo(f"{'ok  ' if finding.ok else 'BAD '} {finding.subject}: {finding.text}")
    if not all(finding.ok for finding in findings):
        raise SystemExit(1)


@click.group()
def messages() -> None:
    """Mail and SMS of the demonstration."""


@messages.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--to", "recipient", help="Only what went to this phone number or address.")
def list_messages(as_json: bool, recipient: str | None) -> None:
    """Show what would have been sent, newest first."""
    with provider() as services:
        found = services.messages.list(recipient)
        if as_json:
            click.echo(json.dumps([message.as_dict() for message in found], indent=2, ensure_ascii=False))
        else:
            for message in found:
                click.echo(f"{message.at:%Y-%m-%d %H:%M:%S} {message.kind:5} {message.to}: {message.text}")
