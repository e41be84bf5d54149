"""SMS through an HTTP gateway: `POST {"to", "text", "id"}`, answered by any 2xx."""

from base64 import b64encode
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import unquote, urlsplit, urlunsplit

from idp.outbound.addresses import AddressForbidden
from idp.outbound.delivery import Deliverer, DeliveryFailed, Send
from idp.outbound.http import NoAnswer, Outgoing
from idp.outbound.outbox import Parcel
from idp.variables import ConfigurationError

KIND = "sms"
_WORTH_ANOTHER_TRY = {401, 403, 408, 409, 425, 429}
"""Client errors that may pass: a limit, or a key that somebody is about to correct."""


@dataclass(frozen=True)
class SmsGateway:
    """Where SMS are handed over."""

    url: str
    authorization: str = field(default="", repr=False)

    @classmethod
    def from_url(cls, url: str) -> Self:
        """The gateway behind `https://login:password@host/path`; a login alone is sent as a bearer token.

        Raises:
            ConfigurationError: It is no http(s) address.
        """
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ConfigurationError("IDP_SMS_URL must be the http(s) address of a gateway, or messages:.")
        bare = urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
        login, password = unquote(parts.username or ""), unquote(parts.password or "")
        if password:
            return cls(bare, "Basic " + b64encode(f"{login}:{password}".encode()).decode("ascii"))
        return cls(bare, f"Bearer {login}" if login else "")


class GatewaySms(Deliverer):
    """Hands SMS to a gateway."""

    def __init__(self, gateway: SmsGateway, http: Outgoing) -> None:
        self._gateway = gateway
        self._http = http

    def prepare(self, parcel: Parcel) -> Send:
        """Compose the request. The key lets a gateway drop a double."""
        content = {"id": parcel.id, "to": parcel.payload["to"], "text": parcel.payload["text"]}
        headers = {"Idempotency-Key": parcel.id}
        if self._gateway.authorization:
            headers["Authorization"] = self._gateway.authorization
        return lambda: self._send(content, headers)

    def _send(self, content: dict[str, str], headers: dict[str, str]) -> None:
        try:
            answer = self._http.post_json(self._gateway.url, content, headers)
        except NoAnswer as failure:
            raise DeliveryFailed(failure.reason) from None
        except AddressForbidden:
            raise DeliveryFailed("forbidden_address") from None
        if not answer.is_success:
            is_final = 400 <= answer.status < 500 and answer.status not in _WORTH_ANOTHER_TRY
            raise DeliveryFailed(f"status_{answer.status}", is_final=is_final)
