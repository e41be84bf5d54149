"""`idp serve`, `idp worker`, `idp settings`."""

import signal

import click

from idp.config import Settings


@click.command()
def serve() -> None:
    """Serve the provider (production server)."""
    from idp.serving import begin

    begin(Settings.from_environment())  # what is wrong with them is said here, in one sentence


@click.command()
def worker() -> None:
    """Deliver mail, SMS and sign-outs, and clean up, until told to stop."""
    from idp.cli.context import application
    from idp.logs import write_logs
    from idp.working import run

    write_logs(Settings.from_environment().log_format_in_force)
    with application() as app:
        # The worker ends between two deliveries; a second signal ends it at once.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            run(app)
        except KeyboardInterrupt:
            click.echo("The worker has stopped.")


@click.command()
def settings() -> None:
    """Print docs/configuration.md, made from the settings themselves."""
    from idp.configuration_page import as_markdown

    click.echo(as_markdown())
