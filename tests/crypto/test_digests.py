"""Digests of secrets."""

from idp.crypto.digests import digest, keyed_digest, matches, new_digits, new_secret

KEY = b"k" * 32


def test_new_secrets_differ_and_need_no_escaping():
    secrets = {new_secret() for _ in range(50)}

    assert len(secrets) == 50
    assert all(len(secret) == 43 and secret.replace("-", "").replace("_", "").isalnum() for secret in secrets)


def test_new_digits_keep_leading_zeros():
    assert {len(new_digits(6)) for _ in range(200)} == {6}


def test_a_digest_is_stable_and_is_not_the_secret():
    assert digest("secret") == digest("secret") != "secret"
    assert len(digest("secret")) == 43


def test_a_digest_takes_any_text_a_request_can_carry():
    assert digest("\ud800") != digest("\ud801")


def test_parts_of_a_keyed_digest_do_not_run_into_each_other():
    assert keyed_digest(KEY, "ab", "c") != keyed_digest(KEY, "a", "bc")


def test_what_was_stored_by_its_keyed_digest_is_found_by_it_for_good():
    assert keyed_digest(KEY, "throttle", "phone:Huế") == "-xCLdORpEeuZieI9xQbZB-BJbowWlLQm_PfmlP3dsCA"
    assert keyed_digest(b"k" * 100, "a", "", "\ud800") == "JHdbyDnkXCJEuTPbUkz4xe989bqMTACcD4r_ib4X7eY"


def test_a_keyed_digest_depends_on_its_key():
    assert keyed_digest(KEY, "value") != keyed_digest(b"x" * 32, "value")


def test_only_equal_digests_match():
    assert matches(digest("a"), digest("a"))
    assert not matches(digest("a"), digest("b"))
    assert not matches(digest("a"), "")
