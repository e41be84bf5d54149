"""How far a program reaches where things belong to units by name."""

from idp.operators.rights import Right
from idp.web.api.door import program
from idp.web.current import services


def sees(unit: str | None) -> bool:
    """Whether what belongs to a unit is for the caller."""
    caller = program()
    return caller.acts_for_all or (bool(caller.unit) and unit == caller.unit)


def own_clients(right: Right) -> list[str] | None:
    """The applications a right of the caller goes to; None for all of them."""
    caller = program()
    if caller.acts_for_all:
        return None
    return [each.client_id for each in services().clients.all() if caller.may(right, each)]
