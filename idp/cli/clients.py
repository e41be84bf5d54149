"""`idp client`: registered applications. Whoever has the host has the keys: what is added here is live at once."""

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import IO, Any

import click

from idp.cli.answers import always_json, in_json, refuse, tell
from idp.cli.context import provider
from idp.cli.invitations import invite, list_invitations, revoke_invitation
from idp.cli.lint import lint
from idp.cli.profiles import check, switch
from idp.relying_parties.document import document_of
from idp.relying_parties.outcomes import NotFound, Registered
from idp.relying_parties.secret_rotation import NewSecret, NotRotated
from idp.relying_parties.states import State
from idp.services import Services
from idp.store.models import Client

_NOT_ROTATED = {
    NotRotated.NO_SUCH_CLIENT: "There is no such client.",
    NotRotated.WITHOUT_SECRETS: "This client has no secrets: it authenticates in another way, or not at all.",
    NotRotated.OVERTAKEN: "Somebody else has just changed this client. Try again.",
}


@click.group()
def client() -> None:
    """The registered applications."""


for _command in (invite, list_invitations, revoke_invitation, check, switch, lint):
    client.add_command(_command)


@client.command()
@click.argument("file", type=click.File("rb"))
@always_json
def add(file: IO[bytes]) -> None:
    """Register an application from FILE, or from standard input for `-`.

    The file holds registration metadata by RFC 7591 as JSON; docs/configuration.md names every member. What was
    registered is printed as JSON, with the secret: this once.
    """
    document = _read(file)
    with provider() as services:
        outcome = services.client_desk.registrations.register(document)
        if not isinstance(outcome, Registered):
            refuse(" ".join(fault.sentence for fault in outcome.faults))
        services.operator_desk.units.make_missing(outcome.client.unit)
        answer = document_of(outcome.client)
        if outcome.secret is not None:
            answer.update(client_secret=outcome.secret, client_secret_expires_at=0)
    _print(answer)


@client.command("list")
@in_json
@click.option("--state", type=click.Choice([state.value for state in State]), help="Only those in one state.")
def list_clients(as_json: bool, state: str | None) -> None:
    """Show every registered application, or those in one state."""
    with provider() as services:
        clients = services.clients.all(state)
        if as_json:
            _print([document_of(each) for each in clients])
        else:
            _print_table(clients)


@client.command()
@click.argument("client_id")
@always_json
def show(client_id: str) -> None:
    """Show everything registered for an application, as JSON; secrets are not among it."""
    with provider() as services:
        found = _found(services, client_id)
        secrets = services.client_desk.secrets.live(found)
        _print({**document_of(found), "secrets": [_secret_without_digest(secret) for secret in secrets]})


@client.command("rotate-secret")
@click.argument("client_id")
@click.option(
    "--overlap-days",
    type=click.IntRange(0, 90),
    help="How long the older secrets go on (IDP_SECRET_OVERLAP); 0 ends them at once.",
)
@always_json
def rotate_secret(client_id: str, overlap_days: int | None) -> None:
    """Give an application a new secret, and print it as JSON: this once."""
    with provider() as services:
        usual = services.settings.secret_overlap
        overlap = usual if overlap_days is None else timedelta(days=overlap_days)
        outcome = services.client_desk.rotation.rotate(client_id, overlap)
        if not isinstance(outcome, NewSecret):
            refuse(_NOT_ROTATED[outcome])
        answer = {
            "client_id": client_id,
            "client_secret": outcome.secret,
            "client_secret_expires_at": 0,
            "older_secrets": [_secret_without_digest(each) for each in outcome.older],
        }
    _print(answer)


@client.command()
@click.argument("client_id")
@in_json
def suspend(client_id: str, as_json: bool) -> None:
    """Stop an application: no sign-in, no tokens, until it is resumed."""
    with provider() as services:
        _found(services, client_id)
        _must_be(services.client_desk.registrations.suspend(client_id), State.SUSPENDED, "a live application")
    _tell_state(client_id, "suspended", as_json=as_json)


@client.command()
@click.argument("client_id")
@in_json
def resume(client_id: str, as_json: bool) -> None:
    """Let a suspended application be used again."""
    with provider() as services:
        _found(services, client_id)
        _must_be(services.client_desk.registrations.resume(client_id), State.LIVE, "a suspended application")
    _tell_state(client_id, "live", as_json=as_json)


@client.command()
@click.argument("client_id")
@in_json
def retire(client_id: str, as_json: bool) -> None:
    """End an application for good: like suspending, and nothing brings it back. It is kept for audits."""
    with provider() as services:
        found = _found(services, client_id)
        if found.state != State.RETIRED and not services.client_desk.registrations.move(found, State.RETIRED):
            refuse("Somebody else has just changed this client. Try again.")
    _tell_state(client_id, "retired", as_json=as_json)


@client.command()
@click.argument("client_id")
@in_json
def remove(client_id: str, as_json: bool) -> None:
    """Remove an application, with everything citizens had let it have."""
    with provider() as services:
        if not services.client_desk.registrations.remove(client_id):
            refuse(f"There is no client {_shown(client_id)}.")
    _tell_state(client_id, "removed", as_json=as_json)


def _tell_state(client_id: str, state: str, *, as_json: bool) -> None:
    tell({"client_id": client_id, "state": state}, f"{client_id} is {state}.", as_json=as_json)


def _read(file: IO[bytes]) -> Any:
    try:
        return json.loads(file.read().decode("utf-8-sig"))
    except (ValueError, RecursionError) as cause:
        reason = (
            f"line {cause.lineno}: {cause.msg}"
            if isinstance(cause, json.JSONDecodeError)
            else "not UTF-8 text"
        )
        refuse(f"The registration is not JSON ({reason}).")


def _found(services: Services, client_id: str) -> Client:
    found = services.clients.find(client_id)
    if found is None:
        refuse(f"There is no client {_shown(client_id)}.")
    return found


def _must_be(client: Client | NotFound, state: State, what: str) -> None:
    if isinstance(client, Client) and client.state != state:
        refuse(f"{client.client_id} is {client.state}: this is for {what}.")


def _shown(text: str) -> str:
    return text[:80].encode("unicode_escape").decode("ascii")


def _secret_without_digest(secret: Any) -> dict[str, Any]:
    return {name: value for name, value in secret.written().items() if name not in ("digest", "sealed")}


def _print(answer: Any) -> None:
    click.echo(json.dumps(answer, indent=2, ensure_ascii=False))


def _print_table(clients: Sequence[Client]) -> None:
    for each in clients:
        excused = "  no PKCE" if not each.require_pkce else ""
        click.echo(f"{each.client_id:24} {each.state:10} {each.profile:8} {each.name}{excused}")
