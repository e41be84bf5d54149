"""User codes, and the number beside them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idp.oauth.device_number import among, new_number
from idp.oauth.user_code import ALPHABET, LETTERS, new_user_code, read_user_code, shown


def test_a_fresh_code_reads_back():
    for _ in range(50):
        code = new_user_code()

        assert read_user_code(shown(code)) == code


@pytest.mark.parametrize(
    "typed",
    [
        "BCFG-HJKL",
        "bcfghjkl",
        " bcfg hjkl ",
        "BCFG–HJKL",
        "b.c.f.g.h.j.k.l",
        "ＢＣＦＧ－ＨＪＫＬ",
        "BCFG\u00adHJKL",
    ],
)
def test_a_code_is_read_however_it_is_typed(typed):
    assert read_user_code(typed) == "BCFGHJKL"


@pytest.mark.parametrize(
    "typed", ["", "BCFG-HJK", "BCFG-HJKLM", "ABCD-EFGH", "ĐCFG-HJKL", "1234-5678", "-" * 500]
)
def test_what_cannot_be_a_code_is_none(typed):
    assert read_user_code(typed) is None


@given(st.text())
def test_whatever_is_typed_gives_a_code_or_none(typed):
    read = read_user_code(typed)

    assert read is None or (len(read) == LETTERS and set(read) <= set(ALPHABET))


@given(st.integers(10, 99).map(str), st.text(max_size=43))
def test_the_number_is_among_three_and_the_same_three_again(number, request):
    found = among(number, request)

    assert number in found
    assert len(set(found)) == 3
    assert found == sorted(found) == among(number, request)
    assert all(len(each) == 2 for each in found)


def test_numbers_have_two_digits():
    assert all(10 <= int(new_number()) <= 99 for _ in range(200))
