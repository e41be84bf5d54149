"""`idp client check` and `idp client switch`: the high-security profiles."""

import json

import click

from idp.cli.answers import in_json, refuse, tell
from idp.cli.context import provider
from idp.relying_parties.profile_check import UNKNOWN_KEYS, BrokenRule
from idp.relying_parties.registration import Changed, Rejected
from idp.services import Services
from idp.store.models import Client

BREAKS_RULES = 1
_PROFILES = click.Choice(["plain", "machine", "fapi2", "fapi2_signed"])


@click.command()
@click.argument("client_id")
@click.option(
    "--profile", type=_PROFILES, default="fapi2", show_default=True, help="The profile to compare with."
)
@in_json
def check(client_id: str, profile: str, as_json: bool) -> None:
    """Show which rules of a profile an application breaks as it is registered now; nothing is changed.

    Keys behind its jwks_uri are fetched, and judged like registered ones. Ends with 1 when it breaks any rule.
    """
    with provider() as services:
        found = services.client_desk.profiles.broken_rules(_found(services, client_id), profile)
    if as_json:
        click.echo(json.dumps([each.as_dict() for each in found], indent=2, ensure_ascii=False))
    else:
        _print_rules(client_id, profile, found)
    if any(each.id != UNKNOWN_KEYS for each in found):
        raise SystemExit(BREAKS_RULES)


@click.command()
@click.argument("client_id")
@click.option("--profile", type=_PROFILES, required=True, help="The profile it is held to from now on.")
@in_json
def switch(client_id: str, profile: str, as_json: bool) -> None:
    """Hold an application to another profile. What the profile needs is registered with it; that is all."""
    with provider() as services:
        client = _found(services, client_id)
        outcome = services.client_desk.registrations.change(client, {"profile": profile}, client.version)
        if isinstance(outcome, Rejected):
            refuse(" ".join(fault.sentence for fault in outcome.faults))
        if not isinstance(outcome, Changed):
            refuse("Somebody else has just changed this client. Try again.")
    said = {"client_id": client_id, "profile": profile}
    tell(said, f"{client_id} is held to profile {profile}.", as_json=as_json)


def _print_rules(client_id: str, profile: str, found: tuple[BrokenRule, ...]) -> None:
    if not found:
        click.echo(f"{client_id} keeps every rule of profile {profile}.")
    for each in found:
        click.echo(f"{_mark(each)} {each.id} ({each.member}): {each.sentence}")
        click.echo(f"  {each.fix}")


def _mark(rule: BrokenRule) -> str:
    if rule.id == UNKNOWN_KEYS:
        return "UNKNOWN"
    return "BLOCKS" if rule.blocks else "CHANGES"


def _found(services: Services, client_id: str) -> Client:
    found = services.clients.find(client_id)
    if found is None:
        refuse(f"There is no client {client_id[:80].encode('unicode_escape').decode('ascii')}.")
    return found
