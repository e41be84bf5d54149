"""The provider as the console uses it when an operator tries an application: it acts as a client it already knows."""

from idp.oauth.client import RegisteredClient
from idp.oauth.client_auth import ClientAuthentication
from idp.oauth.confirmation import UNBOUND, Confirmation
from idp.oauth.encryption import JWT, Encryption
from idp.oauth.errors import ClientRefused
from idp.oauth.records import ClientRecord
from idp.oauth.request import Parameters, ProtocolRequest, kept_before
from idp.oauth.sender_constraint import SenderConstraint
from idp.oauth.server import Provider


class TrialRequest(ProtocolRequest):
    """A request the console makes to itself, as a client."""

    def __init__(self, client: ClientRecord, path: str, fields: dict[str, str]) -> None:
        super().__init__("POST", path=path, parameters=Parameters(fields.items()), headers={})
        self.acting_as = client
        # What the console asks for it has not signed, and needs not.
        self.origin = kept_before(None)


class WithoutProof(SenderConstraint):
    """Asks for no proof of a key: the tokens of a trial never leave the console."""

    def __init__(self) -> None:
        """It checks nothing."""

    def at_token_endpoint(self, request: ProtocolRequest, client: RegisteredClient) -> Confirmation:  # noqa: ARG002  the signature is the caller's
        """Nothing is shown, so nothing is bound."""
        return UNBOUND


class InClear(Encryption):
    """Encrypts nothing: the keys that would open it are the application's, and what is said stays in the console."""

    def __init__(self) -> None:
        """It needs no keys."""

    def is_wanted(self, client: RegisteredClient, kind: str) -> bool:  # noqa: ARG002  the signature is the caller's
        """Never."""
        return False

    def encrypted(self, client: RegisteredClient, kind: str, text: str, content_type: str = JWT) -> str:  # noqa: ARG002  the signature is the caller's
        """The text as it is."""
        return text


class ActingAs(ClientAuthentication):
    """Knows the client because the console made the request. No request from outside is one of these."""

    def __init__(self) -> None:
        """It needs neither secrets nor keys."""

    def authenticate(self, request: ProtocolRequest) -> RegisteredClient:
        """The client the console acts as.

        Raises:
            ClientRefused: The request is not the console's, or the client is not live.
        """
        if not isinstance(request, TrialRequest) or not request.acting_as.is_usable:
            raise ClientRefused
        return RegisteredClient(request.acting_as)


def provider_for_trials(provider: Provider) -> Provider:
    """The same provider, but for how it knows who asks, and that it asks for and uses no keys of the application."""
    trials = Provider(
        provider.settings,
        provider.outside,
        keys=provider.keys,
        subjects=provider.subjects,
        client_auth=ActingAs(),
        senders=WithoutProof(),
        clock=provider.clock,
    )
    trials.encryption = InClear()
    return trials
