"""Accounts of operators as the host's command line makes and mends them, and as a personnel directory ends them."""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from idp.audit.events.admin import OperatorCreated, OperatorCredentialsReset, OperatorStateChanged
from idp.audit.events.operators import OperatorAddressChanged, OperatorSuspended
from idp.crypto.password_strength import guesses
from idp.crypto.passwords import LONGEST
from idp.operators.addresses import read_address
from idp.operators.parts import Parts
from idp.operators.rights import Role
from idp.operators.units import tidy
from idp.store.models import Operator

SHORTEST_PASSWORD = 12
_FEWEST_GUESSES = 10**8
_USERNAME = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?")


class NotMade(StrEnum):
    """Why no account was made or changed; the value is the sentence to print."""

    BAD_NAME = "A name has 1 to 64 small letters, digits, dots, hyphens or underscores."
    TAKEN = "An operator of that name is there already."
    UNKNOWN = "There is no operator of that name."
    SHORT_PASSWORD = f"A password has at least {SHORTEST_PASSWORD} characters."
    LONG_PASSWORD = f"A password has at most {LONGEST} characters."
    WEAK_PASSWORD = "This password is easily guessed; several words that do not belong together are better."  # noqa: S105
    BAD_KEY = "The key of the authenticator app is not 32 characters of base32."
    BAD_ROLE = f"The roles are {', '.join(Role)}."
    NO_UNIT = "A unit's administrator needs a unit."
    BAD_ADDRESS = "This is no mail address."
    TAKEN_ADDRESS = "Another operator has this mail address."


@dataclass(frozen=True)
class Post:
    """What an account is for.

    Args:
        role: A `Role`.
        unit: The name of the unit.
        address: Where mail goes; None for nowhere.
    """

    role: str = Role.PROVINCE_ADMINISTRATOR.value
    unit: str | None = None
    address: str | None = None


@dataclass(frozen=True)
class Enrolled:
    """An account whose authenticator app has to be set up: the key, and the address a QR code would carry."""

    operator_id: str
    username: str
    key: str
    setup_address: str


