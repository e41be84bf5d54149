"""Relying applications: their registration, their secrets, and on what ground they may learn what."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from idp.store.models.base import Base, Json

LIVE = "live"
FOR_TEST_PEOPLE = frozenset({"draft", "requested", "test"})
"""States in which an application meets nobody but the sandbox's people."""


class Client(Base):
    """One registered application. `metadata_` holds the RFC 7591 members by their standard names.

    `registration_digest` is that of its registration access token (RFC 7592, 3), if it registered itself;
    `registration_terms` holds what it may ask for, and the software statement it brought. `made_by` is the developer
    whose draft it was; `faults` are those a developer has switched on in the sandbox; `lint` is what the nightly look
    found; `contacts_sealed` names who answers for it.
    """

    __tablename__ = "client"

    client_id: Mapped[str] = mapped_column(String(255), primary_key=True)
    state: Mapped[str] = mapped_column(String(16), default="live")
    profile: Mapped[str] = mapped_column(String(16), default="plain")
    name: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str | None] = mapped_column(String(120))
    unit: Mapped[str] = mapped_column(String(120), default="")
    kind: Mapped[str | None] = mapped_column(String(16))
    made_by: Mapped[str | None] = mapped_column(String(36), index=True)
    contacts_sealed: Mapped[bytes | None]
    sector: Mapped[str] = mapped_column(String(255))
    metadata_: Mapped[dict[str, Any]] = mapped_column("metadata")
    secrets: Mapped[list[Any]] = mapped_column(default=list)
    scope_policy: Mapped[dict[str, Any]] = mapped_column(default=dict)
    audiences: Mapped[list[str]] = mapped_column(default=list)
    minimum_level: Mapped[int] = mapped_column(default=1)
    require_pkce: Mapped[bool] = mapped_column(default=True)
    pkce_exempt_until: Mapped[date | None]
    trial_uri: Mapped[str | None] = mapped_column(Text)
    trial_until: Mapped[datetime | None]
    trial: Mapped[dict[str, Any] | None] = mapped_column(type_=Json)
    registration_digest: Mapped[str | None] = mapped_column(String(43))
    registration_terms: Mapped[dict[str, Any] | None] = mapped_column(type_=Json)
    faults: Mapped[dict[str, Any] | None] = mapped_column(type_=Json)
    lint: Mapped[dict[str, Any] | None] = mapped_column(type_=Json)
    linted_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    @property
    def is_live(self) -> bool:
        """Whether citizens use the application."""
        return self.state == LIVE

    @property
    def is_for_test_people(self) -> bool:
        """Whether it is being built or tried out: only the invented people of the sandbox sign in to it."""
        return self.state in FOR_TEST_PEOPLE

    @property
    def is_usable(self) -> bool:
        """Whether anybody may use the application: citizens, or the people of the sandbox."""
        return self.state == LIVE or self.state in FOR_TEST_PEOPLE

    def trial_uri_at(self, now: datetime) -> str | None:
        """Where the answer of an operator's trial goes, while one is under way."""
        return self.trial_uri if self.trial_until is not None and now < self.trial_until else None
