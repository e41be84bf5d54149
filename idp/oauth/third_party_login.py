"""Third-party initiated login: the citizen begins at our list of applications (OpenID Connect Core, 4)."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from idp.oauth.client import RegisteredClient
from idp.oauth.response_modes import with_query

MEMBER = "initiate_login_uri"


def login_address(client: RegisteredClient, issuer: str) -> str | None:
    """Where an application begins a sign-in here; None for one that cannot be asked to.

    It learns who asks it to (`iss`) and where the citizen wants to go: its own front page, if that is at an origin
    its answers may go to. It learns nothing of the citizen: there is no `login_hint`.

    Args:
        client: The application.
        issuer: The issuer identifier.
    """
    address = client.registered(MEMBER)
    if not isinstance(address, str) or urlsplit(address).scheme not in ("https", "http"):
        return None
    page = client.registered("client_uri")
    is_own = isinstance(page, str) and _origin(page) in _origins(client.redirect_uris)
    target: dict[str, Any] = {"target_link_uri": page} if is_own else {}
    return with_query(address, {"iss": issuer, **target})


def _origins(addresses: Iterable[str]) -> set[str]:
    return {_origin(address) for address in addresses if urlsplit(address).netloc}


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}".lower()
