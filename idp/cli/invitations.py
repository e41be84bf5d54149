"""`idp client invite` and its neighbours: permissions to register applications (RFC 7591, 3)."""

import json
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import click

from idp.cli.answers import in_json, refuse, tell
from idp.cli.context import provider
from idp.oauth.supported import path_of
from idp.relying_parties.invitations import MOST_USES, Issued, Wish
from idp.services import Services
from idp.store.models import InitialAccessToken

_HERE = ZoneInfo("Asia/Ho_Chi_Minh")


@click.command()
@click.option("--scope", "scopes", multiple=True, metavar="NAME", help="A scope that may be asked for.")
@click.option(
    "--redirect-host",
    "hosts",
    multiple=True,
    metavar="HOST",
    help="A host answers may go to; any, if none is named.",
)
@click.option("--profile", "profiles", multiple=True, metavar="NAME", help="A profile that may be asked for.")
@click.option("--grant-type", "grants", multiple=True, metavar="NAME", help="A grant that may be asked for.")
@click.option(
    "--uses", type=int, default=1, show_default=True, help=f"How many applications; {MOST_USES} at most."
)
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="The last day; a week from now if left out.")
@click.option("--note", default="", help="What it is for, for other operators.")
@in_json
def invite(
    *,
    scopes: tuple[str, ...],
    hosts: tuple[str, ...],
    profiles: tuple[str, ...],
    grants: tuple[str, ...],
    uses: int,
    until: datetime | None,
    note: str,
    as_json: bool,
) -> None:
    """Let somebody register applications by themselves: make an initial access token, and print it: this once.

    Each option may be given several times. Without them, what may be asked for is signing citizens in, with their
    name and contacts, by their consent. Scopes that only a law opens cannot be permitted here.
    """
    wish = Wish(
        scopes=scopes,
        redirect_hosts=tuple(host.strip().lower() for host in hosts),
        profiles=profiles,
        grant_types=grants,
        uses=uses,
        until=_end_of(until.date()) if until else None,
        note=note.strip(),
    )
    with provider() as services:
        outcome = services.client_desk.invitations.issue(wish)
        if not isinstance(outcome, Issued):
            refuse(" ".join(fault.sentence for fault in outcome.faults))
        answer = {
            **_shown(services, outcome.invitation),
            "initial_access_token": outcome.token,
            "registration_endpoint": services.settings.issuer + path_of("registration"),
        }
    if as_json:
        click.echo(json.dumps(answer, indent=2, ensure_ascii=False))
        return
    click.echo(f"Initial access token, shown this once: {outcome.token}")
    click.echo(f"Good for {answer['uses']} registration(s) at {answer['registration_endpoint']}")
    click.echo(f"until {answer['expires_at']}. To take it back: idp client revoke-invitation {answer['id']}")


@click.command("invitations")
@in_json
def list_invitations(as_json: bool) -> None:
    """Show the permissions to register applications; their tokens are not kept."""
    with provider() as services:
        rows = [_shown(services, each) for each in services.client_desk.invitations.all()]
    if as_json:
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    for row in rows:
        left = f"{row['uses_left']}/{row['uses']} left"
        click.echo(
            f"{row['id']}  {row['state']:8} {left:12} until {row['expires_at']}  {row['note']}".rstrip()
        )


@click.command("revoke-invitation")
@click.argument("invitation_id")
@in_json
def revoke_invitation(invitation_id: str, as_json: bool) -> None:
    """Take back a permission to register applications. What was registered with it stays."""
    with provider() as services:
        if not services.client_desk.invitations.revoke(invitation_id):
            refuse("There is no such invitation that could still be used.")
    said = {"id": invitation_id, "state": "revoked"}
    tell(said, f"{invitation_id} is revoked.", as_json=as_json)


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59), _HERE)


def _shown(services: Services, invitation: InitialAccessToken) -> dict[str, Any]:
    return {
        "id": invitation.id,
        "state": services.client_desk.invitations.state(invitation),
        "uses": invitation.uses,
        "uses_left": invitation.uses_left,
        "created_at": invitation.created_at.isoformat(),
        "expires_at": invitation.expires_at.isoformat(),
        "note": invitation.note,
        **invitation.policy,
    }
