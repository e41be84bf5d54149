"""Mail, handed to a real SMTP server."""

import ssl
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword

from idp.outbound.delivery import DeliveryFailed
from idp.outbound.mail import MailServer, SmtpMail
from idp.outbound.outbox import Parcel
from idp.variables import ConfigurationError
from tests.certificates import a_certificate
from tests.moments import MovingClock
from tests.servers import free_ports

SENDER = "Sen ID <khong-tra-loi@anlien.example>"


class Mailbox:
    """Takes mail, unless it is told not to."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.envelopes: list[Envelope] = []
        self.answers: dict[str, str] = {}

    async def handle_RCPT(  # noqa: N802  the names are aiosmtpd's
        self, _server: Any, _session: Any, envelope: Envelope, address: str, _options: Any
    ) -> str:
        if "RCPT" in self.answers:
            return self.answers["RCPT"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Envelope) -> str:  # noqa: N802
        if "DATA" in self.answers:
            return self.answers["DATA"]
        self.envelopes.append(envelope)
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def port(mailbox: Mailbox) -> Iterator[int]:
    controller = Controller(mailbox, hostname="127.0.0.1", port=free_ports(1)[0])
    controller.start()
    yield controller.port
    controller.stop()


def a_parcel(**changed: Any) -> Parcel:
    payload = {
        "to": "quynh@dan.anlien.example",
        "subject": "Sen ID: Mã xác thực đăng nhập",
        "text": "Kính gửi Ông/Bà,\n\n    482913\n",
        "language": "vi",
        "code": "482913",
        **changed,
    }
    return Parcel("5f0e", "mail", payload, None, None, 1)


def send(server: MailServer, parcel: Parcel | None = None, tls: ssl.SSLContext | None = None) -> None:
    SmtpMail(server, SENDER, MovingClock(), tls).prepare(parcel or a_parcel())()


def test_mail_arrives_with_its_words_and_headers(mailbox, port):
    send(MailServer.from_url(f"smtp://127.0.0.1:{port}"))

    [mail] = mailbox.mails
    assert mail["Subject"] == "Sen ID: Mã xác thực đăng nhập"
    assert mail["To"] == "quynh@dan.anlien.example"
    assert mail["From"] == SENDER
    assert mail["Date"] == "Mon, 02 Nov 2026 02:00:00 +0000"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Content-Language"] == "vi"
    assert mail.get_content().splitlines() == ["Kính gửi Ông/Bà,", "", "    482913"]
    assert mailbox.envelopes[0].mail_from == "khong-tra-loi@anlien.example"


def test_a_second_try_is_recognisable_as_the_same_mail(mailbox, port):
    for _ in range(2):
        send(MailServer.from_url(f"smtp://127.0.0.1:{port}"))

    assert [mail["Message-ID"] for mail in mailbox.mails] == ["<5f0e@anlien.example>"] * 2


@pytest.mark.parametrize(
    ("refusal", "reason", "is_final"),
    [
        ({"RCPT": "550 no such mailbox"}, "refused", True),
        ({"RCPT": "450 mailbox busy"}, "refused", False),
        ({"DATA": "451 try again"}, "smtp_451", False),
        ({"DATA": "554 refused"}, "smtp_554", False),
    ],
)
def test_a_refusal_is_told_apart_without_its_words(mailbox, port, refusal, reason, is_final):
    mailbox.answers = refusal
    with pytest.raises(DeliveryFailed) as failure:
        send(MailServer.from_url(f"smtp://127.0.0.1:{port}"))

    assert (failure.value.reason, failure.value.is_final) == (reason, is_final)
    assert "quynh" not in str(failure.value)
    assert failure.value.__cause__ is None


def test_no_server_is_a_failure_that_may_pass():
    with pytest.raises(DeliveryFailed, match="connection"):
        send(MailServer.from_url(f"smtp://127.0.0.1:{free_ports(1)[0]}"))


def test_a_server_elsewhere_that_cannot_encrypt_is_told_nothing(mailbox, port, monkeypatch):
    server = MailServer.from_url(f"smtp://127.0.0.1:{port}")
    monkeypatch.setattr("idp.outbound.mail._LOOPBACK", set())

    with pytest.raises(DeliveryFailed, match="no_starttls"):
        send(server)
    assert mailbox.mails == []


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    return a_certificate(tmp_path, "localhost")


def authenticated(
    _server: Any, _session: Any, _envelope: Any, _mechanism: str, data: LoginPassword
) -> AuthResult:
    return AuthResult(success=data == LoginPassword(b"sen", b"m@t khau"))


@pytest.mark.filterwarnings(
    "ignore:Requiring AUTH while not requiring TLS"
)  # smtps is TLS from the first byte
@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_login_and_mail_travel_encrypted(mailbox, certificate, scheme):
    server_side = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server_side.load_cert_chain(*certificate)
    rules = {"authenticator": authenticated, "auth_required": True}
    by_step = {"tls_context": server_side, "require_starttls": True} if scheme == "smtp" else {}
    controller = Controller(
        mailbox,
        hostname="127.0.0.1",
        port=free_ports(1)[0],
        ssl_context=server_side if scheme == "smtps" else None,
        auth_require_tls=scheme == "smtp",
        **rules,
        **by_step,
    )
    trusting = ssl.create_default_context(cafile=str(certificate[0]))
    controller.start()
    try:
        send(MailServer.from_url(f"{scheme}://sen:m%40t%20khau@localhost:{controller.port}"), tls=trusting)
        with pytest.raises(DeliveryFailed, match="tls"):
            send(MailServer.from_url(f"{scheme}://localhost:{controller.port}"))
    finally:
        controller.stop()

    assert len(mailbox.mails) == 1


@pytest.mark.parametrize(
    "url",
    ["http://mail.example", "smtp://", "mail.example:25", "smtp://host:port", "smtp://sen:m%E1%BA%ADt@h", ""],
)
def test_other_addresses_stop_the_start(url):
    with pytest.raises(ConfigurationError, match="IDP_MAIL_URL"):
        MailServer.from_url(url)


def test_the_password_is_not_shown():
    assert "secret" not in repr(MailServer.from_url("smtps://sen:secret@mail.example"))


def test_ports_are_those_of_the_protocols():
    assert MailServer.from_url("smtp://mail.example").port == 587
    assert MailServer.from_url("smtps://mail.example").port == 465
