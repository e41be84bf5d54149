"""Passkeys of operators: made, named, removed, and signed with. A challenge is kept by its digest and answered once."""

import secrets
import uuid
from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum
from typing import Any

from idp.clock import Clock
from idp.crypto.digests import digest
from idp.operators import webauthn_ceremony as ceremony
from idp.operators.place import Place
from idp.operators.webauthn_ceremony import NewPasskey, NotProven
from idp.store.models import Operator, OperatorPasskey
from idp.store.repositories.operator_passkeys import OperatorPasskeys, PasskeyChallenges
from idp.store.repositories.operators import Operators

MOST = 20
"""Passkeys of one operator."""

LONGEST_NAME = 60
_CHALLENGE_BYTES = 32
_ANSWER_WITHIN = timedelta(minutes=5)


class Purpose(StrEnum):
    """What a challenge is for; an answer serves nothing else."""

    SIGN_IN = "sign_in"
    CONFIRM = "confirm"
    ENROL = "enrol"
    ADD = "add"


class Passkeys:
    """Makes challenges, and checks what answers them."""

    def __init__(
        self,
        rows: OperatorPasskeys,
        challenges: PasskeyChallenges,
        operators: Operators,
        place: Place,
        clock: Clock,
    ) -> None:
        self._rows = rows
        self._challenges = challenges
        self._operators = operators
        self._place = place
        self._clock = clock

    def of(self, operator_id: str) -> Sequence[OperatorPasskey]:
        """Every passkey of an operator, the oldest first."""
        return self._rows.of(operator_id)

    def holders(self) -> set[str]:
        """Operators who have a passkey."""
        return self._rows.holders()

    def ask_to_make(self, purpose: Purpose, operator_id: str, username: str) -> dict[str, Any]:
        """Options for a browser to make a passkey.

        Args:
            purpose: `ENROL` or `ADD`.
            operator_id: Whose it will be: the identifier becomes its user handle.
            username: What the browser calls the account.
        """
        known = [each.credential_id for each in self._rows.of(operator_id)]
        challenge = self._challenge(purpose, operator_id)
        return ceremony.making_options(
            self._place, challenge, user_id=operator_id, username=username, known=known
        )

    def prove(self, purpose: Purpose, operator_id: str, text: str) -> NewPasskey:
        """The passkey that a browser made; nothing is kept yet.

        Args:
            purpose: What its challenge was for.
            operator_id: Whose it will be.
            text: The browser's answer.

        Raises:
            NotProven: It does not hold, is known already, or is one too many.
        """
        answer = ceremony.read_answer(text)
        self._spend(purpose, operator_id, answer.challenge)
        new = ceremony.made(self._place, answer)
        if self._rows.by_digest(_found_by(new.credential_id)) or len(self._rows.of(operator_id)) >= MOST:
            raise NotProven
        return new

    def keep(self, operator_id: str, new: NewPasskey, name: str) -> str:
        """Keep a proven passkey of an account that is there; its identifier.

        Raises:
            NotProven: Somebody else has just kept it.
        """
        passkey_id = str(uuid.uuid4())
        added = self._rows.add(
            id=passkey_id,
            operator_id=operator_id,
            digest=_found_by(new.credential_id),
            credential_id=new.credential_id,
            public_key=new.public_key,
            sign_count=new.sign_count,
            name=tidy_name(name),
        )
        if not added:
            raise NotProven
        return passkey_id

    def ask_to_sign(self, purpose: Purpose, operator_id: str | None = None) -> dict[str, Any]:
        """Options for a browser to sign with a passkey.

        Args:
            purpose: `SIGN_IN`, for anybody's; or `CONFIRM`.
            operator_id: Whose passkeys will do.
        """
        known = [each.credential_id for each in self._rows.of(operator_id)] if operator_id else []
        return ceremony.signing_options(self._place, self._challenge(purpose, operator_id), known)

    def whose(self, purpose: Purpose, text: str, operator_id: str | None = None) -> Operator:
        """The operator whose passkey signed the answer to a challenge of ours.

        Args:
            purpose: What the challenge was for.
            text: The browser's answer.
            operator_id: For whom the challenge was made.

        Raises:
            NotProven: Nobody's, or that of somebody else.
        """
        answer = ceremony.read_answer(text)
        self._spend(purpose, operator_id, answer.challenge)
        passkey = self._rows.by_digest(_found_by(answer.credential_id))
        if passkey is None or operator_id not in (None, passkey.operator_id):
            raise NotProven
        if answer.user_handle not in (None, passkey.operator_id.encode()):
            raise NotProven
        before = passkey.sign_count
        now = ceremony.signed(self._place, answer, passkey.public_key, before)
        if not self._rows.used(passkey.id, before, now):
            raise NotProven
        operator = self._operators.find(passkey.operator_id)
        if operator is None:
            raise NotProven
        return operator

    def rename(self, operator_id: str, passkey_id: str, name: str) -> bool:
        """Call a passkey something else."""
        return self._rows.rename(operator_id, passkey_id, tidy_name(name))

    def remove(self, operator_id: str, passkey_id: str) -> bool:
        """Remove a passkey. False where it is the operator's last factor, or not theirs."""
        self._operators.hold(operator_id)
        return self._rows.remove(operator_id, passkey_id)

    def _challenge(self, purpose: Purpose, operator_id: str | None) -> bytes:
        challenge = secrets.token_bytes(_CHALLENGE_BYTES)
        self._challenges.add(
            _digest_of(challenge), purpose.value, operator_id, self._clock() + _ANSWER_WITHIN
        )
        return challenge

    def _spend(self, purpose: Purpose, operator_id: str | None, challenge: bytes) -> None:
        if not self._challenges.spend(_digest_of(challenge), purpose.value, operator_id):
            raise NotProven


def tidy_name(name: str) -> str:
    """A passkey's name as it is kept; `passkey` for one without."""
    shown = "".join(sign for sign in " ".join(name.split()) if sign.isprintable())
    return shown[:LONGEST_NAME] or "passkey"


def _digest_of(challenge: bytes) -> str:
    return digest(ceremony.as_text(challenge))


def _found_by(credential_id: bytes) -> str:
    return digest(ceremony.as_text(credential_id))
