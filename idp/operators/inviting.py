"""Invitations: a link to an account of a role, by mail; given and taken back by those who may."""

from dataclasses import dataclass

from idp.audit.events.operators import OperatorInvitationRevoked, OperatorInvited
from idp.operators.addresses import read_address
from idp.operators.handling import OF_A_UNIT, Refusal, handles_all, refused_post, within
from idp.operators.letters import INVITED, ROLES
from idp.operators.links import LinkKind
from idp.operators.parts import Parts
from idp.operators.rights import Holder, Right
from idp.operators.units import tidy
from idp.store.models import Operator, OperatorEnrolment


@dataclass(frozen=True)
class Wish:
    """Who is to be invited, as typed.

    Args:
        address: The mail address.
        role: Which role the account gets.
        unit: The name of its unit; empty for none.
        language: Of the letter, and of mail to the account.
    """

    address: str
    role: str
    unit: str = ""
    language: str = "vi"


class Inviting:
    """Gives and takes back invitations."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def seen_by(self, holder: Holder) -> list[tuple[OperatorEnrolment, str]]:
        """Invitations that were not used yet, of those somebody may see, with the address each went to."""
        return [
            (link, self._parts.addresses.of_link(link))
            for link in self._parts.links.open()
            if within(holder, Right.SEE_OPERATORS, link.unit)
        ]

    def units_for(self, holder: Holder) -> list[str]:
        """The units somebody may put others into."""
        return self._parts.units.names() if handles_all(holder) else [holder.unit or ""]

    def is_there(self, link_id: str) -> bool:
        """Whether there is an invitation of that identifier, used or not."""
        link = self._parts.links.by_id(link_id)
        return link is not None and link.kind == LinkKind.ACCOUNT

    def may_revoke(self, holder: Holder, link: OperatorEnrolment) -> bool:
        """Whether somebody may take an invitation back."""
        if not within(holder, Right.CHANGE_OPERATORS, link.unit):
            return False
        return handles_all(holder) or link.role in OF_A_UNIT

    def invite(self, holder: Holder, wish: Wish) -> OperatorEnrolment | Refusal:
        """Send a link to an account."""
        address, unit = read_address(wish.address), tidy(wish.unit)
        if refusal := refused_post(holder, wish.role, unit, self._parts.units.names()):
            return refusal
        if address is None:
            return Refusal.BAD_ADDRESS
        if self._parts.operators.by_address(self._parts.addresses.index(address)) is not None:
            return Refusal.TAKEN
        language = wish.language if wish.language == "en" else "vi"
        link, secret = self._parts.links.to_new_account(address, language, wish.role, unit or None, holder.id)
        self._parts.links.send(link, secret, INVITED, role=ROLES[wish.role][language])
        self._parts.audit.record(
            OperatorInvited(invitation_id=link.id, role=wish.role, unit=unit or None, operator_id=holder.id)
        )
        return link

    def revoke(self, holder: Holder, link_id: str) -> Refusal | None:
        """End an invitation that was not used yet."""
        link = self._parts.links.by_id(link_id)
        if link is None or link.kind != LinkKind.ACCOUNT or not self.may_revoke(holder, link):
            return Refusal.NOT_YOURS
        if self._parts.links.spend(link):
            self._parts.audit.record(OperatorInvitationRevoked(invitation_id=link.id, operator_id=holder.id))
        return None


def invite_to(parts: Parts, operator: Operator, by: str | None) -> Refusal | None:
    """Send a link to an account that is there and that nobody has enrolled yet; an earlier link leads nowhere then.

    Args:
        parts: What it is done with.
        operator: The account.
        by: Who does it.
    """
    address = parts.addresses.of(operator)
    if operator.is_enrolled or operator.is_removed:
        return Refusal.TAKEN
    if address is None:
        return Refusal.NO_ADDRESS
    language = operator.locale if operator.locale in ROLES[operator.role] else "vi"
    link, secret = parts.links.to_account(LinkKind.ACCOUNT, operator, address, by)
    parts.links.send(link, secret, INVITED, role=ROLES[operator.role][language])
    parts.audit.record(
        OperatorInvited(invitation_id=link.id, role=operator.role, unit=operator.unit, operator_id=by)
    )
    return None
