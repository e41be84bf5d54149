"""Keys that sign for one application of the sandbox."""

from datetime import timedelta

import pytest

from idp.keys.ring import KeyRing
from idp.store.db import db
from idp.store.models import SigningKey
from idp.web.current import services


def kids(ring):
    return {key["kid"] for key in ring.public_jwks()["keys"]}


@pytest.fixture
def elsewhere(app):
    """The ring of another process."""
    here = services()
    ring = KeyRing(lambda: here.signing_keys.published(here.clock()), here.sealer, here.clock)
    ring.public_jwks()
    return ring


@pytest.mark.parametrize("algorithm", ["RS256", "PS256", "ES256", "EdDSA"])
def test_every_process_publishes_it_until_its_time_is_over(elsewhere, clock, algorithm):
    before = kids(elsewhere)
    kid = services().trial_keys.make(algorithm, clock() + timedelta(minutes=10))
    db.session.commit()
    assert services().ring.trial(kid, algorithm).kid == kid
    clock.advance(seconds=1)
    assert kids(elsewhere) == kids(services().ring) == {*before, kid}

    clock.advance(minutes=10)

    assert kids(elsewhere) == kids(services().ring) == before
    assert services().ring.trial(kid, algorithm) is None


def test_who_signs_with_it_publishes_it_at_once(elsewhere, clock):
    shown = elsewhere.glance()
    kid = services().trial_keys.make("ES256", clock() + timedelta(minutes=10))
    db.session.commit()
    assert kid not in kids(elsewhere)

    assert elsewhere.trial(kid, "ES256").kid == kid

    assert elsewhere.glance() is None
    assert kid in kids(elsewhere)
    assert elsewhere.glance() is not shown


def test_it_is_no_part_of_a_rotation(app, clock):
    keys = services()
    kid = keys.trial_keys.make("ES256", clock() + timedelta(minutes=10))
    usual = keys.ring.signer("ES256").kid

    assert kid not in {key.kid for key in keys.rotation.all()}
    assert usual != kid
    assert not keys.rotation.revoke(kid)
    keys.rotation.rotate()
    assert db.session.get(SigningKey, kid).state == "trial"
    assert keys.ring.trial(kid, "RS256") is None


def test_it_is_forgotten_with_the_retired_ones(app, clock):
    kid = services().trial_keys.make("ES256", clock() + timedelta(minutes=10))
    overlap = services().settings.key_rotation_overlap

    assert services().rotation.forget_retired(overlap) == 0
    clock.advance(seconds=overlap.total_seconds() + 601)
    assert services().rotation.forget_retired(overlap) == 1
    assert db.session.get(SigningKey, kid) is None


def test_what_is_dropped_is_in_no_set(app, clock):
    keys = services()
    kid = keys.trial_keys.make("EdDSA", clock() + timedelta(minutes=10))
    keys.trial_keys.drop(kid)

    assert kid not in kids(keys.ring)
