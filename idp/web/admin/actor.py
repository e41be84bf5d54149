"""Who acts upon an application, as the rules of its life ask it."""

from idp.operators.rights import Reach, Right, may, reach
from idp.relying_parties.life import Actor
from idp.store.models import Client
from idp.web.admin.console import the_operator


def the_actor(client: Client | None = None) -> Actor:
    """The operator of this page, with what they may do with one application.

    Args:
        client: Which; None for one that is not there yet.
    """
    operator = the_operator().operator
    rights = frozenset(right.value for right in Right if may(operator, right, client))
    # By what they see: an approver drafts nothing, and acts for every unit all the same.
    is_of_a_unit = reach(operator.role, Right.SEE_CLIENTS) is not Reach.ALL
    return Actor(operator.id, rights, (operator.unit or "") if is_of_a_unit else None)
