"""What `idp doctor` looks at, in its order, and what stands at the door of `idp serve`."""

from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import scoped_session, sessionmaker

from idp.checkup import deployment, installation, machine, outside
from idp.checkup.finding import Amber, Check, Colour, Finding, Red, found
from idp.clock import utc_now
from idp.config import Settings
from idp.crypto.passwords import ONLY_FOR_TESTS, Passwords
from idp.foundation import Foundation
from idp.services import Services
from idp.store.db import db, engine_options, prepare_engine

_SECONDS_TO_CONNECT = 5


def examine(services: Services) -> list[Finding]:
    """Look at everything the provider needs; a check that fails does not stop the others.

    A demonstration is not asked what only production needs.
    """
    settings = services.settings
    findings = [Finding("settings", Colour.GREEN, f"{settings.env}, issuer {settings.issuer}")]
    checks = {
        "database": lambda: installation.tables(db.engine),
        "keys": lambda: installation.keys(services),
        "key encryption": lambda: _key_encryption(services),
        "clock": lambda: installation.clock(services.session, services.clock),
        "register": lambda: outside.register(services.register, settings.population_url),
        "mail": lambda: outside.mail(settings.mail_url),
        "sms": lambda: outside.sms(settings.sms_url),
        "rates": lambda: outside.rates(services.doors.throttle),
        **({} if settings.is_demo else _before_going_live(services)),
    }
    for subject, check in checks.items():
        findings.append(found(subject, _asking_the_database(subject, check, Red)))
        if findings[-1].colour is Colour.RED:
            services.session.rollback()
    return findings


def at_the_door(settings: Settings) -> list[Finding]:
    """What keeps `idp serve` from starting in production, looked at quickly.

    Nothing outside is asked. A database that does not answer is amber: it may come back, and until then requests are
    told so; one that answers and is not ours, or not ready, is red.
    """
    return [
        found(subject, _asking_the_database(subject, check, Amber))
        for subject, check in _at_the_door(settings)
    ]


def _at_the_door(settings: Settings) -> Iterator[tuple[str, Check]]:
    yield from _deployment(settings).items()
    options = engine_options(settings.database)
    if not settings.database.startswith("sqlite"):
        options["connect_args"] = {"connect_timeout": _SECONDS_TO_CONNECT}
    engine = sa.create_engine(settings.database, **options)
    prepare_engine(engine)
    session = scoped_session(sessionmaker(engine))
    # No password is hashed here.
    services = Foundation(settings, session, utc_now, Passwords(ONLY_FOR_TESTS))
    try:
        yield "database", lambda: installation.tables(engine)
        yield "keys", lambda: installation.keys(services)
        yield "people", lambda: installation.people(services.installation)
        yield "clock", lambda: installation.clock(session, utc_now)
    finally:
        session.remove()
        engine.dispose()


def _deployment(settings: Settings) -> dict[str, Check]:
    return {
        "secrets": lambda: deployment.secrets(settings),
        "names": lambda: deployment.names(settings),
        "proxies": lambda: deployment.proxies(settings),
        "data folder": lambda: machine.folder(settings),
        "room": lambda: machine.room(settings),
    }


def _before_going_live(services: Services) -> dict[str, Check]:
    settings, session, clock = services.settings, services.session, services.clock
    return {
        **_deployment(settings),
        "secret files": machine.secret_files,
        "kind of database": lambda: deployment.database_kind(settings),
        "connections": lambda: installation.connections(session, settings.workers),
        "processes": lambda: deployment.processes(settings),
        "hashing": lambda: machine.hashing(services.passwords),
        "certificate": lambda: outside.certificate(settings.issuer, clock),
        "people": lambda: installation.people(services.installation),
        "administrators": lambda: installation.administrators(session, clock),
        "audit log": lambda: installation.audit_log(services.watch.checks, clock),
        "deliveries": lambda: installation.deliveries(session, clock),
    }


def _key_encryption(services: Services) -> str:
    keys = len(services.settings.sealing_keys)
    if keys == 1:
        return "one key"
    waiting = sum(place.waiting for place in services.resealing.progress())
    if waiting:
        return f"{keys} keys; {waiting} values wait for the worker to seal them under the first one"
    return f"{keys} keys; everything is sealed under the first one, the others may go"


def _asking_the_database(subject: str, check: Check, silent: type[Amber]) -> Check:
    """A check that says how it is when the database does not answer.

    Args:
        subject: What it looks at.
        check: The check.
        silent: What a database that does not answer counts as.
    """

    def asked() -> str:
        try:
            return check()
        except SQLAlchemyError as error:
            # By name only: its text may hold the database's address and password.
            name = type(error).__name__
        if subject == "database":
            raise silent(
                f"the database does not answer ({name})", "look at IDP_DATABASE_URL, and at the way there"
            )
        raise silent(f"cannot be looked at ({name})", "mend first what is said of the database")

    return asked
