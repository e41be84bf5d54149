"""What `idp doctor` looks at: each finding says what is well, or what to do."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from idp.services import Services
from idp.store import schema
from idp.store.db import db

_CLOCK_TOLERANCE_SECONDS = 5


@dataclass(frozen=True)
class Finding:
    """One thing looked at."""

    subject: str
    ok: bool
    text: str


def examine(services: Services) -> list[Finding]:
    """Look at everything the provider needs; a check that fails does not stop the others."""
    findings = [Finding("settings", True, f"{services.settings.env}, issuer {services.settings.issuer}")]
    for subject, check in _checks(services):
        try:
            findings.append(Finding(subject, True, check()))
        except _Bad as bad:
            findings.append(Finding(subject, False, str(bad)))
        except SQLAlchemyError as error:
            findings.append(Finding(subject, False, f"the database does not answer ({type(error).__name__})"))
            db.session.rollback()
    return findings


class _Bad(Exception):
    """What is wrong, and what to do about it."""


def _checks(services: Services) -> Iterator[tuple[str, Callable[[], str]]]:
    yield "database", _database
    yield "keys", lambda: _keys(services)
    yield "key encryption", lambda: _key_encryption(services)
    yield "clock", lambda: _clock(services)
    yield "register", lambda: _register(services)
    yield "mail", lambda: _address("IDP_MAIL_URL", services.settings.mail_url)
    yield "sms", lambda: _address("IDP_SMS_URL", services.settings.sms_url)


def _database() -> str:
    with db.engine.connect() as connection:
        if not schema.is_current(connection):
            raise _Bad("the tables are not at the newest migration; run `idp db upgrade`")
        return f"{connection.dialect.name}, at the newest migration"


def _keys(services: Services) -> str:
    states = {(key.algorithm, key.state) for key in services.rotation.all()}
    missing = [name for name in ("RS256", "ES256", "EdDSA") if (name, "current") not in states]
    if missing:
        raise _Bad(f"no current key for {', '.join(missing)}; run `idp db upgrade`")
    services.ring.signer("RS256")
    return "each algorithm has a key that signs, and it opens with the key-encryption key"


def _key_encryption(services: Services) -> str:
    keys = len(services.settings.sealing_keys)
    if keys == 1:
        return "one key"
    waiting = sum(place.waiting for place in services.resealing.progress())
    if waiting:
        return f"{keys} keys; {waiting} values wait for the worker to seal them under the first one"
    return f"{keys} keys; everything is sealed under the first one, the others may go"


def _clock(services: Services) -> str:
    ours = services.clock().timestamp()
    query = (
        "SELECT extract(epoch FROM now())"
        if db.engine.dialect.name == "postgresql"
        else "SELECT unixepoch('now')"
    )
    theirs = float(db.session.scalar(text(query)) or 0)
    if abs(ours - theirs) > _CLOCK_TOLERANCE_SECONDS:
        raise _Bad(f"differs from the database's by {abs(ours - theirs):.0f} s; synchronise both")
    return "agrees with the database's"


def _register(services: Services) -> str:
    failure = services.register.probe()
    if failure is not None:
        raise _Bad(f"{services.settings.population_url}: {failure}; citizens can sign in, verification waits")
    return f"{services.settings.population_url} answers, and its signature is good"


def _address(variable: str, url: str) -> str:
    if url == "messages:":
        return "goes to the messages page of the demonstration"
    return f"{variable} is set"
