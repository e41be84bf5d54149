"""When a token holds."""

import pytest

from idp.oauth.standing import holds
from tests.oauth.records import NOW, Given, Holder, Record, Stands


def test_it_holds_while_everything_does():
    assert holds(Stands())


@pytest.mark.parametrize(
    "broken",
    [
        {"authorization": Given(revoked_at=NOW)},
        {"authorization": Given(revoked_at=NOW, is_offline=True)},
        {"citizen": Holder(is_active=False)},
        {"client": Record(is_usable=False)},
        {"session_ended": True},
        {"token_revoked": True},
    ],
)
def test_it_falls_with_any_part(broken):
    assert not holds(Stands(**broken))


def test_offline_access_outlives_the_session():
    assert holds(Stands(authorization=Given(is_offline=True), session_ended=True))
