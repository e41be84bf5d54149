"""`idp config`: units and applications from a file."""

import json
import sys
from pathlib import Path

import click

from idp.cli.answers import REFUSED, in_json
from idp.cli.context import provider
from idp.declared import document
from idp.declared.plan import Configuration, Step
from idp.declared.references import Unresolved
from idp.declared.registrations import Impossible

_FILE = click.argument("file", type=click.Path(dir_okay=False, allow_dash=True))
_PRUNE = click.option("--prune", is_flag=True, help="Remove applications that the file does not name.")


@click.group()
def config() -> None:
    """Units and applications as a file: export it, see what it would change, apply it."""


@config.command("export")
def export() -> None:
    """Print what there is. Secrets are not among it: the file says in which variables they are looked for."""
    with provider() as services:
        click.echo(Configuration(services).export().written(), nl=False)


@config.command("plan")
@_FILE
@_PRUNE
@in_json
def plan(file: str, prune: bool, as_json: bool) -> None:
    """Show what FILE (`-`: standard input) would change. Nothing changes."""
    _work(file, prune=prune, as_json=as_json, is_real=False)


@config.command("apply")
@_FILE
@_PRUNE
@in_json
def apply(file: str, prune: bool, as_json: bool) -> None:
    """Change what FILE (`-`: standard input) wants changed: all of it, or nothing."""
    _work(file, prune=prune, as_json=as_json, is_real=True)


def _work(file: str, *, prune: bool, as_json: bool, is_real: bool) -> None:
    try:
        wanted = document.read(_text(file))
        with provider() as services:
            configuration = Configuration(services)
            steps = (
                configuration.apply(wanted, prune=prune)
                if is_real
                else configuration.plan(wanted, prune=prune)
            )
    except (document.Unreadable, Impossible, Unresolved) as reason:
        click.echo(str(reason), err=True)
        raise SystemExit(REFUSED) from None
    if as_json:
        click.echo(json.dumps([step.as_document() for step in steps], indent=2, ensure_ascii=False))
        return
    for step in steps:
        _print(step)
    click.echo(f"{len(steps)} change{'' if len(steps) == 1 else 's'}{'.' if is_real else ' to make.'}")


def _text(file: str) -> str:
    if file == "-":
        return sys.stdin.read()
    try:
        return Path(file).read_text("utf-8")
    except OSError as error:
        raise document.Unreadable(f"{file}: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise document.Unreadable(f"{file} is not UTF-8.") from None


def _print(step: Step) -> None:
    click.echo(f"{step.act} {step.what} {step.name}")
    for member, before, after in step.differences:
        click.echo(f"    {member}: {before} -> {after}")
