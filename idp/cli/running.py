"""`idp serve`, `idp worker`, `idp settings`."""

import signal

import click

from idp.config import Settings


@click.command()
def serve() -> None:
    """Serve the provider (production server). In production it does not start where `idp doctor` says red."""
    from idp.serving import begin

    # What is wrong is said here, in a sentence each; the processes that serve read the settings again.
    settings = Settings.from_environment()
    if not settings.is_demo:
        _refuse_when_red(settings)
    begin(settings)


def _refuse_when_red(settings: Settings) -> None:
    from idp.checkup.finding import Colour
    from idp.diagnosis import at_the_door

    red = [finding for finding in at_the_door(settings) if finding.colour is Colour.RED]
    for finding in red:
        click.echo(f"{finding.subject}: {finding.sentence}", err=True)
    if red:
        raise click.ClickException("Not fit to serve; `idp doctor` says more.")


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
