"""From what an application says of itself to what is registered (RFC 7591, 2 and 3; RFC 7592, 2.2).

Members that are ours to decide (`OURS`) may be sent as they stand and not otherwise: an echo of what is registered is
no request, anything else is refused. Statements win over what stands beside them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from msgspec.structs import replace

from idp.relying_parties.document import columns_of, document_of
from idp.relying_parties.faults import Fault, Problem
from idp.relying_parties.metadata import STANDARD, Metadata, parse
from idp.relying_parties.offer import Offer
from idp.relying_parties.public_keys import unusable_keys
from idp.relying_parties.registration import Registrations, Rejected
from idp.relying_parties.sector_documents import SectorDocuments, own_sector
from idp.relying_parties.software_statements import SoftwareStatements, members_of, stated
from idp.relying_parties.terms import Terms
from idp.store.models import Client

OURS = (
    "require_pkce",
    "pkce_exempt_until",
    "sector",
    "unit",
    "minimum_level",
    "audiences",
    "scope_policy",
    "authorization_details_types",
    "token_exchange",
    "device_number_shown",
    "technical_contact",
    "legal_contact",
)
FOLLOWS = ("kind",)
"""Members that follow from the others: what is sent of them counts for nothing."""
THEIRS = frozenset({*STANDARD, "client_name", "client_name#vi", "client_name#en", "profile"}).difference(OURS)
STATEMENT = "software_statement"


@dataclass(frozen=True)
class Asked:
    """A registration somebody asks for.

    Args:
        document: What was sent.
        terms: The most it may ask for.
        client_id: The identifier it has or gets.
        client: What is registered so far; None for a new one.
    """

    document: dict[str, Any]
    terms: Terms
    client_id: str
    client: Client | None = None

    @cached_property
    def registered(self) -> Metadata | None:
        """What is registered so far, as members."""
        read = parse(document_of(self.client)) if self.client else None
        return read if isinstance(read, Metadata) else None

    @property
    def statement(self) -> str | None:
        """The statement it was registered with."""
        kept = (self.client.registration_terms or {}).get(STATEMENT) if self.client else None
        return str(kept) if kept else None


@dataclass(frozen=True)
class Received:
    """What can be registered, and the statement that came with it."""

    members: Metadata
    statement: str | None


class Reader:
    """Reads what applications send."""

    def __init__(
        self,
        registrations: Registrations,
        offer: Offer,
        statements: SoftwareStatements,
        sectors: SectorDocuments,
    ) -> None:
        self._registrations = registrations
        self._offer = offer
        self._statements = statements
        self._sectors = sectors

    def read(self, asked: Asked) -> Received | Rejected:
        """Everything about a registration that can be known before it is kept. May fetch a sector's document."""
        if asked.client is not None and asked.registered is None:
            # What operators decided would be lost, for it cannot be read.
            return Rejected(
                (Fault("registration", Problem.MALFORMED, "an operator has to look at it first"),)
            )
        sent_now = asked.document.get(STATEMENT)
        statement = asked.statement if sent_now is None else sent_now
        vouched = self._vouched(asked, statement)
        if isinstance(vouched, Fault):
            return Rejected((vouched,))
        sent = {**asked.document, **vouched}
        members = parse({name: value for name, value in sent.items() if name in THEIRS})
        if not isinstance(members, Metadata):
            return Rejected(members)
        whole = self._whole(asked, members)
        if isinstance(whole, Rejected):
            return whole
        terms = asked.terms.with_registered(asked.registered)
        faults = tuple(
            dict.fromkeys(
                [
                    *_ours(asked, sent, whole),
                    *_begun_elsewhere(whole),
                    *unusable_keys(whole),
                    *terms.faults(whole),
                ]
            )
        )
        if not faults and self._names_another_sector(asked, whole):
            faults = tuple(fault for fault in [self._sectors.fault(whole)] if fault)
        return Rejected(faults) if faults else Received(whole, statement)

    def _vouched(self, asked: Asked, statement: Any) -> dict[str, Any] | Fault:
        if statement is None:
            return {}
        if statement == asked.statement:
            # It was verified when it came; what it vouched for then still stands.
            return members_of(stated(statement) or {})
        return self._statements.read(statement)

    def _whole(self, asked: Asked, members: Metadata) -> Metadata | Rejected:
        members = replace(members, **asked.terms.defaults(members, self._offer))
        decided = {**_decided(asked, members), "sector": self._sector(asked, members)}
        whole = self._registrations.completed(replace(members, **decided), asked.client_id)
        if isinstance(whole, Rejected) and any(fault.member == "sector" for fault in whole.faults):
            needed = Fault(
                "sector_identifier_uri", Problem.NEEDS, "to be given: redirect_uris has several hosts"
            )
            rest = tuple(fault for fault in whole.faults if fault.member != "sector")
            return Rejected((*rest, needed))
        return whole

    def _sector(self, asked: Asked, members: Metadata) -> str | None:
        before = asked.registered
        if asked.client and before and asked.client.sector != own_sector(before, asked.client_id):
            return asked.client.sector  # an operator has put it there
        return own_sector(members, asked.client_id)

    def _names_another_sector(self, asked: Asked, whole: Metadata) -> bool:
        before = asked.registered
        names = ("sector_identifier_uri", "redirect_uris")
        return before is None or any(getattr(before, name) != getattr(whole, name) for name in names)


def _decided(asked: Asked, members: Metadata) -> dict[str, Any]:
    """What operators have decided about an application stays, whatever it says of itself."""
    before = asked.registered
    if before is None:
        return {}
    decided = {name: getattr(before, name) for name in OURS}
    grounds = before.scope_policy or {}
    decided["scope_policy"] = {name: grounds[name] for name in grounds if name in members.scopes} or None
    return decided


def _ours(asked: Asked, sent: dict[str, Any], whole: Metadata) -> Iterator[Fault]:
    is_so = document_of(asked.client) if asked.client else {}
    stays = whole.written()
    usual = columns_of(whole)
    for name in OURS:
        value = sent.get(name)
        if value is not None and value not in (is_so.get(name), stays.get(name), usual.get(name)):
            yield Fault(name, Problem.OURS)


def _begun_elsewhere(whole: Metadata) -> Iterator[Fault]:
    """Others lead citizens there: plain http, which operators may allow on this machine, is not taken on one's word."""
    if whole.initiate_login_uri is not None and not whole.initiate_login_uri.startswith("https://"):
        yield Fault("initiate_login_uri", Problem.NOT_HTTPS)
