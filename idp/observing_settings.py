"""Settings of what the provider tells about itself; `config.py` has all the others, and reads these with them."""

from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from idp.variables import Secret, Variables, setting

SHORTEST_TOKEN = 16


def _long_token(value: Secret) -> Secret:
    if value.reveal() and len(value.reveal()) < SHORTEST_TOKEN:
        raise ValueError(f"must have at least {SHORTEST_TOKEN} characters, or be empty")
    return value


def _collector(value: str) -> str:
    parts = urlsplit(value)
    if value and (
        parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment
    ):
        raise ValueError("must be an http(s) address without query or fragment, or empty")
    return value


@dataclass(frozen=True, kw_only=True)
class ObservingSettings(Variables):
    """What a deployment decides about logs, metrics and traces."""

    log_format: Literal["", "json", "text"] = setting(
        "", "How log lines are written. Empty: `json` in production, `text` in the demo."
    )
    metrics_token: Secret = setting(
        Secret(""),
        "The bearer token Prometheus reads `/metrics` with, at least 16 characters. Empty: nothing is measured, and "
        "there is no such page.",
        _long_token,
    )
    tracing_endpoint: str = setting(
        "",
        "Where traces are sent to (OTLP over HTTP, like `http://localhost:4318/v1/traces`); needs the extra "
        "`tracing`. Empty: no traces.",
        _collector,
    )
