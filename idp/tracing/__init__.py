"""Traces for OpenTelemetry: an extra, loaded only where `IDP_TRACING_ENDPOINT` says so.

`spans.py` needs the libraries of the extra; this module does not, and says so where they are missing.
"""

from importlib.util import find_spec

from flask import Flask

from idp.variables import ConfigurationError

PARTS = ("sdk", "exporter", "instrumentation")


def check_installed() -> None:
    """See that the extra is there.

    Raises:
        ConfigurationError: It is not.
    """
    if find_spec("opentelemetry") is None or any(
        find_spec(f"opentelemetry.{part}") is None for part in PARTS
    ):
        raise ConfigurationError(
            "IDP_TRACING_ENDPOINT is set, but the extra `tracing` is not installed: pip install '.[tracing]'."
        )


def begin_tracing(app: Flask, endpoint: str) -> None:
    """Trace requests and statements of an application. Called before anything else looks at its requests.

    Args:
        app: The application; its database is set up.
        endpoint: Where spans are sent to, OTLP over HTTP.

    Raises:
        ConfigurationError: The extra is not installed.
    """
    check_installed()
    from idp.tracing import spans  # noqa: PLC0415  only now is it known that it can be

    spans.trace(app, spans.sender_to(endpoint))
