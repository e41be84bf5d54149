"""Settings of the protocol's extensions; `config.py` has all the others, and reads these with them."""

import json
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode


class ProtocolSettings(BaseSettings):
    """What a deployment decides about extensions of the protocol."""

    registration: Literal["closed", "open"] = Field(
        "closed",
        description="Who may register an application at `/oauth/register`: `closed`, whoever has an initial access "
        "token (`idp client invite`, or the console); `open`, anybody. Production refuses `open`.",
    )
    mtls_address: str = Field(
        "",
        description="Where clients are asked for their TLS certificates, like `https://mtls.id.anlien.example`: the "
        "same provider behind a trusted proxy that passes them on (`deploy/nginx/`). Empty: mutual TLS is not offered.",
    )
    software_statement_issuers: Annotated[dict[str, Any], NoDecode] = Field(
        {},
        description="Trusted issuers of software statements: a JSON object from issuer to JSON Web Key Set, or to the "
        "path of one. Empty: none.",
    )

    @field_validator("mtls_address")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme != "https" or not parts.netloc or parts.path.strip("/") or parts.query):
            raise ValueError("must be an https address without path, or empty")
        return value.rstrip("/")

    @field_validator("software_statement_issuers", mode="before")
    @classmethod
    def _key_sets_are_there(cls, value: object) -> object:
        if isinstance(value, str):
            try:
                value = json.loads(value or "{}")
            except ValueError:
                raise ValueError("must be a JSON object from issuer to key set") from None
        if not isinstance(value, dict):
            raise ValueError("must be a JSON object from issuer to key set")
        return {str(issuer): _key_set(keys) for issuer, keys in value.items()}


def _key_set(value: object) -> dict[str, Any]:
    if isinstance(value, str):
        try:
            value = json.loads(Path(value).read_text("utf-8"))
        except (OSError, ValueError):
            raise ValueError(f"{value} cannot be read as a JSON Web Key Set") from None
    if not isinstance(value, dict) or not isinstance(value.get("keys"), list):
        raise ValueError("every issuer needs a JSON Web Key Set (RFC 7517, 5), or the path of one")
    return value
