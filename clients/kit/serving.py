"""Starts an application. Werkzeug's threaded server is enough for a sample.

A department in production puts the same application behind a WSGI server of its choice: `create_app` gives it one.
"""

import logging
import signal

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from clients.kit.settings import Settings, WrongSetting


class _Handler(WSGIRequestHandler):
    """Writes no line per request: addresses of callbacks hold codes, and codes do not belong into logs."""

    def log_request(self, code: object = "-", size: object = "-") -> None:
        """Say nothing."""

    def version_string(self) -> str:
        """Tell nobody what runs here."""
        return "application"


def serve(app: Flask, settings: Settings) -> None:
    """Serve until the program is asked to end.

    Raises:
        WrongSetting: The port is taken.
    """
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    try:
        server = make_server(settings.host, settings.port, app, threaded=True, request_handler=_Handler)
    except (OSError, SystemExit) as reason:
        raise WrongSetting(f"Port {settings.port} on {settings.host} cannot be used: {reason}") from reason
    signal.signal(signal.SIGTERM, _end)
    print(f"{settings.name}: {settings.base_url}", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass
    finally:
        server.server_close()


def _end(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt
