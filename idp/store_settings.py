"""Settings of where things are kept and for how long; `config.py` has all the others, and reads these with them."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from idp.variables import Secret, Variables, at_least_for, setting

AUDIT_KEPT_AT_LEAST = timedelta(days=365)
"""Nothing of the audit log that is younger is ever dropped, whatever the settings say."""


def _redis_address(value: Secret) -> Secret:
    url = value.reveal()
    if url and urlsplit(url).scheme not in ("redis", "rediss", "unix"):
        raise ValueError("must be empty, or begin with redis://, rediss:// or unix://")
    return value


@dataclass(frozen=True, kw_only=True)
class StoreSettings(Variables):
    """What a deployment decides about databases."""

    data_dir: Path = setting(Path("instance"), "Folder of the embedded database and the demo's secrets.")
    database_url: str = setting(
        "", "`sqlite:///…` or `postgresql+psycopg://…`. Empty: SQLite in the data folder."
    )
    redis_url: Secret = setting(
        Secret(""),
        "`redis://…`, `rediss://…` or `unix://…` of a server that keeps rates. Empty: the database does.",
        _redis_address,
    )
    database_replica_url: str = setting(
        "",
        "A copy of the database, read for what may be some seconds old. Empty: everything is read from the one.",
    )
    audit_retention: timedelta = setting(
        timedelta(days=3650),
        "The audit log is kept this long, a year at least; then it is dropped, by months on PostgreSQL.",
        at_least_for(AUDIT_KEPT_AT_LEAST),
    )

    @property
    def database(self) -> str:
        """The database URL in force."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'sen.db').absolute()}"
