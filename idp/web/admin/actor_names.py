"""What those are called who act where operators are named: operators, and programs that call the API."""

from flask import g

from idp.operators.machine_rights import actor_id
from idp.web.current import services

_PROGRAM = "{} (API)"
"""So that no application passes for an operator of its name."""


def actor_names() -> dict[str, str]:
    """The names by identifier, looked up once for each request."""
    if "actor_names" not in g:
        operators = {each.id: each.username for each in services().operator_desk.accounts.all()}
        programs = {actor_id(each.client_id): _PROGRAM.format(each.name) for each in services().clients.all()}
        g.actor_names = {**programs, **operators}
    found: dict[str, str] = g.actor_names
    return found
