"""`idp banner`: announcing maintenance and emergencies on every page."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import click

from idp.cli.answers import in_json, tell
from idp.cli.context import provider
from idp.store.models import Banner
from idp.watching.banners import Kind, NotAdded

_HERE = ZoneInfo("Asia/Ho_Chi_Minh")
_MOMENT = click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"])


@click.group()
def banner() -> None:
    """Announcements on every page."""


@banner.command()
@click.option(
    "--kind",
    type=click.Choice([each.value for each in Kind]),
    default=Kind.MAINTENANCE.value,
    show_default=True,
    help="How it looks.",
)
@click.option("--vi", required=True, help="The text in Vietnamese.")
@click.option("--en", required=True, help="The text in English.")
@click.option("--from", "starts_at", type=_MOMENT, help="From when on, in Vietnamese time; now if left out.")
@click.option("--to", "ends_at", type=_MOMENT, help="Until when, in Vietnamese time.")
@click.option("--minutes", type=click.IntRange(1, 44_640), help="How long, instead of --to.")
@in_json
def add(kind: str, vi: str, en: str, *, as_json: bool, **when: Any) -> None:
    """Announce something. It is on every page within a second."""
    with provider() as services:
        begin, end = _run(services.clock(), **when)
        made = services.watch.banners.add(kind, (vi, en), begin, end)
        if isinstance(made, NotAdded):
            raise click.ClickException(f"It cannot be announced: {made.value.replace('_', ' ')}.")
        said = _as_dict(made, services.watch.banners.state_of(made))
    click.echo(json.dumps(said, ensure_ascii=False) if as_json else f"Announced: {said['id']}")


@banner.command("list")
@in_json
def list_banners(as_json: bool) -> None:
    """Show announcements, the latest first."""
    with provider() as services:
        banners = services.watch.banners
        found = [_as_dict(each, banners.state_of(each)) for each in banners.all()]
    if as_json:
        click.echo(json.dumps(found, indent=2, ensure_ascii=False))
        return
    for each in found:
        click.echo(
            f"{each['id']} {each['state']:10} {each['kind']:12} {each['from']} - {each['to']} {each['vi']}"
        )


@banner.command()
@click.argument("banner_id")
@in_json
def withdraw(banner_id: str, as_json: bool) -> None:
    """Take an announcement down now."""
    with provider() as services:
        done = services.watch.banners.withdraw(banner_id)
    if not done:
        raise click.ClickException("There is no such announcement that still runs.")
    tell({"id": banner_id, "state": "withdrawn"}, "Withdrawn.", as_json=as_json)


def _run(
    now: datetime, starts_at: datetime | None, ends_at: datetime | None, minutes: int | None
) -> tuple[datetime, datetime]:
    if (ends_at is None) is (minutes is None):
        raise click.ClickException("Either --to or --minutes says when it ends.")
    begin = starts_at.replace(tzinfo=_HERE) if starts_at else now
    return begin, ends_at.replace(tzinfo=_HERE) if ends_at else begin + timedelta(minutes=minutes or 0)


def _as_dict(made: Banner, state: str) -> dict[str, str]:
    return {
        "id": made.id,
        "kind": made.kind,
        "state": state,
        "vi": made.vi,
        "en": made.en,
        "from": made.starts_at.astimezone(UTC).isoformat(timespec="seconds"),
        "to": made.ends_at.astimezone(UTC).isoformat(timespec="seconds"),
    }
