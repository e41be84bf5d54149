"""What the coach needs to know of a call, without the values: digests, lengths, names. For the sandbox only.

The coach reads it in `idp/relying_parties/coach_evidence.py`.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from idp.crypto.digests import digest
from idp.oauth.faults import switched_on
from idp.oauth.request import ProtocolRequest, Sender

SECRET_NAMES = frozenset(
    {"access_token", "refresh_token", "id_token", "code", "client_secret", "client_assertion", "token"}
)
"""Parameters that have no place in an address."""

_DIGEST_SIGNS = 16
_PRESENTED = ("code", "refresh_token", "device_code")
_LONGEST_ADDRESS = 8_192


def of_authorization(asked: ProtocolRequest) -> dict[str, Any]:
    """What an authorization request shows of the care its application takes."""
    state, nonce = asked.get("state") or "", asked.get("nonce")
    return {
        "state": short(state) if state else None,
        "state_length": len(state),
        "state_signs": len(set(state)),
        "nonce": short(nonce) if nonce else None,
        "pkce": asked.get("code_challenge_method"),
        "openid": "openid" in (asked.get("scope") or "").split(),
        "whole": whole(asked),
    }


def whole(asked: ProtocolRequest) -> str:
    """By this an authorization request is known again, when its page is loaded once more and when it is answered."""
    kept = asked.payload.kept()
    return short("\n".join(f"{name}={kept[name]}" for name in sorted(kept)))


def of_token_request(asked: ProtocolRequest) -> dict[str, Any]:
    """Which grant was used, and by what of its own a second use of the same thing is known."""
    presented = next((value for name in _PRESENTED if (value := asked.get(name))), None)
    grant = asked.get("grant_type")
    return {
        "grant": grant[:100] if grant else None,
        "spent": short(presented) if presented else None,
        "is_proven": asked.auth_method is not None,
    }


def of_everything(asked: ProtocolRequest | None, sender: Sender, now: datetime) -> dict[str, Any]:
    """What every call may show: the authorization it is about, and the faults that were on."""
    on = sorted(switched_on(sender.faults, now))
    concerns = asked.concerns if asked is not None else None
    return {**({"about": short(concerns)} if concerns else {}), **({"faults": on} if on else {})}


def secrets_in(names: Iterable[str], referrer: str | None) -> list[str]:
    """Names of secrets in the address of a request, or in that of the page that led here.

    Args:
        names: Of the parameters in the address.
        referrer: The `Referer` header.
    """
    found = set(names)
    if referrer and len(referrer) <= _LONGEST_ADDRESS:
        try:
            parts = urlsplit(referrer)
            found |= {name for part in (parts.query, parts.fragment) for name, _ in parse_qsl(part)}
        except ValueError:
            pass
    return sorted(found & SECRET_NAMES)


def short(text: str) -> str:
    """By this a value is known again; it does not lead back to it."""
    return digest(text)[:_DIGEST_SIGNS]
