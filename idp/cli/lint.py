"""`idp client lint`: what is allowed and yet not good about a registration."""

import json

import click

from idp.cli.answers import REFUSED, in_json
from idp.cli.context import provider
from idp.relying_parties.lint import Report

NOT_GOOD = 1


@click.command()
@click.argument("client_ids", metavar="[CLIENT_ID]...", nargs=-1)
@in_json
@click.option("--at-least", type=click.IntRange(0, 100), help="End with 1 when a score is lower.")
def lint(client_ids: tuple[str, ...], as_json: bool, at_least: int | None) -> None:
    """Judge registrations: a score of 100 at best, and each broken rule with its fix. Without CLIENT_ID: all."""
    with provider() as services:
        found = {client.client_id: client for client in services.clients.all()}
        if unknown := [client_id for client_id in client_ids if client_id not in found]:
            click.echo(f"There is no client {unknown[0]}.", err=True)
            raise SystemExit(REFUSED)
        reports = [services.client_desk.lint.look(found[name]) for name in client_ids or sorted(found)]
    if as_json:
        click.echo(json.dumps([report.as_document() for report in reports], indent=2, ensure_ascii=False))
    else:
        for report in reports:
            _print(report)
    if at_least is not None and any(report.score < at_least for report in reports):
        raise SystemExit(NOT_GOOD)


def _print(report: Report) -> None:
    click.echo(f"{report.client_id}: {report.score}")
    for each in report.broken:
        about = f" ({', '.join(each.about)})" if each.about else ""
        click.echo(f"  -{each.weight:<3} {each.id}: {each.sentence}{about}\n       {each.fix}")
