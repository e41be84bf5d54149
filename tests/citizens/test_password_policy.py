"""Which passwords may be chosen."""

import hashlib

import pytest

from idp.citizens.leaked_passwords import LeakedPasswords
from idp.citizens.password_policy import (
    ALONE,
    WITH_SECOND_FACTOR,
    Owner,
    PasswordPolicy,
    Refusal,
    Weakness,
    may_stand_alone,
    vietnamese_words,
)

BAY = Owner(
    name="Trần Thị Bảy",
    number="098172000101",
    birth_date="1972-03-08",
    contacts=("+84990000101", "bay.tran@dan.anlien.example"),
)


@pytest.fixture
def policy():
    return PasswordPolicy(LeakedPasswords(None))


@pytest.mark.parametrize(
    "password",
    [
        "bốn con trâu qua sông Hậu",
        "sen hồng tháng sáu",
        "con bò vàng ăn cỏ xanh",
        "correct horse battery",
        "ngôi nhà có 3 cây",
        "bốn con trâu qua sông Bảy",  # her given name, and much more
        "x" * 3 + "Zq7#rm2Lw!9pT",
        "🐃🌾🚣🌙🍲🪷🐟🦆🌧🍋🥥🛶🎋🏮🐓🦀",
    ],
)
def test_long_and_unusual_is_enough_without_any_special_sign(policy, password):
    assert policy.check(password, BAY) is None


@pytest.mark.parametrize("password", ["mưa tím 42 gà", "Kx7!q9zp", "đám mây tím 7"])
def test_eight_characters_do_beside_a_second_factor(policy, password):
    assert policy.check(password, BAY, at_least=WITH_SECOND_FACTOR) is None
    assert policy.check(password, BAY) == Refusal(Weakness.TOO_SHORT, ALONE, len(password))


@pytest.mark.parametrize(
    "password",
    ["matkhau1", "Mật khẩu", "anhyeuem", "AnhYeuEm123", "12345678", "vietnam2026", "password1", "iloveyou"],
)
def test_common_ones_are_refused_in_any_spelling(policy, password):
    assert policy.check(password, BAY, at_least=WITH_SECOND_FACTOR) == Refusal(Weakness.COMMON)


@pytest.mark.parametrize("password", ["a" * 15, "ab" * 8, "😀" * 15, "anhyeuem" * 2])
def test_one_thing_over_and_over_is_common(policy, password):
    assert policy.check(password, BAY) == Refusal(Weakness.COMMON)


@pytest.mark.parametrize(
    "password",
    [
        "Trần Thị Bảy 1972",
        "tranthibay08031972",
        "BayTranThi@1972!!",
        "098172000101-2026",
        "0990000101-080372",
        "bay.tran bay.tran",
        "ttbay 8.3.1972 ttbay",
    ],
)
def test_what_a_stranger_knows_of_her_is_refused(policy, password):
    assert policy.check(password, BAY) == Refusal(Weakness.ABOUT_YOU)


@pytest.mark.parametrize("password", ["qwertyuiopasdfgh", "Mật khẩu của tôi là 1", "abcdefghijklmnop"])
def test_what_a_guesser_tries_soon_is_refused(policy, password):
    assert policy.check(password, BAY) == Refusal(Weakness.GUESSABLE)


def test_a_leaked_one_is_refused(tmp_path):
    path = tmp_path / "leaked.txt"
    path.write_text(
        hashlib.sha1("bốn con trâu qua sông Hậu".encode(), usedforsecurity=False).hexdigest().upper() + ":4\n"
    )

    assert PasswordPolicy(LeakedPasswords(path)).check("bốn con trâu qua sông Hậu", BAY) == Refusal(
        Weakness.LEAKED
    )


def test_the_longest_is_over_a_thousand_characters(policy):
    long = "".join(chr(0x4E00 + step * 7919 % 20_000) for step in range(1024))

    assert policy.check(long, BAY) is None
    assert policy.check(long + "x", BAY).weakness is Weakness.TOO_LONG


def test_every_code_point_counts_once_after_normalisation(policy):
    # ế is one letter, however it arrives: decomposed it has three code points.
    assert policy.check("e\u0302\u0301" * 4, Owner(), at_least=5) == Refusal(Weakness.TOO_SHORT, 5, 4)
    assert may_stand_alone("a" * 15)
    assert not may_stand_alone("e\u0302\u0301" * 14)


def test_nothing_known_of_the_owner_is_no_obstacle(policy):
    assert policy.check("bốn con trâu qua sông Hậu", Owner()) is None


@pytest.mark.parametrize("password", ["\0" * 15, "\ud800" * 15, " " * 15, "\u0301" * 20])
def test_strange_characters_are_judged_and_not_fatal(policy, password):
    assert policy.check(password, BAY) is not None


def test_the_shipped_words_are_folded_and_many():
    assert len(vietnamese_words()) > 150
    assert all(word.isascii() and word == word.lower() for word in vietnamese_words())
