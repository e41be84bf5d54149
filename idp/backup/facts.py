"""What a database holds, and whether all of it is well."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, create_engine, event, func, select, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import scoped_session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

from idp.audit.events.chain import Checkpoint
from idp.audit.verify import verify as verify_log
from idp.backup.manifest import Facts
from idp.clock import Clock
from idp.config import Settings
from idp.crypto.digests import keyed_digest
from idp.crypto.passwords import Passwords
from idp.crypto.sealing import CannotOpen
from idp.keys.ring import NoSigningKey
from idp.keys.rotation import ALGORITHMS
from idp.services import Services
from idp.store import models, schema
from idp.store.db import engine_options, prepare_engine
from idp.store.repositories.installation_secrets import NAMES, NotPrepared

COUNTED: tuple[type[models.Base], ...] = (
    models.AuditRecord,
    models.Citizen,
    models.Client,
    models.Consent,
    models.InstallationSecret,
    models.Operator,
    models.RefreshToken,
    models.SigningKey,
)


@dataclass(frozen=True)
class Checked:
    """One thing looked at."""

    subject: str
    ok: bool
    text: str


def engine_on(url: str) -> Engine:
    """An engine on a database that this process does not serve; no statement is too long for it."""
    engine = create_engine(url, **engine_options(url))
    prepare_engine(engine)
    if engine.dialect.name == "postgresql":
        event.listen(engine, "connect", _take_any_time)
    return engine


@contextmanager
def house_on(bind: Engine | Connection, settings: Settings, clock: Clock) -> Iterator[Services]:
    """The provider's services on any database. Nothing is committed."""
    session = scoped_session(sessionmaker(bind))
    try:
        yield Services(settings, session, clock, Passwords())
    finally:
        session.remove()


def migration_of(connection: Connection) -> str:
    """Where the tables of a database stand; empty where there are none of ours."""
    if not connection.dialect.has_table(connection, "alembic_version"):
        return ""
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")


def facts_of(services: Services) -> Facts:
    """What a database holds. Reads the whole audit log."""
    session = services.session
    heads = services.audit_records.heads_since(None)
    lines = hashlib.sha256()
    for writer, sequence, digest in heads:
        lines.update(f"{writer}:{sequence}:{digest}\n".encode())
    return Facts(
        installation=keyed_digest(services.installation.get("pairwise_salt"), "installation")[:22],
        migration=migration_of(session.connection()),
        rows={
            model.__tablename__: session.scalar(select(func.count()).select_from(model)) or 0
            for model in COUNTED
        },
        chains=len(heads),
        heads=lines.hexdigest(),
        checkpoint=services.checkpoints.latest(),
    )


def checked(services: Services, expected: Facts) -> Iterator[Checked]:
    """Compare a database with what its manifest says, and look whether everything in it can be read.

    Args:
        services: Those of the database.
        expected: What the manifest says.
    """
    yield _tried("key encryption", lambda: _opens(services))
    yield _tried("contents", lambda: _same(services, expected))
    yield _tried("audit log", lambda: _whole(services))


def is_of_this_release(facts: Facts) -> bool:
    """Whether the tables stand where this release has them."""
    return facts.migration == schema.known_migrations()[-1]


def _take_any_time(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    # The whole log is read, whole tables are updated, and a transaction waits for `pg_dump`.
    with closing(connection.cursor()) as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("SET idle_in_transaction_session_timeout = 0")
    connection.commit()


def _tried(subject: str, look: Callable[[], str]) -> Checked:
    try:
        wrong = look()
    except (CannotOpen, NotPrepared, NoSigningKey) as error:
        wrong = f"{error}: IDP_KEY_ENCRYPTION_KEY is not the key it was sealed with"
    except SQLAlchemyError as error:
        wrong = f"cannot be read: {getattr(error, 'orig', None) or type(error).__name__}"
    return Checked(subject, not wrong, wrong or "as it should be")


def _opens(services: Services) -> str:
    for algorithm in ALGORITHMS:
        services.ring.signer(algorithm)
    for name in NAMES:
        services.installation.get(name)
    return ""


def _same(services: Services, expected: Facts) -> str:
    found = facts_of(services)
    differing = [name for name in vars(expected) if getattr(found, name) != getattr(expected, name)]
    return f"not what the manifest says: {', '.join(differing)}" if differing else ""


def _whole(services: Services) -> str:
    records = services.audit_records
    report = verify_log(records.in_chain_order(), records.named(Checkpoint.name))
    found = f"{len(report.findings)} findings in {report.records} records; see `idp audit verify`"
    return "" if report.is_whole else found
