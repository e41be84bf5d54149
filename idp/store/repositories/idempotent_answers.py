"""Answers that are given again, in the database."""

from datetime import timedelta

from sqlalchemy import ColumnElement, delete, select, update

from idp.clock import Clock
from idp.crypto.sealing import Sealer
from idp.store.db import DatabaseSession
from idp.store.insert import insert_into
from idp.store.models import IdempotentAnswer

KEPT_FOR = timedelta(hours=24)
_WHERE = "idempotent_answer.answer_sealed"


class IdempotentAnswers:
    """Keeps one answer for each key of an application."""

    def __init__(self, session: DatabaseSession, sealer: Sealer, clock: Clock) -> None:
        self._session = session
        self._sealer = sealer
        self._clock = clock

    def begin(self, client_id: str, key_digest: str, request_digest: str) -> bool:
        """Take a key. True for exactly one caller, until it is forgotten."""
        now = self._clock()
        self._session.execute(
            delete(IdempotentAnswer)
            .where(*_named(client_id, key_digest), IdempotentAnswer.expires_at <= now)
            .execution_options(synchronize_session=False)
        )
        taken = self._session.execute(
            insert_into(self._session, IdempotentAnswer)
            .values(
                client_id=client_id,
                key_digest=key_digest,
                request_digest=request_digest,
                expires_at=now + KEPT_FOR,
            )
            .on_conflict_do_nothing(index_elements=[IdempotentAnswer.client_id, IdempotentAnswer.key_digest])
            .returning(IdempotentAnswer.key_digest)
        )
        return taken.first() is not None

    def find(self, client_id: str, key_digest: str) -> IdempotentAnswer | None:
        """What is kept for a key."""
        found = select(IdempotentAnswer).where(*_named(client_id, key_digest))
        return self._session.scalar(found.execution_options(populate_existing=True))

    def finish(self, client_id: str, key_digest: str, status: int, answer: str) -> None:
        """Keep the answer of a key that was taken."""
        self._session.execute(
            update(IdempotentAnswer)
            .where(*_named(client_id, key_digest))
            .values(status=status, answer_sealed=self._sealer.seal_text(answer, _WHERE))
            .execution_options(synchronize_session=False)
        )

    def opened(self, kept: IdempotentAnswer) -> str:
        """The answer that is kept."""
        return self._sealer.open_text(kept.answer_sealed, _WHERE) if kept.answer_sealed else ""


def _named(client_id: str, key_digest: str) -> tuple[ColumnElement[bool], ...]:
    return IdempotentAnswer.client_id == client_id, IdempotentAnswer.key_digest == key_digest
