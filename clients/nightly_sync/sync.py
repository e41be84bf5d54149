"""Client credentials (RFC 6749, 4.4): the program signs in as itself, with no citizen and no browser."""

import json
from typing import Any

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session

from clients.kit.provider import SECONDS_TO_CONNECT_AND_READ, Provider, ProviderUnreachable
from clients.kit.settings import Settings

SCOPE = "lgsp:sync"


class CannotSync(Exception):
    """Why nothing was sent, in one sentence without secrets."""


def sync(settings: Settings, platform: str, figures: str) -> int:
    """Send figures; how many the platform has afterwards.

    Args:
        settings: Who this program is at the provider.
        platform: The platform's address.
        figures: A JSON document, see `figures.json`.

    Raises:
        CannotSync: They were not taken. Sending them again does no harm.
    """
    try:
        document = json.loads(figures)
        with _session(settings) as session:
            _checked(session.post(f"{platform}/api/sync", json=document))
            return len(_checked(session.get(f"{platform}/api/statistics"))["figures"])
    except OAuthError as refusal:
        raise CannotSync(f"the provider refused: {refusal.error}") from refusal
    except (ProviderUnreachable, requests.RequestException) as silence:
        raise CannotSync(f"no answer ({type(silence).__name__})") from silence
    except (ValueError, KeyError) as unreadable:
        raise CannotSync(f"not readable ({type(unreadable).__name__})") from unreadable


def _session(settings: Settings) -> OAuth2Session:
    endpoint = Provider(settings.issuer).metadata()["token_endpoint"]
    session = OAuth2Session(
        settings.client_id, settings.client_secret, scope=SCOPE, default_timeout=SECONDS_TO_CONNECT_AND_READ
    )
    session.fetch_token(endpoint, grant_type="client_credentials")
    return session


def _checked(answer: requests.Response) -> dict[str, Any]:
    if answer.status_code != requests.codes.ok:
        challenge = answer.headers.get("WWW-Authenticate", "")
        raise CannotSync(
            f"the platform answered {answer.status_code} {answer.text[:200]} {challenge[:200]}".strip()
        )
    document: dict[str, Any] = answer.json()
    return document
