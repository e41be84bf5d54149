"""The messages of the demonstration."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from idp.clock import Clock
from idp.crypto.sealing import Sealer
from idp.store.models import Message

MOST_SHOWN = 200
_WHERE = "message.sealed"


@dataclass(frozen=True)
class ShownMessage:
    """One mail or SMS as the messages page shows it. `code` is the code it carries, easy to copy."""

    id: str
    at: datetime
    kind: str
    to: str
    subject: str
    text: str
    code: str | None

    def as_dict(self) -> dict[str, Any]:
        """Its members, as JSON holds them."""
        return {**vars(self), "at": self.at.isoformat()}


class Messages:
    """Keeps and shows what would have been sent."""

    def __init__(self, session: "scoped_session[Session]", sealer: Sealer, clock: Clock) -> None:
        self._session = session
        self._sealer = sealer
        self._clock = clock

    def add(self, kind: str, *, to: str, subject: str, text: str, code: str | None) -> None:
        """Keep a message.

        Args:
            kind: `mail` or `sms`.
            to: The address or phone number.
            subject: A mail's subject.
            text: What it says.
            code: The code in it, if there is one.
        """
        sealed = self._sealer.seal_json({"to": to, "subject": subject, "text": text, "code": code}, _WHERE)
        self._session.add(Message(id=str(uuid.uuid4()), at=self._clock(), kind=kind, sealed=sealed))
        self._session.flush()

    def list(self, recipient: str | None = None) -> "list[ShownMessage]":
        """The latest messages, newest first.

        Args:
            recipient: Only those to this address or phone number.
        """
        found = self._session.scalars(
            select(Message).order_by(Message.at.desc(), Message.id).limit(MOST_SHOWN)
        )
        shown = (
            ShownMessage(row.id, row.at, row.kind, **self._sealer.open_json(row.sealed, _WHERE))
            for row in found
        )
        return [message for message in shown if recipient in (None, message.to)]
