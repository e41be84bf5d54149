"""Warnings that were sent, in the database."""

from datetime import datetime

from sqlalchemy import select

from idp.store.db import DatabaseSession
from idp.store.models import SentWarning
from idp.store.repositories.first_come import insert_if_new

Sent = tuple[str, int]
"""What a warning was about, and how many days before its end it was due."""


class SentWarnings:
    """Keeps what was sent."""

    def __init__(self, session: DatabaseSession) -> None:
        self._session = session

    def of(self, client_id: str) -> set[Sent]:
        """What was sent about an application."""
        rows = self._session.execute(
            select(SentWarning.subject, SentWarning.days).where(SentWarning.client_id == client_id)
        )
        return {(row[0], row[1]) for row in rows}

    def add(self, client_id: str, subject: str, days: int, at: datetime) -> bool:
        """Keep that one is sent. True for exactly one caller, who sends it."""
        return insert_if_new(
            self._session, SentWarning, client_id=client_id, subject=subject, days=days, at=at
        )
