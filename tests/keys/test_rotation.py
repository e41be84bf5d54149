"""The key ring and its rotation."""

from datetime import timedelta

import pytest
from joserfc import jwt

from idp.keys.ring import NoSigningKey
from idp.store.db import db
from idp.store.models import SigningKey
from idp.web.current import services

ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA"]


def token(algorithm):
    key = services().ring.signer(algorithm)
    header = {"alg": algorithm, "kid": key.kid}
    return jwt.encode(header, {"sub": "x"}, key, algorithms=[algorithm])


def states():
    return sorted((key.algorithm, key.state) for key in services().rotation.all())


def test_an_installation_starts_with_a_current_and_a_next_key_of_each_kind(app):
    assert states() == [(a, s) for a in ("ES256", "EdDSA", "RS256") for s in ("current", "next")]


def test_published_keys_are_public_and_named(app):
    keys = services().ring.public_jwks()["keys"]

    assert len({key["kid"] for key in keys}) == len(keys) == 6
    assert all(key["use"] == "sig" for key in keys)
    assert not any({"d", "p", "q", "dp", "dq", "qi", "k"} & set(key) for key in keys)


def test_rsa_keys_have_3072_bits(app):
    assert services().ring.signer("RS256").raw_value.key_size == 3072


def test_private_parts_are_sealed(app):
    for key in services().rotation.all():
        assert b'"d"' not in key.private_sealed


@pytest.mark.parametrize("algorithm", ALGORITHMS)
def test_a_signature_verifies_with_the_published_set(app, algorithm):
    decoded = jwt.decode(token(algorithm), services().ring.verifiers(), algorithms=[algorithm])

    assert decoded.claims == {"sub": "x"}


def test_an_algorithm_without_a_key_is_told(app):
    with pytest.raises(NoSigningKey):
        services().ring.signer("ES512")


def test_the_next_key_was_published_before_it_signs(app):
    before = {key["kid"] for key in services().ring.public_jwks()["keys"]}

    services().rotation.rotate()

    assert services().ring.signer("ES256").kid in before


def test_a_rotation_breaks_no_token_under_way(app):
    tokens = {algorithm: token(algorithm) for algorithm in ALGORITHMS}

    services().rotation.rotate()

    for algorithm, text in tokens.items():
        jwt.decode(text, services().ring.verifiers(), algorithms=[algorithm])


def test_a_rotation_moves_each_key_one_place(app):
    services().rotation.rotate()

    places = ("current", "next", "retired")
    assert states() == [(algorithm, state) for algorithm in ("ES256", "EdDSA", "RS256") for state in places]


def test_retired_keys_leave_when_their_tokens_are_dead(app, clock):
    services().rotation.rotate()
    clock.advance(hours=23)
    assert services().rotation.forget_retired(timedelta(hours=24)) == 0

    clock.advance(hours=2)

    assert services().rotation.forget_retired(timedelta(hours=24)) == 3
    assert "retired" not in {state for _algorithm, state in states()}


def test_another_process_sees_a_rotation_within_seconds(app, clock):
    elsewhere = type(services().ring)(services().rotation.all, services().sealer, clock)
    before = elsewhere.signer("ES256").kid
    services().rotation.rotate()

    clock.advance(seconds=6)

    assert elsewhere.signer("ES256").kid == services().ring.signer("ES256").kid != before


def test_two_rotations_at_once_do_not_both_move_a_key(app, clock):
    key = db.session.query(SigningKey).filter_by(state="next", algorithm="ES256").one()
    keys = services().rotation._keys

    assert keys.move(key.kid, "next", "current", clock())
    assert not keys.move(key.kid, "next", "current", clock())


def test_keys_move_on_by_themselves_when_they_have_signed_long_enough(app, clock):
    every, before = timedelta(days=90), services().ring.signer("ES256").kid
    db.session.query(SigningKey).filter_by(state="current").update({"current_since": clock()})

    clock.advance(days=89)
    assert services().rotation.rotate_due(every) == 0
    clock.advance(days=1)
    assert services().rotation.rotate_due(every) == 3
    assert services().rotation.rotate_due(every) == 0

    assert services().ring.signer("ES256").kid != before


@pytest.mark.parametrize("state", ["current", "next", "retired"])
def test_a_revoked_key_is_gone_at_once_and_another_takes_its_place(app, state):
    services().rotation.rotate()
    kid = next(key.kid for key in services().rotation.all() if (key.algorithm, key.state) == ("ES256", state))

    assert services().rotation.revoke(kid)

    assert kid not in {key["kid"] for key in services().ring.public_jwks()["keys"]}
    assert ("ES256", "current") in states()
    assert ("ES256", "next") in states()
    assert services().ring.signer("ES256").kid != kid


def test_what_a_revoked_key_has_signed_is_refused(app):
    signed = token("ES256")
    services().rotation.revoke(services().ring.signer("ES256").kid)

    with pytest.raises(Exception, match=r"(?i)key|signature"):
        jwt.decode(signed, services().ring.verifiers(), algorithms=["ES256"])


def test_an_unknown_key_is_not_revoked(app):
    assert not services().rotation.revoke("nobody-knows-me")
