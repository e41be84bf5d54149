"""One key-encryption key follows another: everything is sealed anew, whoever is killed meanwhile (both databases)."""

import os
import subprocess
import uuid
from base64 import b64encode
from contextlib import contextmanager

import pytest
from sqlalchemy import insert, select

from idp.config import DEMO_KEY
from idp.crypto.sealing import Sealer
from idp.keys.resealing import REST, Resealing
from idp.relying_parties.secrets import SIGNS
from idp.store.db import db
from idp.store.models import Citizen, Client, Message
from idp.store.repositories.sealed_values import SEALED_TABLES, SealedValues
from idp.variables import Secret
from idp.web.current import services
from tests.builders import TOTP_KEY, a_citizen, a_client, a_person
from tests.installation import application, changed
from tests.servers import BIN, KEEPS_WHAT_IT_COMPILES, ROOT, provider_settings

NEW_KEY = b64encode(b"n" * 32).decode()
MANY = 6_000


@pytest.fixture
def person(app):
    """Everything of one citizen, an application that signs with its secret, and many messages, under the demo's key."""
    person = a_person()
    a_citizen(person, totp=TOTP_KEY)
    client = a_client("signs")
    client.secrets = [services().client_desk.secrets.kept("signs", "s" * 64, SIGNS).written()]
    sealed = services().sealer.seal_json(
        {"to": "x", "subject": None, "text": "t", "code": None}, "message.sealed"
    )
    now = services().clock()
    rows = [{"id": str(uuid.uuid4()), "at": now, "kind": "sms", "sealed": sealed} for _ in range(MANY)]
    db.session.execute(insert(Message), rows)
    db.session.commit()
    return person


@contextmanager
def with_keys(settings, clock, *keys):
    """The provider as it is started with these keys."""
    db.session.remove()
    with application(changed(settings, key_encryption_key=Secret(",".join(keys))), clock):
        yield services()


def waiting(resealing):
    return sum(place.waiting for place in resealing.progress())


def everything_opens():
    """Open every value there is, each for its place; how many."""
    opened = 0
    for sealed in SEALED_TABLES:
        for row in db.session.execute(select(*sealed.columns)):
            for name, value in zip(sealed.names, row, strict=True):
                if value is not None:
                    services().sealer.open(value, sealed.where(name))
                    opened += 1
    return opened


def test_killed_half_way_it_goes_on_and_the_old_key_may_go(settings, clock, person, tmp_path):
    _killed_at_the_second_batch(settings, tmp_path)

    with with_keys(settings, clock, NEW_KEY, DEMO_KEY) as house:
        assert 0 < waiting(house.resealing) < MANY
        everything_opens()
        chore = next(each for each in house.chores if each.name == "seal anew")
        while chore.work():
            db.session.commit()
        db.session.commit()
        assert waiting(house.resealing) == 0

    with with_keys(settings, clock, NEW_KEY) as house:
        assert everything_opens() > MANY
        citizen = db.session.scalars(select(Citizen)).one()
        assert house.people.claims_of(citizen)["name"] == person.name
        assert house.ring.signer("RS256")
        assert house.client_desk.secrets.opened(db.session.get(Client, "signs")) == ["s" * 64]


def _killed_at_the_second_batch(settings, folder):
    keys = {"key_encryption_key": f"{NEW_KEY},{DEMO_KEY}"}
    environment = provider_settings("http://localhost:1", settings.database_url, folder, **keys)
    db.session.remove()
    with subprocess.Popen(
        [BIN / "idp", "secrets", "reencrypt"],
        cwd=ROOT,
        env={**os.environ, **KEEPS_WHAT_IT_COMPILES, **environment},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    ) as process:
        said = [process.stderr.readline() for _ in range(2)]
        process.kill()
        rest = process.stderr.read()
    assert all(line.endswith(b"looked at\n") for line in said), [*said, rest]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_with_one_key_there_is_nothing_to_do(app, statements):
    with statements.counted():
        assert services().resealing.go_on(500) == 0

    assert len(statements) == 0


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_after_a_round_without_work_it_rests(app, clock):
    resealing = Resealing(
        SealedValues(db.session), Sealer(b"n" * 32, *services().settings.sealing_keys), [], clock
    )
    while resealing.go_on(500) == 500:
        pass
    assert not resealing.is_resting
    resealing.go_on(500)

    assert resealing.is_resting
    assert resealing.go_on(500) == 0
    clock.advance(seconds=REST.total_seconds())
    assert resealing.go_on(500) > 0


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_what_no_key_opens_stays_and_is_counted(app, clock):
    citizen = a_citizen()
    citizen.phone_sealed = broken = b"\x01 not a sealed value"
    db.session.commit()
    resealing = Resealing(
        SealedValues(db.session), Sealer(b"n" * 32, *services().settings.sealing_keys), [], clock
    )

    while not resealing.is_resting:
        resealing.go_on(500)

    db.session.refresh(citizen)
    assert citizen.phone_sealed == broken
    assert (resealing.unreadable, waiting(resealing)) == (1, 1)


def test_a_value_that_somebody_changed_meanwhile_is_left_to_them(app):
    citizen = a_citizen()
    sealed = next(each for each in SEALED_TABLES if each.table.name == "citizen")
    values = SealedValues(db.session)
    (row,) = values.after(sealed, None, b"\x02 some mark", most=10)
    citizen.email_sealed = theirs = services().sealer.seal_text(
        "other@dan.anlien.example", "citizen.email_sealed"
    )
    db.session.commit()

    values.replace(sealed, [(row, tuple(b"ours" for _ in sealed.names))])

    db.session.refresh(citizen)
    assert citizen.email_sealed == theirs


COMPOSED = {"device_authorization.parameters_sealed", "backchannel_request.parameters_sealed"}
"""Places whose name the code puts together (`PolledRequests`)."""


def test_every_sealed_column_is_opened_for_the_place_its_writer_names():
    source = "\n".join(path.read_text("utf-8") for path in (ROOT / "idp").rglob("*.py"))
    places = {sealed.where(name) for sealed in SEALED_TABLES for name in sealed.names}

    assert {place for place in places if f'"{place}"' not in source} == COMPOSED
    assert len(SEALED_TABLES) >= 17
