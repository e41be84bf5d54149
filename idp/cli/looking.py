"""`idp doctor` and `idp messages`: looking at an installation."""

import json
from dataclasses import asdict

import click

from idp import diagnosis
from idp.checkup.finding import Colour, worst
from idp.cli.answers import in_json
from idp.cli.context import provider


@click.command()
@in_json
def doctor(as_json: bool) -> None:
    """Look at everything production needs: green, amber or red, and what to do.

    Ends with 0 when all is green, 1 when something is amber, 2 when something is red.
    """
    with provider() as services:
        findings = diagnosis.examine(services)
        is_demo = services.settings.is_demo
    if as_json:
        told = {"worst": worst(findings), "findings": [asdict(finding) for finding in findings]}
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
    else:
        for finding in findings:
            click.echo(f"{finding.colour:5}  {finding.subject}: {finding.sentence}")
        if not is_demo:
            click.echo("Not seen from here: the limits of the proxy in front (docs/operations.md).")
    raise SystemExit([Colour.GREEN, Colour.AMBER, Colour.RED].index(worst(findings)))


@click.group()
def messages() -> None:
    """Mail and SMS of the demonstration."""


@messages.command("list")
@in_json
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
