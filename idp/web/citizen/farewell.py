"""What is carried from page to page while a citizen signs out: sealed into the address, since the cookie goes.

Nothing is kept on the server for it, and the application's ID token does not stay in the browser's history.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as BadBase64
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Self

from idp.crypto.sealing import CannotOpen
from idp.oauth.endpoints.end_session import SignOutAsked, Vouched
from idp.web.current import services
from idp.web.language import prefer_language
from idp.web.side import take_side

LIFETIME = timedelta(minutes=10)
_LONGEST = 8 * 1024
_WHERE = "farewell.ticket"


@dataclass(frozen=True, kw_only=True)
class Farewell:
    """One way out.

    Args:
        client_id: The application whose valid hint began it.
        subject: Whom its hint names.
        sid: Which session its hint names.
        is_for_test_people: Whether it leads out of the sandbox.
        return_to: Where the citizen goes afterwards.
        ui_locales: The language asked for.
        session_id: The session that has ended, once it has.
        left: The only applications it has ended for; empty when it has ended altogether.
        ended_at: When, in seconds.
        until: Until when this is good, in seconds.
    """

    client_id: str | None = None
    subject: str | None = None
    sid: str | None = None
    is_for_test_people: bool = False
    return_to: str | None = None
    ui_locales: str | None = None
    session_id: str | None = None
    left: tuple[str, ...] = ()
    ended_at: int = 0
    until: int = 0

    @classmethod
    def begun_by(cls, asked: SignOutAsked, ui_locales: str | None) -> Self:
        """What an application asked for."""
        if asked.vouched is None:
            return cls(ui_locales=ui_locales, is_for_test_people=asked.is_for_test_people)
        return cls(**asdict(asked.vouched), return_to=asked.return_to, ui_locales=ui_locales)

    @classmethod
    def from_ticket(cls, ticket: str | None) -> Self:
        """What a ticket says; an empty farewell when it is none of ours, or too old. Its language is spoken."""
        found = cls()
        if ticket and len(ticket) <= _LONGEST:
            with suppress(CannotOpen, BadBase64, ValueError, TypeError):
                said = services().sealer.open_json(_bytes(ticket), _WHERE)
                found = cls(**{**said, "left": tuple(said.get("left", ()))})
        if found.until <= _now():
            return cls()
        prefer_language(found.ui_locales)
        take_side(found)
        return found

    @property
    def ticket(self) -> str:
        """What goes into the address."""
        # Passing a ticket on does not make it younger.
        said = asdict(replace(self, until=self.until or _now() + int(LIFETIME.total_seconds())))
        sealed = services().sealer.seal_json({key: value for key, value in said.items() if value}, _WHERE)
        return urlsafe_b64encode(sealed).rstrip(b"=").decode("ascii")

    @property
    def vouched(self) -> Vouched | None:
        """Whom the application's hint names."""
        if self.client_id is None or self.subject is None:
            return None
        return Vouched(self.client_id, self.subject, self.sid, self.is_for_test_people)

    @property
    def age(self) -> timedelta:
        """How long ago the session ended."""
        return services().clock() - datetime.fromtimestamp(self.ended_at, UTC)

    def of_session(self, session_id: str, left: Iterable[str] = ()) -> Self:
        """The same way out, now that the session has ended.

        Args:
            session_id: The session.
            left: The applications, when it has ended for these only. Others get nobody back who is still signed in.
        """
        chosen = tuple(left)
        goes_back = not chosen or self.client_id in chosen
        return replace(
            self,
            session_id=session_id,
            left=chosen,
            ended_at=_now(),
            return_to=self.return_to if goes_back else None,
        )


def _now() -> int:
    return int(services().clock().timestamp())


def _bytes(ticket: str) -> bytes:
    return urlsafe_b64decode(ticket.encode("ascii") + b"=" * (-len(ticket) % 4))
