"""The provider as the console uses it when an operator tries an application: it acts as a client it already knows."""

from idp.oauth.client import RegisteredClient
from idp.oauth.client_auth import ClientAuthentication
from idp.oauth.errors import ClientRefused
from idp.oauth.records import ClientRecord
from idp.oauth.request import Parameters, ProtocolRequest
from idp.oauth.server import Provider


class TrialRequest(ProtocolRequest):
    """A request the console makes to itself, as a client."""

    def __init__(self, client: ClientRecord, path: str, fields: dict[str, str]) -> None:
        super().__init__("POST", path=path, parameters=Parameters(fields.items()), headers={})
        self.acting_as = client


class ActingAs(ClientAuthentication):
    """Knows the client because the console made the request. No request from outside is one of these."""

    def __init__(self) -> None:
        """It needs neither secrets nor keys."""

    def authenticate(self, request: ProtocolRequest) -> RegisteredClient:
        """The client the console acts as.

        Raises:
            ClientRefused: The request is not the console's, or the client is not live.
        """
        if not isinstance(request, TrialRequest) or not request.acting_as.is_live:
            raise ClientRefused
        return RegisteredClient(request.acting_as)


def provider_for_trials(provider: Provider) -> Provider:
    """The same provider, but for how it knows who asks."""
    return Provider(
        provider.settings,
        provider.outside,
        keys=provider.keys,
        subjects=provider.subjects,
        client_auth=ActingAs(),
        clock=provider.clock,
    )
