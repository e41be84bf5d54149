"""The tokens of a session: they never leave the server. An access token is renewed when it is about to expire."""

import time
from typing import Any

import requests
from authlib.integrations.base_client import OAuthError
from flask import session

from clients.kit.oidc import client
from clients.kit.provider import ProviderUnreachable

SECONDS_BEFORE_EXPIRY = 30
_KEPT = ("access_token", "expires_at", "refresh_token", "id_token")


class SignInNeeded(Exception):
    """What the citizen allowed no longer holds: they have to sign in again."""


def keep_tokens(tokens: dict[str, Any]) -> None:
    """Keep what a token response gave. Its other members are in the ID token, or of no use."""
    session["tokens"] = {name: tokens[name] for name in _KEPT if tokens.get(name) is not None}


def id_token() -> str | None:
    """The ID token, as a hint when signing out or stepping up."""
    hint: str | None = session.get("tokens", {}).get("id_token")
    return hint


def access_token() -> str:
    """A token for calling interfaces on behalf of the citizen.

    Raises:
        SignInNeeded: There is none, and none can be had without the citizen.
        ProviderUnreachable: It has to be renewed, and the provider does not answer.
    """
    tokens = session.get("tokens") or {}
    if not tokens.get("access_token"):
        raise SignInNeeded
    if tokens.get("expires_at", 0) - SECONDS_BEFORE_EXPIRY <= time.time():
        return renewed_access_token()
    return str(tokens["access_token"])


def renewed_access_token() -> str:
    """A fresh token by refresh token (RFC 6749, 6).

    Raises:
        SignInNeeded: The provider refuses: the session there ended, or the citizen took the permission back.
        ProviderUnreachable: It does not answer.
    """
    tokens = session.get("tokens") or {}
    if not tokens.get("refresh_token"):
        raise SignInNeeded
    try:
        untyped: Any = client()
        fresh = untyped.fetch_access_token(grant_type="refresh_token", refresh_token=tokens["refresh_token"])
    except OAuthError as refusal:
        session["tokens"] = {"id_token": tokens.get("id_token")}
        raise SignInNeeded from refusal
    except (requests.RequestException, ValueError) as reason:
        raise ProviderUnreachable(f"refreshing: {type(reason).__name__}") from reason
    # Rotation may hand out another refresh token; where it does not, the old one goes on.
    keep_tokens({**tokens, **fresh})
    return str(fresh["access_token"])
