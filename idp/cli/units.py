"""`idp unit`: the departments, communes and platforms that applications and operators belong to."""

import json

import click

from idp.cli.answers import REFUSED, in_json
from idp.cli.context import provider
from idp.operators.units import NotKept, UnitKind, Wish
from idp.store.models import Unit


@click.group()
def unit() -> None:
    """The units of the province."""


@unit.command()
@click.argument("name")
@click.option("--en", "name_en", default="", help="Its name in English.")
@click.option(
    "--kind",
    type=click.Choice([kind.value for kind in UnitKind]),
    default=UnitKind.DEPARTMENT.value,
    help="What it is; a department if left out.",
)
@click.option(
    "--domain",
    "domains",
    multiple=True,
    help="A host name of its own, as often as needed: developers with mail addresses there belong to it.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the unit as JSON.")
def add(name: str, name_en: str, kind: str, domains: tuple[str, ...], as_json: bool) -> None:
    """Add a unit by its Vietnamese NAME."""
    with provider() as services:
        kept = services.operator_desk.units.add(Wish(name, name_en, kind, domains))
        if isinstance(kept, NotKept):
            click.echo(f"Error: {kept.value}", err=True)
            raise SystemExit(REFUSED)
        row = _row(kept)
    click.echo(json.dumps(row, indent=2, ensure_ascii=False) if as_json else f"{row['name']} is added.")


@unit.command("list")
@in_json
def list_units(as_json: bool) -> None:
    """Show the units."""
    with provider() as services:
        rows = [_row(each) for each in services.operator_desk.units.all()]
    if as_json:
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    for name, kind, domains in ((row["name"], row["kind"], row["domains"]) for row in rows):
        click.echo(f"{name!s:44} {kind!s:12} {' '.join(domains) if isinstance(domains, list) else ''}")


def _row(kept: Unit) -> dict[str, object]:
    return {"name": kept.name, "name_en": kept.name_en, "kind": kept.kind, "domains": kept.domains}
