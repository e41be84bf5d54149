"""The device authorization endpoint: a device asks for the code that a citizen types elsewhere (RFC 8628, 3.1, 3.2)."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from authlib.oauth2.rfc6749 import UnauthorizedClientError

from idp.oauth.client import DEVICE_CODE, RegisteredClient
from idp.oauth.client_auth import CLIENT_AUTH_METHODS
from idp.oauth.decoupled import DecoupledRequest
from idp.oauth.device_number import new_number, shows_number
from idp.oauth.errors import NO_STORE, TooManyRequests
from idp.oauth.grants.polled import INTERVAL_SECONDS
from idp.oauth.request import ProtocolRequest
from idp.oauth.user_code import new_user_code, shown

if TYPE_CHECKING:
    from idp.oauth.server import Provider

LIFETIME = timedelta(minutes=10)
VERIFICATION_PATH = "/device"
"""Where the citizen types the code: short, for it is read from a screen."""

SANDBOX_VERIFICATION_PATH = "/sandbox/device"
"""Where test people do."""

FROM_ONE_NETWORK, OF_ONE_CLIENT, PERIOD = 60, 3_000, timedelta(minutes=10)
"""Devices that may begin in a period. A commune's kiosks share an address; a province's share a client."""


class DeviceAuthorizationEndpoint:
    """Hands out the codes, and a number that the citizen has to find again."""

    ENDPOINT_NAME = "device_authorization"

    def __init__(self, server: "Provider") -> None:
        self.server = server

    def create_endpoint_request(self, request: ProtocolRequest) -> ProtocolRequest:
        """It is one already."""
        return request

    def __call__(self, request: ProtocolRequest) -> tuple[int, dict[str, Any], list[tuple[str, str]]]:
        """Answer a request.

        Besides the members of RFC 8628 there is `number`, two digits. The device shows it, and the citizen picks it
        among three: who was sent a code by a stranger cannot. Clients that do not show it are registered so.

        Raises:
            OAuth2Error: The client may not ask, or asks for what it cannot have.
        """
        client = self.server.authenticate_client(request, CLIENT_AUTH_METHODS, self.ENDPOINT_NAME)
        if not client.check_grant_type(DEVICE_CODE) or not client.profile.allows_device_flow:
            raise UnauthorizedClientError("This client is not registered for the device authorization grant.")
        DecoupledRequest.read(request.payload.kept(), client, self.server)
        self._count(request, client)
        user_code, number = new_user_code(), new_number()
        device_code = self.server.outside.waiting_room.devices.add(
            DecoupledRequest.kept(request.payload),
            client_id=client.client_id,
            user_code=user_code,
            number=number,
            interval_seconds=INTERVAL_SECONDS,
            lifetime=LIFETIME,
        )
        answer = self._answer(device_code, shown(user_code), client)
        return 200, {**answer, "number": number} if shows_number(client) else answer, NO_STORE

    def _count(self, request: ProtocolRequest, client: RegisteredClient) -> None:
        take = self.server.outside.waiting_room.counts.take
        everywhere = f"device:{client.client_id}"
        if not take(f"{everywhere}:from:{request.network}", FROM_ONE_NETWORK, PERIOD):
            raise TooManyRequests
        if not take(everywhere, OF_ONE_CLIENT, PERIOD):
            raise TooManyRequests

    def _answer(self, device_code: str, user_code: str, client: RegisteredClient) -> dict[str, Any]:
        path = SANDBOX_VERIFICATION_PATH if client.record.is_for_test_people else VERIFICATION_PATH
        address = self.server.issuer + path
        return {
            "device_code": device_code,
            "user_code": user_code,
            "verification_uri": address,
            "verification_uri_complete": f"{address}?user_code={user_code}",
            "expires_in": int(LIFETIME.total_seconds()),
            "interval": INTERVAL_SECONDS,
        }
