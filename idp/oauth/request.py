"""A request to a protocol endpoint, however it came in (RFC 6749, 3)."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from authlib.oauth2.rfc6749 import InvalidRequestError, OAuth2Error, OAuth2Payload, OAuth2Request

from idp.oauth.client import RegisteredClient
from idp.oauth.client_certificate import Certificate
from idp.oauth.confirmation import UNBOUND, Confirmation
from idp.oauth.records import ClientRecord

if TYPE_CHECKING:
    from idp.oauth.dpop import Proof

_A_NAME = re.compile(r"[a-z][a-z_]{0,39}")

MAY_REPEAT = frozenset({"resource", "audience"})
"""Parameters a specification lets a client send more than once (RFC 8707, 2; RFC 8693, 2.1)."""


class Parameters(OAuth2Payload):
    """Decoded parameters. Empty ones count as left out (RFC 6749, 3.1)."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._all: dict[str, list[str]] = {}
        for name, value in pairs:
            if value:
                self._all.setdefault(name, []).append(value)
        self._first = {name: values[0] for name, values in self._all.items()}

    @property
    def data(self) -> dict[str, str]:
        """Each parameter's first value."""
        return self._first

    @property
    def datalist(self) -> dict[str, list[str]]:
        """Every value of each parameter."""
        return self._all

    @classmethod
    def restored(cls, kept: Mapping[str, Any]) -> "Parameters":
        """What `kept` wrote down."""
        return cls(
            (name, value)
            for name, found in kept.items()
            for value in (found if isinstance(found, list) else [found])
        )

    def kept(self) -> dict[str, str | list[str]]:
        """As JSON can keep it: each parameter's value, or the list of those that may be sent more than once."""
        return {name: list(values) if name in MAY_REPEAT else values[0] for name, values in self._all.items()}

    def repeated(self) -> set[str]:
        """Names sent more than once that may not be."""
        return {name for name, values in self._all.items() if len(values) > 1} - MAY_REPEAT

    def refuse_repeated(self, among: Collection[str] | None = None) -> None:
        """Refuse parameters sent twice.

        Args:
            among: Only these; every one if left out.

        Raises:
            InvalidRequestError: One was.

        Source: RFC 6749, 3.1 and 3.2.
        """
        found = self.repeated() if among is None else self.repeated() & set(among)
        if found:
            # A name is told only if it could be one of ours: whatever else was sent is not repeated.
            name = min(found)
            named = f"The parameter {name}" if _A_NAME.fullmatch(name) else "A parameter nobody here knows"
            raise InvalidRequestError(f"{named} was sent more than once.")


@dataclass(frozen=True)
class Origin:
    """How the parameters of an authorization request came to us.

    Args:
        is_pushed: By the back channel, from the authenticated client (RFC 9126).
        is_signed: Within an object the client signed (RFC 9101).
        digest: The pushed request a browser came with; None while it is being pushed, too.
        is_settled: Whether they are final: taken out of what carried them, and once found good.
    """

    is_pushed: bool = False
    is_signed: bool = False
    digest: str | None = None
    is_settled: bool = False


BY_BROWSER = Origin()


@dataclass(frozen=True)
class Sender:
    """Whom a request says it is from, as far as what is noted of it goes. Values, so that no row has to be read again.

    Args:
        client_id: A registered application.
        is_for_test_people: Whether it is in the sandbox.
        faults: Those switched on for it.
        trial_uri: Where the answer to a trial of it goes.
        profile: What it is held to, by the name in `profiles.py`; empty where that was not looked up.
    """

    client_id: str
    is_for_test_people: bool = False
    faults: Mapping[str, Any] | None = None
    trial_uri: str | None = None
    profile: str = ""

    @classmethod
    def of(cls, record: ClientRecord) -> "Sender":
        """What counts of a registration."""
        faults, trial_uri = record.faults, record.trial_uri
        return cls(record.client_id, record.is_for_test_people, faults, trial_uri, record.profile)


def kept_before(digest: str | None) -> Origin:
    """The origin of parameters that were found good before, and kept by us since.

    Args:
        digest: The pushed request they belong to, if they do.
    """
    return Origin(is_pushed=True, is_signed=True, digest=digest, is_settled=True)


class ProtocolRequest(OAuth2Request):
    """What Authlib's classes work on. Nothing of the web framework is in it.

    `web/http.py` fills in who sent it: `url`, the public address it was sent to (without one no proof fits), `proofs`,
    the value of each DPoP header, and `certificate`. Once they are checked, `confirmation` says what tokens are to be
    bound to, and `fresh_nonce` what the answer has to hand out.
    """

    payload: Parameters
    client: RegisteredClient | None
    url: str = ""
    proofs: tuple[str, ...] = ()
    certificate: Certificate | None = None
    confirmation: Confirmation = UNBOUND
    unspent_proof: "Proof | None" = None
    """A good proof from a client that anybody can name: it is spent with the code or token it comes with."""
    fresh_nonce: str | None = None
    origin: Origin = BY_BROWSER
    network: str = ""
    """Whom to count it for, where anybody may ask: a label of the network it came from."""
    sender: Sender | None = None
    """The registered application that is named, whether or not it can prove to be it."""
    concerns: str | None = None
    """The authorization it turned out to be about."""
    refused_with: OAuth2Error | None = None
    """Why it was refused, if it was."""
    is_answered: bool = False
    """Whether an authorization request has had its answer, good or bad."""

    def __init__(self, method: str, *, path: str, parameters: Parameters, headers: Mapping[str, str]) -> None:
        # Transport is decided once, by the settings; Authlib would decide it per request, outside of its error
        # handling. So it is told an https address whatever the asker's was.
        super().__init__(method, f"https://provider.invalid{path}", headers=headers)
        self.path = path
        self.payload = parameters

    @property
    def args(self) -> dict[str, str | None]:
        """The parameters."""
        return dict(self.payload.data)

    @property
    def form(self) -> dict[str, str]:
        """The parameters: `web/http.py` takes those of a POST from its body and nowhere else."""
        return self.payload.data

    def get(self, name: str) -> str | None:
        """One parameter, or None when it was left out."""
        return self.payload.data.get(name)
