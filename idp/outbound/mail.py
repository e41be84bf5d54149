"""Mail by SMTP (RFC 5321), encrypted on the way (RFC 3207) unless the server is this machine."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import Self
from urllib.parse import unquote, urlsplit

from idp.clock import Clock
from idp.outbound.delivery import Deliverer, DeliveryFailed, Send
from idp.outbound.outbox import Parcel
from idp.outbound.tls import machine_authorities
from idp.variables import ConfigurationError

KIND = "mail"
SECONDS = 10.0
"""How long each step of the conversation may take."""

_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed over."""

    host: str
    port: int
    is_tls: bool
    login: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def from_url(cls, url: str) -> Self:
        """The server behind `smtp://login:password@host:port` or `smtps://…`.

        Raises:
            ConfigurationError: It is neither.
        """
        try:
            parts = urlsplit(url)
            scheme, host, port = parts.scheme, parts.hostname, parts.port
        except ValueError:
            scheme, host, port = "", None, None
        if scheme not in _PORTS or not host:
            raise ConfigurationError("IDP_MAIL_URL must be smtp://host:port, smtps://host:port or messages:.")
        login, password = unquote(parts.username or ""), unquote(parts.password or "")
        if not (login + password).isascii():  # what smtplib can send
            raise ConfigurationError("IDP_MAIL_URL must have a login and a password of ASCII characters.")
        return cls(host, port or _PORTS[scheme], scheme == "smtps", login, password)


class SmtpMail(Deliverer):
    """Hands mail to a server.

    Args:
        server: Where.
        sender: The From header.
        clock: For the Date header.
        tls: How the server's certificate is checked; the machine's authorities if left out.
    """

    def __init__(
        self, server: MailServer, sender: str, clock: Clock, tls: ssl.SSLContext | None = None
    ) -> None:
        self._server = server
        self._sender = sender
        self._clock = clock
        self._tls = tls or machine_authorities()

    def prepare(self, parcel: Parcel) -> Send:
        """Compose the mail. Its Message-ID is the same at every attempt, so that mail systems can drop a double."""
        mail = EmailMessage()
        mail["From"] = self._sender
        mail["To"] = parcel.payload["to"]
        mail["Subject"] = parcel.payload["subject"]
        mail["Date"] = format_datetime(self._clock())
        mail["Message-ID"] = f"<{parcel.id}@{_domain(self._sender)}>"
        mail["Auto-Submitted"] = "auto-generated"  # no holiday answers (RFC 3834)
        mail.set_content(parcel.payload["text"])
        mail["Content-Language"] = parcel.payload["language"]
        return lambda: self._send(mail)

    def _send(self, mail: EmailMessage) -> None:
        with _told_apart(), self._conversation() as server:
            if self._server.login:
                server.login(self._server.login, self._server.password)
            server.send_message(mail)

    def _conversation(self) -> smtplib.SMTP:
        to = self._server
        if to.is_tls:
            return smtplib.SMTP_SSL(to.host, to.port, timeout=SECONDS, context=self._tls)
        server = smtplib.SMTP(to.host, to.port, timeout=SECONDS)
        try:
            self._encrypt(server)
        except BaseException:
            server.close()
            raise
        return server

    def _encrypt(self, server: smtplib.SMTP) -> None:
        server.ehlo_or_helo_if_needed()
        if server.has_extn("starttls"):
            server.starttls(context=self._tls)
        elif self._server.host not in _LOOPBACK:
            raise DeliveryFailed("no_starttls")


@contextmanager
def _told_apart() -> Iterator[None]:
    # The exceptions of smtplib hold addresses and texts; only their kind goes on.
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        codes = {code for code, _ in error.recipients.values()}
        raise DeliveryFailed("refused", is_final=all(code >= 500 for code in codes)) from None
    except smtplib.SMTPResponseException as error:
        raise DeliveryFailed(f"smtp_{error.smtp_code}") from None
    except ssl.SSLError:
        raise DeliveryFailed("tls") from None
    except TimeoutError:
        raise DeliveryFailed("timeout") from None
    except (smtplib.SMTPException, OSError):
        raise DeliveryFailed("connection") from None


def _domain(sender: str) -> str:
    return parseaddr(sender)[1].rpartition("@")[2] or "localhost"
