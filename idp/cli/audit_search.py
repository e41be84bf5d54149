"""`idp audit search` and `idp audit export`: finding events, and taking a signed copy of them away."""

import json
from datetime import UTC, datetime
from typing import IO, Any
from uuid import UUID

import click

from idp.audit.events.watching import AuditSearched
from idp.cli.answers import always_json
from idp.cli.context import provider
from idp.services import Services
from idp.store.models import AuditRecord
from idp.store.repositories.audit_search import Place, Wanted

_DAY = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"])

_FILTERS = (
    click.option("--actor", help="By or about this operator: their user name, or id."),
    click.option("--client", "client_id", help="About this application."),
    click.option("--citizen-id", help="About the account with this id."),
    click.option(
        "--citizen",
        "ask_for_citizen",
        is_flag=True,
        help="About somebody: a number, phone or e-mail address, asked for and not shown.",
    ),
    click.option("--act", help="Of this kind (`sign_in.refused`), or of this area (`sign_in`)."),
    click.option("--since", type=_DAY, help="Not before this moment, in UTC."),
    click.option("--until", type=_DAY, help="Before this moment, in UTC."),
)


def filters(command: Any) -> Any:
    """The options of a question to the log."""
    for option in reversed(_FILTERS):
        command = option(command)
    return command


@click.command()
@filters
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per line.")
@click.option("--most", default=50, show_default=True, type=click.IntRange(1, 10_000), help="How many.")
@click.option("--before", help="Only older ones than this place, as the last line of a search names it.")
def search(as_json: bool, most: int, before: str | None, **asked: Any) -> None:
    """Find events, the latest first. That the log was searched is in the log."""
    with provider() as services:
        wanted = wanted_by(services, asked)
        found = services.watch.search.page(wanted, most=most, before=_place(services, before))
        services.audit.record(
            AuditSearched(
                by=tuple(sorted(name for name, value in asked.items() if value)),
                citizen_id=wanted.citizen_id,
                client_id=wanted.client_id,
            )
        )
        for record in found:
            click.echo(json.dumps(as_dict(record), ensure_ascii=False) if as_json else as_line(record))
        if len(found) == most:
            click.echo(f"More: --before {found[-1].id}", err=True)


@click.command()
@filters
@click.argument("file", type=click.File("w", encoding="utf-8", lazy=True), default="-")
@always_json
def export(file: IO[str], **asked: Any) -> None:
    """Write events to FILE as JSON lines with a signed last one; without a filter, the whole log.

    `deploy/verify_audit.py` checks such a file anywhere, with nothing but Python and the provider's public keys.
    """
    with provider() as services:
        lines = services.watch.exports.signed_lines(wanted_by(services, asked))
        services.session.commit()  # that it was taken is noted; nobody waits for a lock while it is written
        for line in lines:
            file.write(line)


def wanted_by(services: Services, asked: dict[str, Any]) -> Wanted:
    """The question that options ask.

    Raises:
        click.ClickException: They name somebody or something there is not.
    """
    return Wanted(
        citizen_id=_citizen(services, asked["citizen_id"], ask=asked["ask_for_citizen"]),
        client_id=asked["client_id"],
        operator_id=_operator(services, asked["actor"]),
        names=_names(services, asked["act"]),
        since=_utc(asked["since"]),
        until=_utc(asked["until"]),
    )


def as_dict(record: AuditRecord) -> dict[str, object]:
    """A record as JSON tells it."""
    about = {
        "citizen_id": record.citizen_id,
        "client_id": record.client_id,
        "operator_id": record.operator_id,
    }
    known = {name: value for name, value in about.items() if value is not None}
    return {
        "id": record.id,
        "at": record.at.isoformat(),
        "name": record.name,
        **known,
        "details": record.details,
    }


def as_line(record: AuditRecord) -> str:
    """A record as one line tells it."""
    about = " ".join(
        f"{name}={value}"
        for name, value in (
            ("citizen", record.citizen_id),
            ("client", record.client_id),
            ("operator", record.operator_id),
        )
        if value
    )
    details = json.dumps(record.details, ensure_ascii=False)
    return f"{record.at:%Y-%m-%d %H:%M:%S} {record.name:28} {about} {details[:200]}"


def _citizen(services: Services, citizen_id: str | None, *, ask: bool) -> str | None:
    if citizen_id is not None:
        try:
            return str(UUID(citizen_id))
        except ValueError:
            raise click.ClickException("That is no id of an account.") from None
    if not ask:
        return None
    # Typed, not an argument: arguments stay in the shell's history and are seen by everybody on the machine.
    typed = click.prompt("Number, phone or e-mail address", hide_input=True, err=True)
    found = services.waiting_room.directory.account_of(typed)
    if found is None:
        raise click.ClickException("Nobody has an account with that.")
    return found


def _operator(services: Services, actor: str | None) -> str | None:
    if actor is None:
        return None
    every = services.operator_desk.accounts.all()
    found = next((each.id for each in every if actor in (each.username, each.id)), None)
    if found is None:
        raise click.ClickException("There is no operator of that name.")
    return found


def _names(services: Services, act: str | None) -> tuple[str, ...] | None:
    if act is None:
        return None
    if "." in act:
        return (act,)
    return tuple(name for name in services.watch.search.names() if name.partition(".")[0] == act)


def _place(services: Services, before: str | None) -> Place | None:
    if before is None:
        return None
    place = services.watch.search.place_of(int(before)) if before.isdigit() and len(before) < 19 else None
    if place is None:
        raise click.ClickException("There is no such place in the log.")
    return place


def _utc(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment.replace(tzinfo=UTC)
