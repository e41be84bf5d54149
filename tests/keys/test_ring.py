"""The key ring, while its database is well and while it is not."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.exc import OperationalError

from idp.crypto.sealing import Sealer
from idp.keys.ring import KeyRing, NoSigningKey
from idp.web.current import services

START = datetime(2026, 11, 22, tzinfo=UTC)


class Database:
    """Answers with the keys of an installation, until it is broken."""

    def __init__(self, rows):
        self.rows = rows
        self.is_broken = False
        self.reads = 0

    def read(self):
        self.reads += 1
        if self.is_broken:
            raise OperationalError("SELECT", {}, Exception("gone"))
        return self.rows


@pytest.fixture
def database(app):
    return Database(services().rotation.all())


@pytest.fixture
def now():
    return [START]


@pytest.fixture
def ring(app, database, now):
    return KeyRing(database.read, services().sealer, lambda: now[0])


def test_the_database_is_asked_once_in_a_while(ring, database, now):
    for tenths in range(20):
        now[0] = START + tenths * KeyRing.FRESH_FOR / 10
        ring.signer("ES256")

    assert database.reads == 2


def test_without_a_database_the_known_keys_go_on(ring, database, now):
    before = ring.public_jwks()
    database.is_broken = True
    now[0] += timedelta(minutes=5)

    assert ring.public_jwks() == before
    assert ring.signer("RS256").kid in {key["kid"] for key in before["keys"]}


def test_a_ring_that_never_saw_its_database_says_so(ring, database):
    database.is_broken = True

    with pytest.raises(OperationalError):
        ring.public_jwks()


def test_an_empty_ring_says_so():
    ring = KeyRing(list, Sealer(b"k" * 32), lambda: START)

    with pytest.raises(NoSigningKey):
        ring.public_jwks()


def test_a_forgotten_ring_looks_again(ring, database):
    ring.signer("ES256")
    ring.forget()
    ring.signer("ES256")

    assert database.reads == 2


def test_while_one_looks_the_others_go_on_with_the_keys_they_know(ring, database, now):
    before = ring.public_jwks()
    now[0] += timedelta(minutes=5)
    seen = []
    read = database.read
    ring._read = lambda: (seen.append(ring.public_jwks()), read())[1]

    ring.public_jwks()

    assert seen == [before]
