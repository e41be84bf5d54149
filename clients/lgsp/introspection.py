"""Asking the provider whether a token still holds (RFC 7662): before anything is written, and only then.

A signed token is good until it expires, a few minutes at most. Where that is too long, one question more is asked.
"""

from typing import Any

import requests

from clients.kit.provider import SECONDS_TO_CONNECT_AND_READ, Provider, ProviderUnreachable
from clients.kit.settings import Settings


class Introspection:
    """The provider's word about tokens, for a resource server that is registered there."""

    def __init__(self, provider: Provider, settings: Settings) -> None:
        self._provider = provider
        self._credentials = settings.client_id, settings.client_secret

    @property
    def is_possible(self) -> bool:
        """Whether this resource server can authenticate itself."""
        return bool(self._credentials[1])

    def is_active(self, token: str) -> bool:
        """Whether a token still holds.

        Raises:
            ProviderUnreachable: Nobody can say.
        """
        endpoint = self._provider.metadata().get("introspection_endpoint")
        if not isinstance(endpoint, str):
            raise ProviderUnreachable("the provider has no introspection endpoint")
        try:
            answer = requests.post(
                endpoint,
                {"token": token, "token_type_hint": "access_token"},
                auth=self._credentials,
                timeout=SECONDS_TO_CONNECT_AND_READ,
                allow_redirects=False,
            )
            answer.raise_for_status()
            said: Any = answer.json()
        except (requests.RequestException, ValueError) as reason:
            raise ProviderUnreachable(f"introspection: {type(reason).__name__}") from reason
        return isinstance(said, dict) and said.get("active") is True
