"""Session state: how an application's page asks, without a request, whether the citizen's session is still the same.

Source: OpenID Connect Session Management 1.0, 2 and 3.2. The other half is `web/static/check_session.js`.
"""

import hashlib
from urllib.parse import urlsplit

from idp.crypto.digests import new_secret

_DEFAULT_PORTS = {"https": 443, "http": 80}


def session_state(client_id: str, redirect_uri: str, browser_state: str, salt: str | None = None) -> str:
    """What an authorization response tells the application of the browser's state.

    Args:
        client_id: The application.
        redirect_uri: Where the answer goes; its page asks from the same origin.
        browser_state: What the browser's cookie holds.
        salt: Made for each answer if left out.
    """
    salt = salt or new_secret(16)
    said = f"{client_id} {origin_of(redirect_uri)} {browser_state} {salt}"
    return f"{hashlib.sha256(said.encode()).hexdigest()}.{salt}"


def origin_of(address: str) -> str:
    """The origin of an address as a browser writes it (HTML, 7.1.1); `null` for a private scheme."""
    parts = urlsplit(address)
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        return "null"
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    is_usual = parts.port in (None, _DEFAULT_PORTS[parts.scheme])
    return f"{parts.scheme}://{host}" if is_usual else f"{parts.scheme}://{host}:{parts.port}"
