"""Authlib's Flask client, with what it leaves to the application: whose metadata, which `aud`, which level."""

from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import FlaskOAuth2App, OAuth, OAuthError
from flask import Flask, current_app
from joserfc.errors import JoseError

from clients.kit.provider import SECONDS_TO_CONNECT_AND_READ, Provider
from clients.kit.settings import Settings

NAME = "sen"
LEVELS = (1, 2, 3, 4)

REFUSALS = (AuthlibBaseError, JoseError, ValueError, TypeError, KeyError, AttributeError)
"""What Authlib raises when an answer or a token is not good; the last three when it is no JSON object at all."""


class ProviderApp(FlaskOAuth2App):
    """Takes metadata and keys from one place, where they are checked and kept for a while."""

    def load_server_metadata(self) -> dict[str, Any]:
        """The provider's metadata."""
        return provider().metadata()

    def fetch_jwk_set(self, force: bool = False) -> dict[str, Any]:
        """The provider's keys."""
        return provider().key_set(force=force)


class ProviderOAuth(OAuth):
    """Authlib's registry, for this kind of client."""

    oauth2_client_cls = ProviderApp


def register_provider(app: Flask, settings: Settings, scope: str) -> None:
    """Tell Authlib about the provider. Nothing is fetched yet: the application starts without it."""
    app.extensions["settings"] = settings
    app.extensions["provider"] = Provider(settings.issuer)
    oauth: Any = ProviderOAuth(app)
    oauth.register(
        NAME,
        client_id=settings.client_id,
        client_secret=settings.client_secret,
        server_metadata_url=f"{settings.issuer}/.well-known/openid-configuration",
        client_kwargs={
            "scope": scope,
            "code_challenge_method": "S256",
            "token_endpoint_auth_method": "client_secret_basic",
            "default_timeout": SECONDS_TO_CONNECT_AND_READ,
            # Tokens are renewed in `tokens.py` and kept there; Authlib would spend a refresh token behind its back.
            "leeway": 0,
        },
    )


def redirect_uri() -> str:
    """Where the provider's answers go: as registered, whatever host name a request may carry."""
    return f"{settings().base_url}/callback"


def settings() -> Settings:
    """The settings of this application."""
    found: Settings = current_app.extensions["settings"]
    return found


def provider() -> Provider:
    """The provider this application trusts."""
    found: Provider = current_app.extensions["provider"]
    return found


def client() -> ProviderApp:
    """Authlib's client of this application."""
    found: ProviderApp = current_app.extensions["authlib.integrations.flask_client"].create_client(NAME)
    return found


def tokens_for_code() -> dict[str, Any]:
    """Exchange the code of this callback; the answer's `userinfo` holds the ID token's claims, checked.

    Raises:
        OAuthError, JoseError, ValueError: Something about it is not good.
    """
    tokens: dict[str, Any] = client().authorize_access_token(claims_options=_claims_options())
    if not tokens.get("userinfo"):
        # Authlib lets an answer without an ID token pass.
        raise OAuthError("invalid_token", "the answer has no ID token")
    return tokens


def facts_of(tokens: dict[str, Any]) -> dict[str, Any]:
    """What UserInfo says about the citizen of an ID token.

    Raises:
        OAuthError: It speaks about somebody else (OpenID Connect Core, 5.3.2).
    """
    facts = dict(client().userinfo(token=tokens))
    if facts.get("sub") != tokens["userinfo"]["sub"]:
        raise OAuthError("invalid_token", "UserInfo speaks about somebody else")
    return facts


def level_of(acr: object) -> int:
    """The authentication level an `acr` value means; 1 where it says nothing we know.

    Args:
        acr: The provider's URI, its alias (`LoA2`) or the bare number.
    """
    spellings = {f"{provider().issuer}/acr/": "", "LoA": ""}
    text = str(acr or "")
    for prefix in spellings:
        text = text.removeprefix(prefix)
    return int(text) if text in [str(level) for level in LEVELS] else LEVELS[0]


def _claims_options() -> dict[str, Any]:
    # Authlib compares `aud` only when it is told to: it would take another client's token with our `azp`.
    return {
        "iss": {"essential": True, "value": provider().issuer},
        "aud": {"essential": True, "value": client().client_id},
    }
