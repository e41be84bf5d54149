"""`idp admin`: accounts of operators, as whoever has the host makes and mends them."""

import json
import sys
from typing import NoReturn

import click

from idp.cli.answers import in_json, tell
from idp.cli.context import provider
from idp.operators.accounts import Enrolled, NotMade, Post
from idp.operators.assembly import OperatorDesk
from idp.operators.rights import Role
from idp.operators.units import tidy
from idp.services import Services

REFUSED = 2
_TRIES = 3


@click.group()
def admin() -> None:
    """The operators of the console."""


@admin.command()
@click.argument("username")
@click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input; implies --no-confirm."
)
@click.option(
    "--no-confirm", is_flag=True, help="Do not ask for a code to prove that the app has been set up."
)
@click.option("--json", "as_json", is_flag=True, help="Print the account and its key as JSON.")
@click.option(
    "--role",
    type=click.Choice([role.value for role in Role]),
    default=Role.PROVINCE_ADMINISTRATOR.value,
    help="What the operator may do (docs/roles.md); a province administrator if left out.",
)
@click.option(
    "--unit", help="The unit they work for, by its Vietnamese name; it is made if it is not there yet."
)
@click.option("--email", help="Where mail to them goes.")
def create(
    username: str,
    *,
    password_stdin: bool,
    no_confirm: bool,
    as_json: bool,
    role: str,
    unit: str | None,
    email: str | None,
) -> None:
    """Make an operator: password, and an authenticator app, which is compulsory.

    The app's key is printed once. Put it into the app and type a code: without one, no account is made.
    """
    post = Post(role, unit, email)
    with provider() as services:
        desk = services.operator_desk
        key = desk.codes.new_key()
        # What speaks against the name is said before a password is asked for.
        if (refusal := desk.accounts.refusal(username, "", post)) not in (None, NotMade.SHORT_PASSWORD):
            _refuse(refusal)
        password = _password_from_stdin() if password_stdin else _typed_password()
        if refusal := desk.accounts.refusal(username, password, post):
            _refuse(refusal)
        if not (no_confirm or password_stdin):
            address = desk.codes.setup_address(key, username, services.settings.service_name)
            click.echo(_set_up(key, address))
            _confirm(services, key)
        made = desk.accounts.create(
            username, password, service=services.settings.service_name, key=key, post=post
        )
        if not isinstance(made, Enrolled):
            _refuse(made)
        desk.units.make_missing(tidy(unit or ""))
    _tell(made, as_json=as_json, with_key=no_confirm or password_stdin or as_json)


@admin.command("list")
@in_json
def list_operators(as_json: bool) -> None:
    """Show the operators."""
    with provider() as services:
        holders = services.operator_desk.passkeys.holders()
        rows = [
            {
                "username": each.username,
                "role": each.role,
                "unit": each.unit,
                "state": each.state,
                "factors": [
                    *(["passkey"] if each.id in holders else []),
                    *(["app"] if each.totp_sealed else []),
                ],
                "since": each.created_at.isoformat(),
            }
            for each in services.operator_desk.accounts.all()
        ]
    if as_json:
        click.echo(json.dumps(rows, indent=2))
    for row in [] if as_json else rows:
        unit = f"  {row['unit']}" if row["unit"] else ""
        click.echo(f"{row['username']:20} {row['role']:24} {row['state']:10} since {row['since']}{unit}")


@admin.command("reset-factor")
@click.argument("username")
@click.option("--json", "as_json", is_flag=True, help="Print the new key as JSON.")
def reset_factor(username: str, as_json: bool) -> None:
    """Give an operator a new key for the authenticator app. The old one stops working, and every session ends."""
    with provider() as services:
        made = services.operator_desk.accounts.reset_factor(username, service=services.settings.service_name)
        if not isinstance(made, Enrolled):
            _refuse(made)
    _tell(made, as_json=as_json, with_key=True)


@admin.command("reset-password")
@click.argument("username")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@in_json
def reset_password(username: str, password_stdin: bool, as_json: bool) -> None:
    """Give an operator a new password. Every session ends."""
    with provider() as services:
        password = _password_from_stdin() if password_stdin else _typed_password()
        if refusal := services.operator_desk.accounts.reset_password(username, password):
            _refuse(refusal)
    tell({"username": username, "changed": "password"}, f"{username} has a new password.", as_json=as_json)


@admin.command("set-email")
@click.argument("username")
@click.argument("email")
@in_json
def set_email(username: str, email: str, as_json: bool) -> None:
    """Write to an operator at EMAIL from now on."""
    with provider() as services:
        if refusal := services.operator_desk.accounts.set_address(username, email):
            _refuse(refusal)
    said = {"username": username, "changed": "email"}
    tell(said, f"Mail for {username} goes to another address.", as_json=as_json)


@admin.command()
@click.argument("username")
@in_json
def suspend(username: str, as_json: bool) -> None:
    """Shut an operator out at once."""
    _set_state(username, "suspended", as_json=as_json)


@admin.command()
@click.argument("username")
@in_json
def resume(username: str, as_json: bool) -> None:
    """Let an operator back in."""
    _set_state(username, "active", as_json=as_json)


def _set_state(username: str, state: str, *, as_json: bool) -> None:
    with provider() as services:
        if refusal := services.operator_desk.accounts.set_state(username, state):
            _refuse(refusal)
    tell({"username": username, "state": state}, f"{username} is {state}.", as_json=as_json)


def _confirm(services: Services, key: str) -> None:
    for _ in range(_TRIES):
        typed = str(click.prompt("Code shown by the app", type=str))
        if _is_made_with(services.operator_desk, key, typed, services):
            return
        click.echo("That is not the code. Check the key, and the clock of the phone.", err=True)
    click.echo("Error: No account was made.", err=True)
    raise SystemExit(REFUSED)


def _is_made_with(desk: OperatorDesk, key: str, typed: str, services: Services) -> bool:
    code = desk.codes.typed_code(typed)
    return code is not None and bool(desk.codes.steps_of(key, code, services.clock()))


def _typed_password() -> str:
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True, type=str))


def _password_from_stdin() -> str:
    return sys.stdin.readline().rstrip("\r\n")


def _set_up(key: str, address: str) -> str:
    grouped = " ".join(key[place : place + 4] for place in range(0, len(key), 4))
    return f"Key for the authenticator app: {grouped}\nOr as an address: {address}"


def _tell(made: Enrolled, *, as_json: bool, with_key: bool) -> None:
    if as_json:
        answer = {"username": made.username, "totp_key": made.key, "totp_uri": made.setup_address}
        click.echo(json.dumps(answer, indent=2))
        return
    if with_key:
        click.echo(_set_up(made.key, made.setup_address))
    click.echo(f"{made.username} can sign in at /admin.")


def _refuse(why: NotMade | None) -> NoReturn:
    click.echo(f"Error: {why.value if why else 'Nothing was changed.'}", err=True)
    raise SystemExit(REFUSED)
