"""Settings of the protocol's extensions; `config.py` has all the others, and reads these with them."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from idp.variables import Variables, setting


def _address(value: str) -> str:
    parts = urlsplit(value)
    if value and (parts.scheme != "https" or not parts.netloc or parts.path.strip("/") or parts.query):
        raise ValueError("must be an https address without path, or empty")
    return value.rstrip("/")


def _key_sets(value: dict[str, Any]) -> dict[str, Any]:
    return {issuer: _key_set(keys) for issuer, keys in value.items()}


def _key_set(value: object) -> dict[str, Any]:
    if isinstance(value, str):
        try:
            value = json.loads(Path(value).read_text("utf-8"))
        except (OSError, ValueError):
            raise ValueError(f"{value} cannot be read as a JSON Web Key Set") from None
    if not isinstance(value, dict) or not isinstance(value.get("keys"), list):
        raise ValueError("every issuer needs a JSON Web Key Set (RFC 7517, 5), or the path of one")
    return value


@dataclass(frozen=True, kw_only=True)
class ProtocolSettings(Variables):
    """What a deployment decides about extensions of the protocol."""

    registration: Literal["closed", "open"] = setting(
        "closed",
        "Who may register an application at `/oauth/register`: `closed`, whoever has an initial access token "
        "(`idp client invite`, or the console); `open`, anybody. Production refuses `open`.",
    )
    mtls_address: str = setting(
        "",
        "Where clients are asked for their TLS certificates, like `https://mtls.id.anlien.example`: the same "
        "provider behind a trusted proxy that passes them on (`deploy/nginx/`). Empty: mutual TLS is not offered.",
        _address,
    )
    software_statement_issuers: dict[str, Any] = setting(
        {},
        "Trusted issuers of software statements: a JSON object from issuer to JSON Web Key Set, or to the path of "
        "one. Empty: none.",
        _key_sets,
        expected="must be a JSON object from issuer to key set",
    )
