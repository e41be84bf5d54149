"""Which faults are on, for whom, and until when."""

from datetime import timedelta

import pytest

from idp.oauth.faults import NONE, Fault, active, in_claims, switched_on, written
from tests.oauth.records import NOW, Record

SOME = frozenset({Fault.WRONG_NONCE, Fault.BAD_SIGNATURE})


def test_what_is_written_is_read_again_until_its_time():
    kept = written(SOME, NOW + timedelta(minutes=1))

    assert switched_on(kept, NOW) == SOME
    assert switched_on(kept, NOW + timedelta(minutes=1)) == NONE


def test_none_is_written_as_nothing():
    assert written(NONE, NOW) is None
    assert switched_on(None, NOW) == NONE


def test_a_name_nobody_knows_any_more_is_no_fault():
    kept = {"names": ["gone", "wrong_nonce"], "until": (NOW + timedelta(minutes=1)).isoformat()}

    assert switched_on(kept, NOW) == {Fault.WRONG_NONCE}


@pytest.mark.parametrize("is_for_test_people", [True, False])
def test_faults_are_for_applications_of_the_sandbox_only(is_for_test_people):
    record = Record(faults=written(SOME, NOW + timedelta(minutes=1)), is_for_test_people=is_for_test_people)

    assert active(record, NOW) == (SOME if is_for_test_people else NONE)


def test_several_faults_spoil_several_claims():
    claims = {"iss": "https://id.example", "aud": "portal", "iat": 10_000, "exp": 10_300}

    spoilt = in_claims(frozenset({Fault.WRONG_AUDIENCE, Fault.EXPIRED_ID_TOKEN}), claims)

    assert spoilt == {"iss": "https://id.example", "aud": "another-client", "iat": 2_800, "exp": 6_400}
