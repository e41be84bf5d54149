"""`idp serve`: it ends without dropping anybody, replaces its processes unnoticed, and is not held up by the slow."""

import os
import resource
import signal
import socket
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from time import monotonic

import psutil
import pytest
from sqlalchemy.exc import OperationalError

from idp import serving
from idp.web.current import services
from tests.engines import ENGINES, workshop
from tests.servers import Server, provider
from tests.waiting import until

FORM = b"grant_type=client_credentials&client_id=x&client_secret=y"
HEAD = (
    b"POST /oauth/token HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Content-Length: %d\r\n\r\n" % len(FORM)
)
PAGE = b"GET /sign-in HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
PROBE = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("serving")
    url = ENGINES["sqlite"](workshop()).fresh(folder)
    # One process: nobody else takes over while it is replaced. It waits long enough for what has begun, and no longer
    # than the tests need for who never finishes.
    settings = {"workers": "1", "stop_wait": "PT6S", "embedded_worker": "false"}
    with provider(url, folder, population_url="http://localhost:9", **settings) as running:
        yield running


def connected(server: Server, seconds: float = 30) -> socket.socket:
    return socket.create_connection(("127.0.0.1", int(server.address.rpartition(":")[2])), seconds)


def answer(connection: socket.socket) -> bytes:
    """All of an answer after which the connection ends."""
    return b"".join(iter(lambda: connection.recv(65536), b""))


def is_shut(server: Server) -> bool:
    """Whether nobody is let in: at first nothing is heard, then connections are refused."""
    try:
        connected(server, 0.3).close()
    except OSError:
        return True
    return False


@contextmanager
def crowd(server: Server, *, hesitating: float = 0) -> Iterator[Counter[str]]:
    """Twelve who ask for a page again and again, each time on a new connection; what came of it.

    Args:
        server: Whom they ask.
        hesitating: Seconds between being connected and asking. Who in fact took longer than is waited for, on a busy
            machine, is not counted.
    """
    counted: Counter[str] = Counter()
    enough = threading.Event()

    def ask() -> None:
        while not enough.is_set():
            try:
                connection = connected(server)
            except OSError:
                counted["refused"] += 1
                enough.wait(0.02)
                continue
            with connection:
                begun = monotonic()
                enough.wait(hesitating)
                took = monotonic() - begun
                try:
                    connection.sendall(PAGE)
                    said = answer(connection)
                except OSError as error:
                    said = type(error).__name__.encode()
            if took > 0.4:
                continue
            whole = said.startswith(b"HTTP/1.1 200") and said.rstrip().endswith(b"</html>")
            counted["answered" if whole else f"dropped: {said[:40]!r}"] += 1

    threads = [threading.Thread(target=ask) for _ in range(12)]
    for thread in threads:
        thread.start()
    try:
        yield counted
    finally:
        enough.set()
        for thread in threads:
            thread.join()


def test_half_a_head_and_idle_connections_hold_up_nobody(server):
    with ExitStack() as stack:
        for count in range(1_500):
            slow = stack.enter_context(connected(server))
            slow.sendall(b"GET /healthz HTTP/1.1\r\nHost: loc" if count % 2 else b"")
        with connected(server) as quick:
            quick.settimeout(5)
            quick.sendall(PROBE)
            assert answer(quick).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"GET /healthz HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 300_000 + b"\r\n\r\n", b"431"),
        (b"GET /healthz HTTP/1.1\r\nHost: x\r\n" + b"X: a\r\n" * 300 + b"\r\n", b"431"),
        (HEAD.replace(b"Content-Length: %d" % len(FORM), b"Content-Length: 99999999"), b"413"),
    ],
)
def test_what_is_too_large_is_refused(server, head, status):
    with connected(server) as connection:
        with suppress(OSError):  # it may be refused before it is read to the end
            connection.sendall(head)
        assert connection.recv(64).split()[1] == status


def test_http_2_is_left_to_the_proxy(server):
    with connected(server) as connection:
        connection.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")

        assert not connection.recv(64).startswith(b"\x00\x00")


@pytest.mark.parametrize("hesitating", [0, 0.05], ids=["asking at once", "connected before they ask"])
def test_processes_are_replaced_and_nobody_notices(server, hesitating):
    before = {child.pid for child in psutil.Process(server.process.pid).children()}

    def others() -> bool:
        return not before & {child.pid for child in psutil.Process(server.process.pid).children()}

    with crowd(server, hesitating=hesitating) as counted:
        os.kill(server.process.pid, signal.SIGHUP)
        until(others, seconds=60, what="other processes")

    assert set(counted) == {"answered"}


def test_told_to_stop_it_answers_what_has_begun_and_leaves_behind_who_never_finishes(server):
    # Last of this module: the server is gone afterwards.
    with connected(server) as begun, connected(server) as endless, crowd(server) as counted:
        until(lambda: counted["answered"] > 20, what="a crowd")
        for each in (begun, endless):
            each.sendall(HEAD + FORM[:10])
        os.kill(server.process.pid, signal.SIGTERM)
        until(lambda: is_shut(server), what="a shut door")
        assert server.process.poll() is None
        begun.sendall(FORM[10:])
        assert begun.recv(64).startswith(b"HTTP/1.1 401")
        server.process.wait(20)

    assert set(counted) == {"answered", "refused"}


def test_a_second_server_is_told_that_the_address_is_taken():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        second = serving._OneDoor("nothing:at_all", port=taken.getsockname()[1])
        with pytest.raises(SystemExit, match="cannot be listened on: Address already in use"):
            second._init_shared_socket()


@pytest.mark.parametrize(
    ("limits", "set_to"),
    [
        ((1024, 4096), (4096, 4096)),
        ((1024, resource.RLIM_INFINITY), (9000, resource.RLIM_INFINITY)),
        ((20_000, 20_000), None),
        ((resource.RLIM_INFINITY, resource.RLIM_INFINITY), None),
    ],
)
def test_files_are_allowed_as_far_as_the_system_permits(limits, set_to, monkeypatch):
    asked: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "getrlimit", lambda _: limits)
    setting: Callable[..., None] = lambda _, wanted: asked.append(wanted)  # noqa: E731  one line of a stub
    monkeypatch.setattr(resource, "setrlimit", setting)

    serving._allow_files(9000)

    assert asked == ([set_to] if set_to else [])


def test_a_process_knows_its_keys_before_anybody_asks(app, monkeypatch):
    ring = services().ring
    ring.forget()
    serving.know_keys(app)

    monkeypatch.setattr(ring, "_read", _no_database)
    assert ring.public_jwks()["keys"]


def test_a_process_starts_without_a_database_all_the_same(app, monkeypatch):
    ring = services().ring
    ring.forget()
    monkeypatch.setattr(ring, "_read", _no_database)

    serving.know_keys(app)

    assert ring.glance() is None


def _no_database() -> list[object]:
    raise OperationalError("SELECT 1", {}, OSError("nobody answers"))


@pytest.mark.skipif(sys.platform != "linux", reason="who has what open is seen in /proc")
def test_a_process_is_seen_to_have_a_socket_open_until_it_closes_it():
    with socket.create_server(("127.0.0.1", 0)) as door:
        number = os.fstat(door.fileno()).st_ino
        assert serving._has_open(os.getpid(), number)
        assert not serving._has_open(os.getpid(), number + 10_000_000)
        assert not serving._has_open(2**22 + 1, number)

    assert not serving._has_open(os.getpid(), number)
