"""`idp incident CODE`: what is behind the code that a page showed."""

import json

import click

from idp.cli.answers import in_json
from idp.cli.context import provider
from idp.store.models import Incident


@click.command()
@click.argument("code")
@in_json
def incident(code: str, as_json: bool) -> None:
    """Say which check failed behind CODE, what was expected, and what came. Ends with 1 when nothing is known.

    Codes are kept for 30 days, the newest ones when there are too many; the log has every one.
    """
    with provider() as services:
        found = services.incidents.find(code)
        if found is None:
            raise click.ClickException(f"Nothing is known under {click.format_filename(code[:20])}.")
        click.echo(json.dumps(_as_dict(found), indent=2) if as_json else _as_text(found))


def _as_dict(found: Incident) -> dict[str, str | None]:
    return {
        "code": found.code,
        "at": found.at.isoformat(timespec="seconds"),
        "endpoint": found.endpoint,
        "client_id": found.client_id,
        "reason": found.reason,
        "expected": found.expected,
        "received": found.received,
    }


def _as_text(found: Incident) -> str:
    return "\n".join(f"{name + ':':10} {value}" for name, value in _as_dict(found).items() if value)
