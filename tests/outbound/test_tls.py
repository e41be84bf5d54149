"""TLS on the way out: 1.3 where the other side offers it, and nothing older than 1.2."""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from cryptography import x509

from idp.outbound import tls
from idp.outbound.addresses import Policy
from idp.outbound.http import NoAnswer, Outgoing
from tests.certificates import OVER, a_certificate, issued, shown_by_a_server
from tests.receivers import receiver

LOCAL = Policy(http=True, loopback=True)


class Version(BaseHTTPRequestHandler):
    """Answers which version was agreed upon."""

    def do_POST(self) -> None:
        agreed = self.connection.version().encode()
        self.server.agreed.append(agreed.decode())
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Say nothing."""


class Quiet(ThreadingHTTPServer):
    """A handshake that fails is what a test wants."""

    daemon_threads = True

    def handle_error(self, *args: object) -> None:
        """Say nothing."""


@contextmanager
def speaking(
    folder: Path, oldest: ssl.TLSVersion, newest: ssl.TLSVersion
) -> Iterator[tuple[str, Path, list[str]]]:
    """A server of some versions; its address, its certificate, and what was agreed upon."""
    certificate, key = a_certificate(folder, "localhost")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with suppress(ValueError):
        context.minimum_version, context.maximum_version = oldest, newest
    context.set_ciphers("ALL:@SECLEVEL=0")
    server = Quiet(("127.0.0.1", 0), Version)
    server.agreed = []
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"https://localhost:{server.server_port}/", certificate, server.agreed
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def as_in_production(certificate: Path) -> Outgoing:
    """The context of production, with one more authority: nobody vouches for a test."""
    context = tls.machine_authorities.__wrapped__()
    context.load_verify_locations(certificate)
    return Outgoing(LOCAL, tls=context, seconds=3)


V1_1, V1_2, V1_3 = ssl.TLSVersion.TLSv1_1, ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3


@pytest.mark.parametrize(
    ("oldest", "newest", "agreed"),
    [(V1_2, V1_3, "TLSv1.3"), (V1_3, V1_3, "TLSv1.3"), (V1_2, V1_2, "TLSv1.2")],
)
def test_the_newest_that_both_speak(tmp_path, oldest, newest, agreed):
    with speaking(tmp_path, oldest, newest) as (address, certificate, versions):
        answer = as_in_production(certificate).post_form(address, {"logout_token": "x"})

    assert answer.status == 200
    assert versions == [agreed]
    shown = x509.load_pem_x509_certificate(certificate.read_bytes())
    assert answer.certificate_ends == shown.not_valid_after_utc


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1_1 is deprecated:DeprecationWarning")
def test_nothing_older_than_1_2(tmp_path):
    with (
        speaking(tmp_path, V1_1, V1_1) as (address, certificate, versions),
        pytest.raises(NoAnswer, match="tls"),
    ):
        as_in_production(certificate).post_form(address, {})

    assert versions == []


@pytest.mark.parametrize("is_over", [False, True])
def test_nothing_is_sent_to_whose_certificate_is_over(tmp_path, is_over):
    authority = issued("authority", is_authority=True)
    shown = issued("localhost", authority, dns="localhost", **({"ends": OVER} if is_over else {}))
    believing = as_in_production(authority.written(tmp_path, "authority")[0])

    with receiver(tls=shown_by_a_server(shown, tmp_path)) as server:
        if is_over:
            with pytest.raises(NoAnswer, match="tls"):
                believing.post_form(server.address, {"logout_token": "x"})
        else:
            assert believing.post_form(server.address, {"logout_token": "x"}).status == 200

    assert len(server.received) == (not is_over)
