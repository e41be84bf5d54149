"""nginx in front of several providers: who fails is passed over, nothing is done twice, and people are told to wait."""

import getpass
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import requests

from tests.deploy.test_nginx import NGINX, configuration, for_machines
from tests.servers import free_ports, running

BURST = 25
"""Requests of one address that come at once, here; the real configuration allows more."""


@dataclass
class Stub:
    """Stands for a provider: counts what comes, and breaks off unanswered when it is told to."""

    port: int
    breaks_off: bool = False
    came: list[str] = field(default_factory=list)

    @contextmanager
    def listening(self) -> Iterator[None]:
        stub = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                stub.came.append(f"{self.command} {self.path}")
                if stub.breaks_off:
                    self.close_connection = True
                    return
                self.send_response(200)
                self.send_header("Content-Length", "2")
                self.send_header("Connection", "close")
                self.end_headers()
                self.wfile.write(b"ok")

            do_POST = do_GET  # noqa: N815  the name is that of http.server

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        with ThreadingHTTPServer(("127.0.0.1", self.port), Handler) as server:
            thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
            thread.start()
            try:
                yield
            finally:
                server.shutdown()
                thread.join()


@dataclass(frozen=True)
class Front:
    """nginx, and two that stand for providers."""

    address: str
    folder: Path
    stubs: tuple[Stub, Stub]

    def ask(self, path: str = "/", method: str = "GET", **more: object) -> requests.Response:
        verify = str(self.folder / "authority.pem")
        return requests.request(method, self.address + path, verify=verify, timeout=20, **more)


@pytest.fixture(scope="module")
def running_front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    assert NGINX, "./test installs nginx"
    folder = tmp_path_factory.mktemp("nginx")
    folder.chmod(0o755)
    https, mtls, plain, first, second = free_ports(5)
    conf = configuration(folder, (https, mtls, plain, first))
    usual = f"server 127.0.0.1:{first} max_fails=1 fail_timeout=5s;"
    text = conf.read_text()
    assert usual in text
    # A second machine; who has failed is asked again at once, so that tests do not wait for each other.
    both = " ".join(f"server 127.0.0.1:{port} max_fails=0;" for port in (first, second))
    text = (
        text.replace(usual, both).replace("rate=50r/s", "rate=1r/s").replace("burst=200 ", f"burst={BURST} ")
    )
    conf.write_text(text)
    with _started(folder, https, plain, (Stub(first), Stub(second))) as front:
        yield front


@pytest.fixture
def front(running_front: Front) -> Iterator[Front]:
    for stub in running_front.stubs:
        stub.breaks_off = False
        stub.came.clear()
    with ExitStack() as stack:
        for stub in running_front.stubs:
            stack.enter_context(stub.listening())
        yield running_front


def test_a_provider_that_breaks_off_is_passed_over(front):
    front.stubs[0].breaks_off = True

    assert [front.ask("/sign-in").status_code for _ in range(4)] == [200] * 4
    assert front.stubs[0].came, "the one that breaks off was not asked: the test shows nothing"


def test_what_may_have_had_an_effect_is_not_sent_twice(front):
    for stub in front.stubs:
        stub.breaks_off = True

    answer = front.ask("/oauth/token", "POST", data={"grant_type": "client_credentials"})

    assert answer.status_code == 503
    assert len([*front.stubs[0].came, *front.stubs[1].came]) == 1


def test_what_was_not_sent_yet_goes_to_another(running_front):
    running_front.stubs[1].breaks_off = False
    with running_front.stubs[1].listening():
        statuses = [running_front.ask("/oauth/token", "POST", data={"a": "b"}).status_code for _ in range(4)]

    assert statuses == [200] * 4


def test_people_wait_on_a_page_and_programs_get_json(running_front):
    page = running_front.ask("/sign-in")
    told = running_front.ask("/oauth/token", "POST", data={"a": "b"})

    assert (page.status_code, told.status_code) == (503, 503)
    assert page.headers["Retry-After"] == told.headers["Retry-After"] == "5"
    assert page.headers["Content-Type"] == "text/html"
    assert "Chưa có gì bị mất" in page.content.decode()
    assert told.headers["Content-Type"] == "application/json"
    assert told.json()["error"] == "temporarily_unavailable"


def test_half_a_body_keeps_no_provider_busy(front):
    with ExitStack() as stack:
        for _ in range(20):
            waiting = stack.enter_context(_connected(front))
            waiting.sendall(
                b"POST /oauth/token HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nhalf"
            )
        assert front.ask("/healthz").status_code == 200

        assert [*front.stubs[0].came, *front.stubs[1].came] == ["GET /healthz"]


def test_a_loop_is_slowed_and_told_when_to_come_back(front):
    answers = [front.ask("/sign-in") for _ in range(BURST + 5)]

    slowed = [answer for answer in answers if answer.status_code == 429]
    assert slowed
    assert slowed[0].headers["Retry-After"] == "5"
    assert front.ask("/.well-known/openid-configuration").status_code == 200


def test_machines_that_have_each_failed_are_asked_all_the_same(tmp_path_factory):
    folder = tmp_path_factory.mktemp("nginx")
    folder.chmod(0o755)
    https, mtls, plain, first, second = free_ports(5)
    for_machines(configuration(folder, (https, mtls, plain, first)), (first, second))
    with ExitStack() as stack:
        stubs = Stub(first, breaks_off=True), Stub(second, breaks_off=True)
        for stub in stubs:
            stack.enter_context(stub.listening())
        front = stack.enter_context(_started(folder, https, plain, stubs))

        assert [front.ask("/oauth/token", "POST", data={"a": "b"}).status_code for _ in range(2)] == [503] * 2
        for stub in stubs:
            assert stub.came.pop()
            stub.breaks_off = False

        assert front.ask("/sign-in").status_code == 200


@contextmanager
def _started(folder: Path, https: int, plain: int, stubs: tuple[Stub, Stub]) -> Iterator[Front]:
    # The processes of nginx read the waiting pages, in a folder of whoever runs the tests.
    command = [
        NGINX,
        "-c",
        folder / "nginx.conf",
        "-p",
        folder,
        "-g",
        f"daemon off; user {getpass.getuser()};",
    ]
    log = folder / "nginx-output.log"
    with running(command, address=f"http://localhost:{plain}", log=log, environment={}):
        yield Front(f"https://localhost:{https}", folder, stubs)


@contextmanager
def _connected(front: Front) -> Iterator[socket.socket]:
    tls = ssl.create_default_context(cafile=str(front.folder / "authority.pem"))
    port = int(front.address.rpartition(":")[2])
    with (
        socket.create_connection(("127.0.0.1", port), 20) as plain,
        tls.wrap_socket(plain, server_hostname="localhost") as secured,
    ):
        yield secured
