"""Codes of an authenticator app."""

from datetime import timedelta

import pyotp
import pytest

from idp.citizens import totp
from tests.builders import TOTP_KEY
from tests.moments import START

STEP = int(START.timestamp()) // 30


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("123456", "123456"),
        (" 123 456 ", "123456"),
        ("123-456", "123456"),
        ("12345", None),
        ("1234567", None),
        ("12345a", None),
        ("", None),
        ("\x00", None),
        ("１２３４５６", None),
        ("1" * 10_000, None),
    ],
)
def test_a_code_is_read_as_people_type_it(typed, read):
    assert totp.typed_code(typed) == read


@pytest.mark.parametrize(
    ("seconds", "steps"), [(-60, []), (-30, [STEP - 1]), (0, [STEP]), (30, [STEP + 1]), (60, [])]
)
def test_a_code_holds_for_one_step_either_way(seconds, steps):
    shown = pyotp.TOTP(TOTP_KEY).at(START + timedelta(seconds=seconds))

    assert totp.steps_of(TOTP_KEY, shown, START) == steps


def test_test_vectors_of_the_specification_hold():
    key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # the ASCII key of RFC 6238, appendix B
    moment = START.fromtimestamp(1111111109, START.tzinfo)

    assert totp.steps_of(key, "081804", moment) == [1111111109 // 30]


def test_keys_are_fresh_and_long():
    keys = {totp.new_key() for _ in range(20)}

    assert len(keys) == 20
    assert {len(key) for key in keys} == {32}


def test_the_address_for_the_app_names_issuer_and_label():
    address = totp.setup_address("ABC", "người dân", "Sen ID")

    assert address == (
        "otpauth://totp/Sen%20ID:ng%C6%B0%E1%BB%9Di%20d%C3%A2n?secret=ABC&issuer=Sen%20ID&digits=6&period=30"
    )
    assert pyotp.parse_uri(address.replace("secret=ABC", f"secret={TOTP_KEY}")).issuer == "Sen ID"