class Accounts:
    """Makes and mends operators' accounts."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._operators = parts.operators

    def all(self) -> Sequence[Operator]:
        """Every operator."""
        return self._operators.all()

    def find(self, operator_id: str) -> Operator | None:
        """An operator by their identifier."""
        return self._operators.find(operator_id)

    def refusal(self, username: str, password: str, post: Post | None = None) -> NotMade | None:
        """What speaks against making an account, before anybody sets up an app for it."""
        if not is_username(username):
            return NotMade.BAD_NAME
        if self._operators.by_username(username) is not None:
            return NotMade.TAKEN
        return self._refused_post(post or Post()) or weakness(password, username)

    def create(
        self, username: str, password: str, *, service: str, key: str | None = None, post: Post | None = None
    ) -> Enrolled | NotMade:
        """Make an account.

        Args:
            username: What is typed at sign-in.
            password: See `weakness`.
            service: What the authenticator app calls us.
            key: The authenticator's key, base32, where it is already known.
            post: What it is for; a province administrator's if left out.
        """
        post = post or Post()
        if refusal := self.refusal(username, password, post):
            return refusal
        if key is not None and not re.fullmatch(r"[A-Z2-7]{32,64}", key):
            return NotMade.BAD_KEY
        key = key or self._parts.app_keys.new()
        operator_id = str(uuid.uuid4())
        address = read_address(post.address) if post.address else None
        added = self._operators.add(
            id=operator_id,
            username=username,
            role=post.role,
            unit=tidy(post.unit or "") or None,
            state="active",
            password_hash=self._parts.passwords.hash(password),
            totp_sealed=self._parts.app_keys.sealed(key),
            **(self._parts.addresses.columns(address) if address else {}),
        )
        if not added:
            return NotMade.TAKEN
        self._parts.audit.record(OperatorCreated(operator_id=operator_id, role=post.role))
        return self._enrolled(operator_id, username, key, service)

    def set_address(self, username: str, typed: str) -> NotMade | None:
        """Write to an operator somewhere else from now on."""
        operator = self._operators.by_username(username)
        if operator is None:
            return NotMade.UNKNOWN
        if refusal := self._refused_address(typed, operator.id):
            return refusal
        self._operators.change(operator.id, **self._parts.addresses.columns(read_address(typed) or ""))
        self._parts.audit.record(OperatorAddressChanged(about=operator.id))
        return None

    def deactivate(self, operator_id: str, *, by: str | None = None) -> bool:
        """Shut somebody out who has left: sessions and links end at once. False when nobody has this identifier.

        This is what a personnel directory asks for; it may end the last administrator, too: the host's command line
        makes another one.

        Args:
            operator_id: Who has left.
            by: The program that says so.
        """
        operator = self._operators.find(operator_id)
        if operator is None:
            return False
        if operator.is_active:
            self._operators.change(operator.id, state="suspended")
            self._parts.sessions.end_all_of(operator.id)
            self._parts.links.end_all_of(operator.id)
            self._parts.audit.record(OperatorSuspended(about=operator.id, operator_id=by))
        return True

    def reset_factor(self, username: str, *, service: str, key: str | None = None) -> Enrolled | NotMade:
        """Replace the second factor: an app in place of all there was; every session ends."""
        operator = self._operators.by_username(username)
        if operator is None:
            return NotMade.UNKNOWN
        key = key or self._parts.app_keys.new()
        self._operators.forget_passkeys(operator.id)
        self._reset(
            operator, "second_factor", totp_sealed=self._parts.app_keys.sealed(key), totp_last_step=None
        )
        return self._enrolled(operator.id, username, key, service)

    def reset_password(self, username: str, password: str) -> NotMade | None:
        """Replace the password. Every session ends."""
        operator = self._operators.by_username(username)
        if operator is None:
            return NotMade.UNKNOWN
        if refusal := weakness(password, username):
            return refusal
        self._reset(operator, "password", password_hash=self._parts.passwords.hash(password))
        return None

    def set_state(self, username: str, state: str) -> NotMade | None:
        """Suspend an operator (`suspended`), which ends every session, or let them back in (`active`)."""
        operator = self._operators.by_username(username)
        if operator is None or operator.is_removed:
            return NotMade.UNKNOWN
        self._move_to(operator, state)
        return None

    def _move_to(self, operator: Operator, state: str) -> None:
        before = operator.state
        if before != state:
            self._operators.change(operator.id, state=state)
            self._parts.sessions.end_all_of(operator.id)
            self._parts.audit.record(
                OperatorStateChanged(operator_id=operator.id, before=before, after=state)
            )

    def _refused_post(self, post: Post) -> NotMade | None:
        if post.role not in {*Role}:
            return NotMade.BAD_ROLE
        if post.role == Role.UNIT_ADMINISTRATOR and not tidy(post.unit or ""):
            return NotMade.NO_UNIT
        return self._refused_address(post.address) if post.address else None

    def _refused_address(self, typed: str, operator_id: str | None = None) -> NotMade | None:
        address = read_address(typed)
        if address is None:
            return NotMade.BAD_ADDRESS
        owner = self._operators.by_address(self._parts.addresses.index(address))
        return NotMade.TAKEN_ADDRESS if owner is not None and owner.id != operator_id else None

    def _reset(self, operator: Operator, what: str, **columns: object) -> None:
        self._operators.change(operator.id, **columns)
        self._parts.sessions.end_all_of(operator.id)
        self._parts.pace.forget(operator.username)
        self._parts.audit.record(OperatorCredentialsReset(operator_id=operator.id, what=what))

    def _enrolled(self, operator_id: str, username: str, key: str, service: str) -> Enrolled:
        return Enrolled(
            operator_id, username, key, self._parts.app_keys.setup_address(key, username, service)
        )


def is_username(text: str) -> bool:
    """Whether a text can be an operator's name."""
    return _USERNAME.fullmatch(text) is not None


def weakness(password: str, username: str) -> NotMade | None:
    """What is wrong with an operator's password: length over composition (NIST SP 800-63B-4, 3.1.1.2)."""
    if len(password) < SHORTEST_PASSWORD:
        return NotMade.SHORT_PASSWORD
    if len(password) > LONGEST:
        return NotMade.LONG_PASSWORD
    needed = guesses(password, [username, "sen", "admin", "quantri"])
    return NotMade.WEAK_PASSWORD if needed < _FEWEST_GUESSES else None
