"""`idp secrets`: the key-encryption keys, and what is still sealed under an older one."""

import json
from typing import Any

import click

from idp.cli.answers import in_json
from idp.cli.context import provider
from idp.outbound.housekeeping import BATCH
from idp.services import Services
from idp.store.db import db

_MOST_ROUNDS = 3


@click.group()
def secrets() -> None:
    """The key-encryption keys, and what is sealed under them."""


@secrets.command()
@in_json
def status(as_json: bool) -> None:
    """Show how much is not sealed under the first key yet. Reads every table with sealed values."""
    with provider() as services:
        found = _status(services)
    click.echo(json.dumps(found, indent=2) if as_json else _as_text(found))


@secrets.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON when it is done.")
def reencrypt(as_json: bool) -> None:
    """Seal everything under the first key now, in batches, instead of waiting for the worker.

    The provider may serve meanwhile. Killed half-way, it is started again. Ends with 1 when something is left: no key
    opens it, or a process that still knows other keys goes on writing.
    """
    with provider() as services:
        looked_at, resealing = 0, services.resealing
        while services.sealer.mark and not resealing.is_resting and resealing.rounds < _MOST_ROUNDS:
            looked_at += resealing.go_on(BATCH)
            db.session.commit()
            click.echo(f"{looked_at} rows looked at", err=True)
        found = {**_status(services), "unreadable": resealing.unreadable}
    click.echo(json.dumps(found, indent=2) if as_json else _as_text(found))
    if found["waiting"]:
        raise SystemExit(1)


def _status(services: Services) -> dict[str, Any]:
    places = services.resealing.progress()
    waiting = sum(place.waiting for place in places)
    return {
        "keys": len(services.settings.sealing_keys),
        "values": sum(place.values for place in places),
        "waiting": waiting,
        "older_keys_may_go": waiting == 0,
        "places": [vars(place) for place in places],
    }


def _as_text(found: dict[str, Any]) -> str:
    if found["keys"] == 1:
        return f"There is one key; all {found['values']} values are sealed under it."
    if not found["waiting"]:
        return f"All {found['values']} values are sealed under the first key; the older ones may go."
    waiting = [f"{each['place']}: {each['waiting']}" for each in found["places"] if each["waiting"]]
    first = f"{found['waiting']} of {found['values']} values are not sealed under the first key yet:"
    return "\n".join([first, *waiting])
