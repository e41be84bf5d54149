"""The group that all commands hang on. A command is loaded when it is called: `idp serve` needs little."""

from importlib import import_module

import click

from idp.variables import ConfigurationError

COMMANDS = {
    "serve": "idp.cli.running:serve",
    "worker": "idp.cli.running:worker",
    "settings": "idp.cli.running:settings",
    "doctor": "idp.cli.looking:doctor",
    "incident": "idp.cli.incidents:incident",
    "messages": "idp.cli.looking:messages",
    "db": "idp.cli.database:db",
    "demo": "idp.cli.demo:demo",
    "keys": "idp.cli.keys:keys",
    "secrets": "idp.cli.secrets:secrets",
    "backup": "idp.cli.backup:backup",
    "client": "idp.cli.clients:client",
    "config": "idp.cli.configuration:config",
    "admin": "idp.cli.admins:admin",
    "unit": "idp.cli.units:unit",
    "audit": "idp.cli.audit:audit",
    "banner": "idp.cli.banners:banner",
    "population": "idp.cli.population:population",
}
"""Each command, and where it lives."""


class Commands(click.Group):
    """Loads what is called, and says what is wrong with the settings in one sentence."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click passes it
        """Every command."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  the signature is the caller's
        """One command."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        found = getattr(import_module(module), name)
        return found if isinstance(found, click.Command) else None

    def invoke(self, ctx: click.Context) -> object:
        """Run a command."""
        try:
            return super().invoke(ctx)
        except ConfigurationError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="sen-id")
def main() -> None:
    """Sen ID, the single sign-on of a province."""
