"""Looking passwords up in a sorted file of digests."""

import hashlib

import pytest

from idp.citizens.leaked_passwords import LeakedPasswords

LEAKED = [f"leaked password {number}" for number in range(200)]


def digest_of(password):
    return hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()


@pytest.fixture(params=["{}\n", "{}:17\n", "{}:3\r\n"])
def leaked(request, tmp_path):
    path = tmp_path / "leaked.txt"
    path.write_text("".join(request.param.format(digest) for digest in sorted(map(digest_of, LEAKED))))
    return LeakedPasswords(path)


def test_every_line_is_found(leaked):
    assert [password for password in LEAKED if not leaked.has(password)] == []


def test_what_is_not_there_is_not_found(leaked):
    others = [f"a password nobody lost {number}" for number in range(500)]

    assert [password for password in others if leaked.has(password)] == []


def test_a_file_of_one_line_and_an_empty_one(tmp_path):
    one, none = tmp_path / "one.txt", tmp_path / "none.txt"
    one.write_text(digest_of("lost"))
    none.write_text("")

    assert LeakedPasswords(one).has("lost")
    assert not LeakedPasswords(one).has("kept")
    assert not LeakedPasswords(none).has("lost")


def test_without_a_file_nothing_is_leaked():
    assert not LeakedPasswords(None).has("matkhau")


def test_a_file_that_is_named_but_missing_is_loud(tmp_path):
    with pytest.raises(FileNotFoundError):
        LeakedPasswords(tmp_path / "gone.txt").has("matkhau")
