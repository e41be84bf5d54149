"""`idp serve`, `idp worker`, `idp doctor`, `idp settings`, `idp messages`."""

import json
import signal

import click

from idp import diagnosis
from idp.cli.context import application, provider
from idp.config import Settings
from idp.configuration_page import as_markdown


@click.command()
def serve() -> None:
    """Serve the provider (production server)."""
    from idp.serving import serve as run  # the server is loaded by the command that needs it

    run(Settings.from_environment())


@click.command()
def worker() -> None:
    """Deliver mail, SMS and sign-outs, and clean up, until told to stop."""
    from idp.serving import write_logs
    from idp.working import run

    write_logs()
    with application() as app:
        # The worker ends between two deliveries; a second signal ends it at once.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            run(app)
        except KeyboardInterrupt:
            click.echo("The worker has stopped.")


@click.command()
def doctor() -> None:
    """Check settings, database, keys, clock, register and mail, and say what is wrong."""
    with provider() as services:
        findings = diagnosis.examine(services)
    for finding in findings:
        click.echo(f"{'ok  ' if finding.ok else 'BAD '} {finding.subject}: {finding.text}")
    if not all(finding.ok for finding in findings):
        raise SystemExit(1)


@click.command()
def settings() -> None:
    """Print docs/configuration.md, made from the settings themselves."""
    click.echo(as_markdown())


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
