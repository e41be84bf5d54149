"""A register inside the process, one behind a real socket, and the provider's view of both."""

from collections.abc import Iterator
from datetime import timedelta
from threading import Thread

import pytest
from werkzeug.serving import make_server

from idp.registry.client import RegisterClient
from idp.registry.connect import from_url
from idp.registry.in_process import InProcessExchange
from idp.registry.mock.app import create_app
from idp.registry.mock.consumers import DEMO_KEY
from idp.registry.mock.population import Population
from idp.registry.mock.register import Register
from idp.registry.mock.signing import Signer
from tests.moments import MovingClock


@pytest.fixture
def register(clock: MovingClock) -> Register:
    return Register(Population("tiny"), clock=clock)


@pytest.fixture
def asked(register: Register, clock: MovingClock) -> RegisterClient:
    """The port, over the register inside this process."""
    return RegisterClient(InProcessExchange(register), clock)


@pytest.fixture
def served(register: Register) -> Iterator[str]:
    """The address of the same register behind a real socket."""
    server = make_server("127.0.0.1", 0, create_app(register, Signer("test")), threaded=True)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def over_http(served: str, clock: MovingClock) -> Iterator[RegisterClient]:
    """The port, over the real socket."""
    connected = from_url(
        served, api_key=DEMO_KEY, timeout=timedelta(seconds=5), may_fetch_keys=True, clock=clock
    )
    assert isinstance(connected, RegisterClient)
    yield connected
    connected.close()
