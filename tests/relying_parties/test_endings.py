"""What of an application ends, and on which day in Việt Nam."""

from datetime import UTC, date, datetime, timedelta

import pytest

from idp.relying_parties.endings import What, ending_soon, endings
from idp.store.models import Client
from tests.certificates import issued
from tests.moments import START

TODAY = date(2026, 11, 2)


def an_application(**columns):
    members = {"scope": "openid ngay_sinh", **columns.pop("metadata", {})}
    return Client(client_id="portal", metadata_=members, **{"secrets": [], "scope_policy": {}, **columns})


def a_secret(name, ends):
    return {
        "id": name,
        "digest": "d",
        "hint": name[:4],
        "created_at": START.isoformat(),
        "expires_at": ends.isoformat() if ends else None,
    }


def told(client, now=START):
    return [(each.what, each.id, each.last_day) for each in endings(client, now)]


def test_a_secret_ends_on_its_day_here_and_the_lasting_one_never():
    late = datetime(2026, 11, 9, 18, 0, tzinfo=UTC)  # one o'clock of the next morning
    client = an_application(secrets=[a_secret("newest", None), a_secret("older", late)])

    assert told(client) == [(What.SECRET, "older", date(2026, 11, 10))]


def test_what_is_over_does_not_end():
    client = an_application(
        secrets=[a_secret("over", START - timedelta(seconds=1))],
        scope_policy={"ngay_sinh": {"until": "2026-11-01"}},
    )

    assert told(client) == []


def test_a_ground_lasts_to_the_end_of_its_day():
    client = an_application(scope_policy={"ngay_sinh": {"until": TODAY.isoformat()}})

    assert told(client) == [(What.GROUND, "ngay_sinh", TODAY)]
    assert endings(client, START)[0].days_left(TODAY) == 0
    assert told(client, START.replace(hour=16, minute=59)) != []
    assert told(client, START.replace(hour=17)) == []


def test_the_ground_of_a_scope_that_was_taken_out_is_nobodys_concern():
    client = an_application(metadata={"scope": "openid"}, scope_policy={"ngay_sinh": {"until": "2026-12-01"}})

    assert told(client) == []


def test_certificates_of_registered_keys_end():
    identity = issued("portal")
    keys = {"keys": [identity.jwk(), identity.jwk(with_certificate=False), {"x5c": ["junk"]}]}
    end = identity.certificate.not_valid_after_utc

    (found,) = endings(an_application(metadata={"jwks": keys}), START)

    assert (found.what, found.last_day) == (What.CERTIFICATE, (end + timedelta(hours=7)).date())


def test_a_certificate_that_is_over_is_told_until_it_is_replaced():
    identity = issued("portal")
    client = an_application(metadata={"jwks": {"keys": [{**identity.jwk(), "kid": "k" * 60}]}}, state="live")
    end = identity.certificate.not_valid_after_utc

    ((told_of, found),) = ending_soon([client], end + timedelta(days=9))

    assert (told_of, found.name, found.days_left((end + timedelta(days=9)).date()) < 0) == (
        client,
        "k" * 40,
        True,
    )
    assert ending_soon([client], end - timedelta(days=61)) == []
    assert ending_soon([client], end - timedelta(days=60)) != []


@pytest.mark.parametrize("state", ["draft", "requested", "suspended", "retired"])
def test_what_nobody_uses_does_not_end_soon(state):
    client = an_application(secrets=[a_secret("a", START + timedelta(days=1))], state=state)

    assert ending_soon([client], START) == []


def test_the_soonest_of_all_applications_comes_first():
    first = an_application(secrets=[a_secret("a", START + timedelta(days=9))], state="live")
    second = an_application(secrets=[a_secret("b", START + timedelta(days=3))], state="test")

    assert [client for client, _ in ending_soon([first, second], START)] == [second, first]


def test_the_soonest_comes_first():
    client = an_application(
        secrets=[a_secret("b", START + timedelta(days=9)), a_secret("a", START + timedelta(days=8))],
        scope_policy={"ngay_sinh": {"until": "2026-11-03"}},
    )

    assert [each.id for each in endings(client, START)] == ["ngay_sinh", "a", "b"]
