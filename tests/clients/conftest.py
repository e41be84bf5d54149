"""The provider of these tests, and each application as somebody's browser sees it."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from flask import Flask
from werkzeug.serving import make_server
from werkzeug.test import TestResponse

from clients.kit.settings import Settings
from clients.lgsp.app import create_app as create_platform
from clients.portal.sharing import SharingPlatform
from tests.clients.fake_provider import SECRET, FakeProvider, running_provider
from tests.clients.visitor import Visitor

CREATE = {"portal": "clients.portal.app", "health": "clients.health.app", "land": "clients.land.app"}


@pytest.fixture
def provider() -> Iterator[FakeProvider]:
    with running_provider() as fake:
        yield fake


@pytest.fixture
def application(provider: FakeProvider, tmp_path: Path) -> Callable[[str], Flask]:
    """An application by its name."""

    def built(name: str) -> Flask:
        module = __import__(CREATE[name], fromlist=["create_app"])
        app: Flask = module.create_app(settings_of(name, provider, tmp_path))
        return app

    return built


@pytest.fixture
def portal(application: Callable[[str], Flask]) -> Visitor:
    return Visitor(application("portal"))


@pytest.fixture
def health(application: Callable[[str], Flask]) -> Visitor:
    return Visitor(application("health"))


@pytest.fixture
def land(application: Callable[[str], Flask]) -> Visitor:
    return Visitor(application("land"))


@pytest.fixture
def platform(provider: FakeProvider, portal: Visitor, tmp_path: Path) -> Iterator[Any]:
    """The data-sharing platform, listening on this machine, as the portal calls it."""
    server: Any = make_server("localhost", 0, lambda *_: [], threaded=True)
    address = f"http://localhost:{server.server_port}"
    server.app = create_platform(Settings("lgsp", provider.issuer, "lgsp", "", address, data_dir=tmp_path))
    provider.audience = [address]
    portal.app.extensions["sharing"] = SharingPlatform(address)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def settings_of(name: str, provider: FakeProvider, folder: Path) -> Settings:
    return Settings(
        name=name,
        issuer=provider.issuer,
        client_id=name,
        client_secret=SECRET,
        base_url="http://localhost",
        data_dir=folder,
    )


def parameters(response: TestResponse) -> dict[str, str]:
    """What a redirect carries."""
    from urllib.parse import parse_qsl

    return dict(parse_qsl(urlsplit(response.location).query))
