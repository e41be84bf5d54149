"""What lint goes by besides the registration itself."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from idp.relying_parties.secrets import KeptSecret

UNUSED_AFTER = timedelta(days=90)
"""What was not used for so long is called unused."""


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is known of an application besides its registration.

    Args:
        now: The present moment.
        today: The day in Việt Nam.
        secrets: Its live secrets, newest first.
        last_used: The day each secret was last shown, by its name; those never shown are missing.
        scopes_used: The scopes it asked for lately; None where that is not known.
        error_share: The part of its calls yesterday that failed; None where there were too few.
        foreign_domains: Domains of units other than its own.
        keys_since: The names of the keys in its registration, each with the moment since which it stands there.
        certificates_end: When the certificates it is known by end.
        data_scopes: Scopes with personal data behind them.
        law_only: Scopes that no consent can open.
    """

    now: datetime
    today: date
    secrets: tuple[KeptSecret, ...] = ()
    last_used: Mapping[str, date] = field(default_factory=dict)
    scopes_used: frozenset[str] | None = None
    error_share: float | None = None
    foreign_domains: frozenset[str] = frozenset()
    keys_since: tuple[tuple[str, datetime], ...] = ()
    certificates_end: tuple[datetime, ...] = ()
    data_scopes: frozenset[str] = frozenset()
    law_only: frozenset[str] = frozenset()
