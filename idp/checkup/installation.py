"""What is in the database: tables, keys, the clock, operators, the audit log, and what waits to be delivered."""

from datetime import datetime, timedelta

from sqlalchemy import Engine, func, select, text

from idp.audit.checks import AuditChecks
from idp.checkup.finding import Amber, Red
from idp.clock import Clock
from idp.crypto.sealing import CannotOpen
from idp.foundation import Foundation
from idp.operators.rights import Role
from idp.store import schema
from idp.store.db import DatabaseSession
from idp.store.models import OutboxEntry
from idp.store.models.outbox_entry import DeliveryState
from idp.store.repositories.installation_secrets import InstallationSecrets
from idp.store.repositories.operator_passkeys import OperatorPasskeys
from idp.store.repositories.operators import Operators

_CLOCK_IS_OFF, _CLOCK_IS_WRONG = 5, 60
_LATE = timedelta(minutes=5)
_CHECKED_WITHIN = timedelta(days=30)


def tables(engine: Engine) -> str:
    """Whether the tables stand at the newest migration. Raises SQLAlchemyError when the database does not answer."""
    with engine.connect() as connection:
        if not schema.is_current(connection):
            raise Red("the tables are not at the newest migration", "run `idp db upgrade`")
        return f"{connection.dialect.name}, at the newest migration"


def keys(services: Foundation) -> str:
    """Whether each algorithm has a key that signs, and the key-encryption key opens it."""
    states = {(key.algorithm, key.state) for key in services.rotation.all()}
    missing = [name for name in ("RS256", "ES256", "EdDSA") if (name, "current") not in states]
    if missing:
        raise Red(f"no current key for {', '.join(missing)}", "run `idp db upgrade`")
    try:
        services.ring.signer("RS256")
    except CannotOpen:
        raise Red(
            "the signing keys do not open with this key-encryption key",
            "set IDP_KEY_ENCRYPTION_KEY to the one they were sealed with",
        ) from None
    return "each algorithm has a key that signs, and it opens with the key-encryption key"


def people(secrets: InstallationSecrets) -> str:
    """Whether everybody in the database is real: the demonstration's passwords and secrets are known to all."""
    if secrets.holds_demonstration():
        raise Red(
            "the database holds the demonstration, whose people and administrator have well-known passwords",
            "begin with a fresh database and a fresh data folder",
        )
    return "the demonstration was never loaded into this database"


def clock(session: DatabaseSession, now: Clock) -> str:
    """Whether this machine and the database's agree what time it is."""
    is_postgresql = session.get_bind().dialect.name == "postgresql"
    query = "SELECT extract(epoch FROM clock_timestamp())" if is_postgresql else "SELECT unixepoch('now')"
    ours = now().timestamp()
    off = abs(ours - float(session.scalar(text(query)) or 0))
    if off > _CLOCK_IS_WRONG:
        raise Red(f"differs from the database's by {off:.0f} s", "synchronise both (NTP)")
    if off > _CLOCK_IS_OFF:
        raise Amber(f"differs from the database's by {off:.0f} s", "synchronise both (NTP)")
    return "agrees with the database's"


def administrators(session: DatabaseSession, now: Clock) -> str:
    """Whether somebody can administer the province, and somebody else when they are ill."""
    with_passkeys = OperatorPasskeys(session, now).holders()
    able = [
        each.username
        for each in Operators(session, now).active(Role.PROVINCE_ADMINISTRATOR)
        if each.is_enrolled and (each.totp_sealed is not None or each.id in with_passkeys)
    ]
    if not able:
        raise Red("nobody with a second factor administers the province", "run `idp admin create NAME`")
    if len(able) == 1:
        raise Amber(
            f"{able[0]} is the only administrator of the province, and approves nothing alone",
            "run `idp admin create NAME` for a second person",
        )
    return f"{len(able)} administrators of the province, each with a second factor"


def audit_log(checks: AuditChecks, now: Clock) -> str:
    """Whether the chains of the audit log were looked at lately, and were whole."""
    done = [check for check in checks.latest() if check.finished_at is not None]
    remedy = "have it checked at /admin/audit, and look at what it says"
    if not done:
        raise Amber("nobody has had the whole audit log checked yet", remedy)
    if done[0].faults:
        raise Red(
            f"the last check found {done[0].faults} faults", "follow docs/watching.md, and keep the database"
        )
    if done[0].asked_at < now() - _CHECKED_WITHIN:
        raise Amber(f"was checked on {done[0].asked_at:%Y-%m-%d} for the last time", remedy)
    return f"was whole on {done[0].asked_at:%Y-%m-%d}"


def deliveries(session: DatabaseSession, now: Clock) -> str:
    """Whether somebody delivers mail, SMS and sign-outs."""
    waiting = select(func.count(), func.min(OutboxEntry.due_at)).where(
        OutboxEntry.state == DeliveryState.PENDING, OutboxEntry.due_at < now() - _LATE
    )
    count, oldest = session.execute(waiting).one()
    if count:
        raise Amber(
            f"{count} deliveries wait, the first one since {_told(oldest)}",
            "see that `idp worker` runs, or set IDP_EMBEDDED_WORKER=true",
        )
    return "nothing waits longer than it should"


def connections(session: DatabaseSession, workers: int) -> str:
    """Whether the database lets in as many connections as the processes may open."""
    if session.get_bind().dialect.name != "postgresql":
        return "as many as are wanted"
    allowed, wanted = int(session.scalar(text("SHOW max_connections")) or 0), workers * 16
    if wanted > allowed:
        raise Amber(
            f"{workers} processes may open {wanted} connections, the database has {allowed} for everybody",
            "raise max_connections, or put a pooler in between",
        )
    return f"up to {wanted} of the database's {allowed} on this machine"


def _told(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
