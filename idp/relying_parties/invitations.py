"""Permissions to register applications: initial access tokens (RFC 7591, 3), shown once and kept as digests."""

import re
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from idp.audit.events.registration import InvitationIssued, InvitationRevoked
from idp.audit.log import AuditLog
from idp.clock import Clock
from idp.crypto.digests import digest, new_secret
from idp.relying_parties.faults import Fault, Problem
from idp.relying_parties.offer import Offer
from idp.relying_parties.registration import Rejected
from idp.relying_parties.scripts import has_hidden_signs
from idp.relying_parties.sensitive_changes import ADMINISTRATIVE
from idp.relying_parties.terms import MACHINE, MACHINE_GRANT, USUAL_GRANTS, Terms
from idp.store.models import InitialAccessToken
from idp.store.repositories.initial_access_tokens import InitialAccessTokens

MOST_USES = 1_000
LONGEST = timedelta(days=366)
USUAL_LIFE = timedelta(days=7)
LONGEST_NOTE = 300
PROFILES = ("plain", "machine", "fapi2", "fapi2_signed")

_MOST_ENTRIES = 50
_SCOPE = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]{1,100}")
_HOST = re.compile(r"(?=.{1,253}:?$)[a-z0-9](?:[a-z0-9+.\-]*[a-z0-9])?:?|\[[0-9a-f:.]{2,45}\]")


@dataclass(frozen=True, kw_only=True)
class Wish:
    """A permission somebody wants to give. What is left empty has its usual value.

    Args:
        scopes: Which scopes may be asked for.
        profiles: Which profiles.
        grant_types: Which grants.
        redirect_hosts: To which hosts answers may go; empty: to any.
        uses: How many applications may be registered.
        until: When it ends; None for a week from now.
        note: What it is for, for other operators.
    """

    scopes: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ()
    grant_types: tuple[str, ...] = ()
    redirect_hosts: tuple[str, ...] = ()
    uses: int = 1
    until: datetime | None = None
    note: str = ""


@dataclass(frozen=True)
class Issued:
    """It is there. `token` is in clear, for the one time it is shown."""

    invitation: InitialAccessToken
    token: str


class Invitations:
    """Gives permissions and takes them back, each act with its record in the audit log."""

    def __init__(self, tokens: InitialAccessTokens, offer: Offer, audit: AuditLog, clock: Clock) -> None:
        self._tokens = tokens
        self._offer = offer
        self._audit = audit
        self._clock = clock

    def issue(self, wish: Wish, *, operator_id: str | None = None) -> Issued | Rejected:
        """Give a permission.

        Args:
            wish: What is permitted.
            operator_id: Who acts; None for the command line.
        """
        now = self._clock()
        until = wish.until or now + USUAL_LIFE
        if faults := tuple(self._faults(wish, until, now)):
            return Rejected(faults)
        terms, token = self._terms(wish), new_secret()
        invitation = InitialAccessToken(
            id=str(uuid.uuid4()),
            digest=digest(token),
            note=wish.note,
            policy=terms.written(),
            uses=wish.uses,
            uses_left=wish.uses,
            created_by=operator_id,
            created_at=now,
            expires_at=until,
        )
        self._tokens.add(invitation)
        self._audit.record(
            InvitationIssued(
                invitation_id=invitation.id,
                uses=wish.uses,
                until=int(until.timestamp()),
                scopes=terms.scopes,
                profiles=terms.profiles,
                grant_types=terms.grant_types,
                redirect_hosts=terms.redirect_hosts,
                operator_id=operator_id,
            )
        )
        return Issued(invitation, token)

    def revoke(self, invitation_id: str, *, operator_id: str | None = None) -> bool:
        """End a permission before its time. Whether there was one that could still be used."""
        ended = self._tokens.revoke(invitation_id)
        if ended:
            self._audit.record(InvitationRevoked(invitation_id=invitation_id, operator_id=operator_id))
        return ended

    def all(self) -> Sequence[InitialAccessToken]:
        """Those that can be used, and those of the last three months that cannot any more; newest first."""
        return self._tokens.all()

    def state(self, invitation: InitialAccessToken) -> str:
        """Whether a permission is `open`, `revoked`, `used` up or `expired`."""
        if invitation.revoked_at is not None:
            return "revoked"
        if invitation.uses_left <= 0:
            return "used"
        return "open" if invitation.expires_at > self._clock() else "expired"

    def _terms(self, wish: Wish) -> Terms:
        usual = Terms.usual(self._offer)
        of_machines = (MACHINE_GRANT,) if MACHINE in wish.profiles else ()
        grants = (*(wish.grant_types or USUAL_GRANTS), *of_machines)
        return Terms(
            scopes=tuple(dict.fromkeys(("openid", *wish.scopes))) if wish.scopes else usual.scopes,
            profiles=tuple(dict.fromkeys(wish.profiles)) or usual.profiles,
            grant_types=tuple(dict.fromkeys(grants)),
            redirect_hosts=tuple(dict.fromkeys(wish.redirect_hosts)),
        )

    def _faults(self, wish: Wish, until: datetime, now: datetime) -> Iterator[Fault]:
        yield from _in_size(wish)
        yield from self._beyond_the_offer(wish)
        for host in wish.redirect_hosts:
            if not _HOST.fullmatch(host):
                detail = "a host in small letters, without port and path, or a private scheme and a colon"
                yield Fault("redirect_hosts", Problem.MALFORMED, detail, host[:80])
        if not 0 < wish.uses <= MOST_USES:
            yield Fault("uses", Problem.UNKNOWN_VALUE, f"1 to {MOST_USES}")
        if until <= now:
            yield Fault("until", Problem.PAST)
        elif until > now + LONGEST:
            yield Fault("until", Problem.TOO_LONG, f"{LONGEST.days} days")

    def _beyond_the_offer(self, wish: Wish) -> Iterator[Fault]:
        for scope in wish.scopes:
            if not _SCOPE.fullmatch(scope):
                yield Fault("scope", Problem.MALFORMED, "letters, digits and signs without spaces")
            elif scope.startswith(ADMINISTRATIVE):
                yield Fault("scope", Problem.NOT_ALLOWED, "no scope to administer with", scope)
            elif scope in self._offer.law_only:
                yield Fault("scope", Problem.LAW_ONLY, scope)
        for member, values, known in (
            ("profile", wish.profiles, PROFILES),
            ("grant_types", wish.grant_types, self._offer.grant_types),
        ):
            if unknown := [value for value in values if value not in known]:
                yield Fault(member, Problem.UNKNOWN_VALUE, f"known are {', '.join(known)}", unknown[0][:80])


def _in_size(wish: Wish) -> Iterator[Fault]:
    if len(wish.note) > LONGEST_NOTE:
        yield Fault("note", Problem.TOO_LONG, f"{LONGEST_NOTE} characters")
    if has_hidden_signs(wish.note):
        yield Fault("note", Problem.HIDDEN_SIGNS)
    for member in ("scopes", "redirect_hosts"):
        if len(getattr(wish, member)) > _MOST_ENTRIES:
            yield Fault(member, Problem.TOO_MANY, str(_MOST_ENTRIES))
