"""The group that all commands hang on."""

import click

from idp.cli import admins, audit, clients, database, demo, keys, population, running
from idp.config import ConfigurationError


class _Group(click.Group):
    """Says what is wrong with the settings in one sentence."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except ConfigurationError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="sen-id")
def main() -> None:
    """Sen ID, the single sign-on of a province."""


for command in (
    running.serve,
    running.worker,
    running.doctor,
    running.settings,
    running.messages,
    database.db,
    demo.demo,
    keys.keys,
    clients.client,
    admins.admin,
    audit.audit,
    population.population,
):
    main.add_command(command)
