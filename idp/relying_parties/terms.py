"""What an application that registers itself may ask for (RFC 7591, 1.2: the policy of an initial access token)."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any, Self
from urllib.parse import urlsplit

from idp.relying_parties.faults import Fault, Problem
from idp.relying_parties.metadata import Metadata
from idp.relying_parties.offer import Offer

USUAL_PROFILES = ("plain", "fapi2", "fapi2_signed")
USUAL_GRANTS = ("authorization_code", "refresh_token")
MACHINE, MACHINE_GRANT = "machine", "client_credentials"


@dataclass(frozen=True, kw_only=True)
class Terms:
    """The most a registration may name; it may name less.

    Args:
        scopes: Which scopes; `openid` is always among them.
        profiles: Which profiles. Where there is one only, it is what an application gets that names none.
        grant_types: Which grants.
        redirect_hosts: Hosts its answers may go to, without ports; a private scheme ends in a colon. Empty: any.
    """

    scopes: tuple[str, ...]
    profiles: tuple[str, ...] = USUAL_PROFILES
    grant_types: tuple[str, ...] = USUAL_GRANTS
    redirect_hosts: tuple[str, ...] = ()

    @classmethod
    def usual(cls, offer: Offer) -> Self:
        """What is allowed where nothing was said: signing citizens in, by consent."""
        return cls(scopes=(*offer.default_scopes, "offline_access"))

    @classmethod
    def read(cls, kept: dict[str, Any]) -> Self:
        """From a row."""
        names = ("scopes", "profiles", "grant_types", "redirect_hosts")
        return cls(**{name: tuple(kept.get(name, ())) for name in names})

    def written(self) -> dict[str, Any]:
        """For a row."""
        return {name: list(values) for name, values in asdict(self).items()}

    def with_registered(self, members: Metadata | None) -> Self:
        """These, and what is registered already: an operator may have let the application have more."""
        if members is None:
            return self
        hosts = (*self.redirect_hosts, *map(host_of, _addresses(members))) if self.redirect_hosts else ()
        return replace(
            self,
            scopes=(*self.scopes, *members.scopes),
            profiles=(*self.profiles, members.profile or "plain"),
            grant_types=(*self.grant_types, *(members.grant_types or ())),
            redirect_hosts=hosts,
        )

    def defaults(self, members: Metadata, offer: Offer) -> dict[str, Any]:
        """Values of members that were left out and whose usual value goes beyond these terms."""
        given: dict[str, Any] = {}
        if members.profile is None and len(self.profiles) == 1:
            given["profile"] = self.profiles[0]
        for_citizens = members.grant_types is None or "authorization_code" in members.grant_types
        if members.scope is None and for_citizens and (members.profile or given.get("profile")) != MACHINE:
            refreshes = "refresh_token" in (members.grant_types or ())
            usual = (*offer.default_scopes, *(["offline_access"] if refreshes else []))
            given["scope"] = " ".join(scope for scope in usual if scope in self.scopes)
        return given

    def faults(self, members: Metadata) -> Iterator[Fault]:
        """Everything a completed registration asks for beyond these terms."""
        asked = (
            ("scope", members.scopes, self.scopes),
            ("profile", (members.profile,), self.profiles),
            ("grant_types", members.grant_types or (), self.grant_types),
        )
        for member, values, allowed in asked:
            if beyond := [value for value in values if value not in allowed]:
                yield Fault(member, Problem.NOT_ALLOWED, _listed(allowed), str(beyond[0]))
        if not self.redirect_hosts:
            return
        for member in ("redirect_uris", "post_logout_redirect_uris"):
            for uri in getattr(members, member) or ():
                if host_of(uri) not in self.redirect_hosts:
                    yield Fault(member, Problem.NOT_ALLOWED, _listed(self.redirect_hosts), uri[:200])


def host_of(uri: str) -> str:
    """Whose address it is: the host without its port, in small letters, or a private scheme with its colon."""
    try:
        parts = urlsplit(uri)
    except ValueError:
        return ""
    return (parts.hostname or "") if parts.scheme in ("http", "https") else f"{parts.scheme}:"


def _addresses(members: Metadata) -> list[str]:
    return [*(members.redirect_uris or ()), *(members.post_logout_redirect_uris or ())]


def _listed(allowed: tuple[str, ...]) -> str:
    return "allowed are " + ", ".join(dict.fromkeys(allowed))
