"""A registered key is as old as the time since which it has always been there."""

from datetime import datetime, timedelta

from idp.relying_parties.history import Act, Version
from idp.relying_parties.key_ages import keys_since
from tests.moments import START


def a_key(of: str, kid: str | None = None):
    key = {"kty": "EC", "crv": "P-256", "x": f"x of {of}", "y": f"y of {of}"}
    return {**key, "kid": kid} if kid else key


def versions(*each):
    """From the first on, a day apart, as a history has them: the latest first."""
    made = [
        Version(number, day(number), Act(), {"jwks": {"keys": keys}} if keys else {})
        for number, keys in enumerate(each)
    ]
    return made[::-1]


def day(number: int) -> datetime:
    return START + timedelta(days=number)


def test_a_key_is_as_old_as_the_first_version_with_it():
    history = versions(
        [a_key("a", "1")], [a_key("a", "1"), a_key("b", "2")], [a_key("b", "2"), a_key("a", "1")]
    )

    assert keys_since(history) == (("1", day(0)), ("2", day(1)))


def test_another_name_makes_no_new_key_and_the_same_name_no_old_one():
    history = versions([a_key("a", "1"), a_key("b", "2")], [a_key("a", "new"), a_key("c", "2")])

    assert keys_since(history) == (("2", day(1)), ("new", day(0)))


def test_a_key_that_came_back_is_as_old_as_its_return():
    assert keys_since(versions([a_key("a", "1")], [a_key("b", "2")], [a_key("a", "1")])) == (("1", day(2)),)


def test_a_key_without_a_name_has_an_age_too():
    assert keys_since(versions([], [a_key("a")])) == (("", day(1)),)


def test_without_keys_or_versions_there_is_nothing():
    assert keys_since(versions([a_key("a")], [])) == ()
    assert keys_since([]) == ()
