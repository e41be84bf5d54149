"""An application is told that an answer is there, or that none came in time, and fetches it.

Source: OpenID Connect CIBA Core 1.0, 10.2 (the mode ping) and 11 (what it is told when it asks).
"""

from datetime import timedelta
from http import HTTPStatus

from idp.outbound.addresses import AddressForbidden
from idp.outbound.delivery import Deliverer, DeliveryFailed, Send
from idp.outbound.http import NoAnswer, Outgoing
from idp.outbound.outbox import Outbox, Parcel
from idp.store.repositories.clients import Clients

KIND = "ciba_ping"
ENDPOINT = "backchannel_client_notification_endpoint"
KEEP_TRYING = timedelta(minutes=30)
"""No longer than the longest request may wait."""

_WORTH_ANOTHER_TRY = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS}


class PingDelivery(Deliverer):
    """Posts pings. They tell nothing but which request it is."""

    def __init__(self, outbox: Outbox, clients: Clients, http: Outgoing) -> None:
        self._outbox = outbox
        self._clients = clients
        self._http = http

    def queue(self, client_id: str, auth_req_id: str, token: str) -> None:
        """Have an application told, in the transaction that ends the waiting.

        Args:
            client_id: The application.
            auth_req_id: The request that waits no more.
            token: What it wants to be told with; without one it does not.
        """
        if token:
            said = {"auth_req_id": auth_req_id, "token": token}
            self._outbox.add(KIND, said, client_id=client_id, keep_trying=KEEP_TRYING)

    def prepare(self, parcel: Parcel) -> Send:
        """Look up the address that is registered now."""
        client = self._clients.find(parcel.client_id or "")
        address = client.metadata_.get(ENDPOINT) if client is not None and client.is_usable else None
        if not address:
            raise DeliveryFailed("no_address", is_final=True)
        content = {"auth_req_id": parcel.payload["auth_req_id"]}
        headers = {"Authorization": f"Bearer {parcel.payload['token']}"}
        return lambda: self._send(address, content, headers)

    def _send(self, address: str, content: dict[str, str], headers: dict[str, str]) -> None:
        try:
            answer = self._http.post_json(address, content, headers)
        except NoAnswer as failure:
            raise DeliveryFailed(failure.reason) from None
        except AddressForbidden:
            raise DeliveryFailed("forbidden_address") from None
        if not answer.is_success:
            is_final = 300 <= answer.status < 500 and answer.status not in _WORTH_ANOTHER_TRY
            raise DeliveryFailed(f"status_{answer.status}", is_final=is_final)
