"""`idp population`: the mock population register, a program of its own that is only started from here."""

import click

from idp.registry.mock.cli import main


@click.command(
    add_help_option=False, context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False}
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def population(arguments: tuple[str, ...]) -> None:
    """Serve the mock population register, or generate its people (`idp population --help`)."""
    raise SystemExit(main(arguments))
