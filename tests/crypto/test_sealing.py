"""Encryption at rest."""

from base64 import b64encode, urlsafe_b64encode

import pytest

from idp.crypto.sealing import CannotOpen, Sealer, derived_key, parse_key

KEY = bytes(range(32))
sealer = Sealer(KEY)


def test_what_was_sealed_opens_again():
    sealed = sealer.seal_json({"tên": "Nguyễn Thị Hòa"}, "citizen.identity")

    assert sealer.open_json(sealed, "citizen.identity") == {"tên": "Nguyễn Thị Hòa"}
    assert "Hòa".encode() not in sealed


def test_sealing_twice_gives_two_values():
    assert sealer.seal(b"x", "a.b") != sealer.seal(b"x", "a.b")


def test_a_value_moved_to_another_column_does_not_open():
    with pytest.raises(CannotOpen):
        sealer.open(sealer.seal(b"x", "citizen.phone"), "citizen.email")


def test_another_key_does_not_open():
    with pytest.raises(CannotOpen):
        Sealer(b"z" * 32).open(sealer.seal(b"x", "a.b"), "a.b")


@pytest.mark.parametrize("position", [0, 1, 13, -1])
def test_a_changed_value_does_not_open(position):
    sealed = bytearray(sealer.seal(b"value", "a.b"))
    sealed[position] ^= 1

    with pytest.raises(CannotOpen):
        sealer.open(bytes(sealed), "a.b")


@pytest.mark.parametrize("cut", [0, 1, 12, 20])
def test_a_cut_value_does_not_open(cut):
    with pytest.raises(CannotOpen):
        sealer.open(sealer.seal(b"value", "a.b")[:cut], "a.b")


@pytest.mark.parametrize("encode", [b64encode, urlsafe_b64encode])
def test_a_key_is_read_in_either_alphabet_with_or_without_padding(encode):
    key = b"\xfb\xff" * 16
    text = encode(key).decode()

    assert parse_key(text) == parse_key(text.rstrip("=")) == key


@pytest.mark.parametrize("text", ["", "short", "ü" * 43, b64encode(b"x" * 31).decode()])
def test_a_key_that_is_no_key_is_refused(text):
    with pytest.raises(ValueError, match=r"base64|bytes"):
        parse_key(text)


def test_keys_for_two_purposes_differ():
    assert derived_key(KEY, "one") != derived_key(KEY, "two")


OLD, NEW = bytes(range(32)), b"n" * 32


def test_while_one_key_follows_another_everything_opens():
    before, during = Sealer(OLD), Sealer(NEW, OLD)
    old, new = before.seal(b"old", "a.b"), during.seal(b"new", "a.b")

    assert during.open(old, "a.b") == b"old"
    assert during.open(new, "a.b") == b"new"
    assert Sealer(OLD, NEW).open(new, "a.b") == b"new"


def test_what_was_sealed_under_the_new_key_does_not_need_the_old_one():
    sealed = Sealer(NEW, OLD).seal(b"new", "a.b")

    assert Sealer(NEW).open(sealed, "a.b") == b"new"
    with pytest.raises(CannotOpen):
        Sealer(OLD).open(sealed, "a.b")


def test_only_values_of_the_first_of_several_keys_are_current():
    both = Sealer(NEW, OLD)

    assert both.is_current(both.seal(b"x", "a.b"))
    assert not both.is_current(Sealer(OLD).seal(b"x", "a.b"))
    assert not both.is_current(Sealer(OLD, NEW).seal(b"x", "a.b"))


def test_with_one_key_values_are_written_as_older_releases_read_them():
    assert Sealer(NEW).seal(b"x", "a.b")[:1] == b"\x01"
    assert Sealer(NEW).mark is None


def test_the_name_of_a_key_cannot_be_exchanged():
    sealed = bytearray(Sealer(NEW, OLD).seal(b"x", "a.b"))
    sealed[1:9] = (Sealer(OLD, NEW).mark or b"")[1:]

    with pytest.raises(CannotOpen):
        Sealer(NEW, OLD).open(bytes(sealed), "a.b")
