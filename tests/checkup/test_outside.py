"""What is outside: reached or not, and a certificate that browsers believe."""

import socket
import ssl
import threading
from contextlib import contextmanager
from datetime import timedelta

import pytest

from idp.checkup import outside
from idp.checkup.finding import Amber, Red
from idp.clock import utc_now
from tests.certificates import OVER, issued, shown_by_a_server
from tests.receivers import receiver

AUTHORITY = issued("authority", is_authority=True)


@contextmanager
def listening(answer=lambda _: None):
    with socket.create_server(("127.0.0.1", 0)) as door:

        def once():
            connection, _ = door.accept()
            with connection:
                answer(connection)

        thread = threading.Thread(target=once)
        thread.start()
        yield door.getsockname()[1]
        thread.join()


@pytest.fixture
def issuer(tmp_path):
    certificate, key = issued("localhost", AUTHORITY, dns="localhost").written(tmp_path, "server")
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)

    def answer(connection):
        try:
            tls.wrap_socket(connection, server_side=True).close()
        except OSError:
            return

    with listening(answer) as port:
        yield f"https://localhost:{port}"


@pytest.fixture
def believing():
    return ssl.create_default_context(cadata=AUTHORITY.pem)


def test_days_of_the_certificate_are_counted(issuer, believing):
    assert "is good for" in outside.certificate(issuer, utc_now, believing)


def test_a_certificate_that_ends_soon_is_amber(issuer, believing):
    with pytest.raises(Amber, match="ends in") as raised:
        outside.certificate(issuer, lambda: utc_now() + timedelta(days=10 * 365), believing)

    assert raised.type is Amber


def test_a_certificate_whose_time_is_over_is_red(tmp_path, believing):
    over = issued("localhost", AUTHORITY, dns="localhost", ends=OVER)

    with (
        receiver(tls=shown_by_a_server(over, tmp_path)) as server,
        pytest.raises(Red, match="will not believe localhost: certificate has expired"),
    ):
        outside.certificate(server.address, utc_now, believing)


def test_a_certificate_nobody_believes_is_red(issuer):
    with pytest.raises(Red, match="will not believe localhost"):
        outside.certificate(issuer, utc_now, ssl.create_default_context())


def test_what_takes_no_connection_is_amber():
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]

    for check in (
        lambda: outside.certificate(f"https://localhost:{port}", utc_now),
        lambda: outside.mail(f"smtp://localhost:{port}"),
        lambda: outside.sms(f"https://localhost:{port}/send"),
    ):
        with pytest.raises(Amber) as raised:
            check()
        assert raised.type is Amber


def test_what_takes_connections_is_well():
    with listening() as port:
        assert outside.mail(f"smtp://u:p@127.0.0.1:{port}") == f"127.0.0.1:{port} takes connections"
    with listening() as port:
        assert outside.sms(f"http://key@127.0.0.1:{port}/send") == f"127.0.0.1:{port} takes connections"


def test_the_demonstration_shows_its_messages():
    assert "demonstration" in outside.mail("messages:")
    assert "demonstration" in outside.sms("messages:")
