"""`idp/registry/mock/wire.py`: answers as they should be, and each way in which they should not."""

import pytest

from idp.registry.mock.reply import reply
from idp.registry.mock.signing import Signer
from idp.registry.mock.simulation import WIRE_FAULTS
from idp.registry.mock.wire import signed, spoilt

SIGNER = Signer("test")
ANSWER = reply("001", "request-00000001")


def test_two_mismatches_have_the_same_size():
    other = reply("001", "request-00000002")

    assert len(signed(ANSWER, SIGNER).body) == len(signed(other, SIGNER).body)


@pytest.mark.parametrize("fault", WIRE_FAULTS)
def test_each_fault_spoils_the_answer(fault):
    assert spoilt(ANSWER, SIGNER, fault).body.partition(b".")[0] != b""
    assert spoilt(ANSWER, SIGNER, fault).body[:-86] != signed(ANSWER, SIGNER).body[:-86]


def test_other_faults_leave_it_as_it_is():
    assert spoilt(ANSWER, SIGNER, "008").body[:-86] == signed(ANSWER, SIGNER).body[:-86]


def test_the_same_seed_gives_the_same_key():
    assert Signer("test").public_jwks() == SIGNER.public_jwks()
    assert Signer("other").public_jwks() != SIGNER.public_jwks()
    assert "d" not in SIGNER.public_jwks()["keys"][0]
