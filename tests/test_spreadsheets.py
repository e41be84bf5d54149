"""What a spreadsheet takes for a formula."""

import pytest

from idp.spreadsheets import is_formula


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n"])
@pytest.mark.parametrize("before", ["", " ", "\u00a0", "\u3000", "\ufeff", "\u200b "])
def test_what_begins_so_is_run(sign, before):
    assert is_formula(f"{before}{sign}1")


@pytest.mark.parametrize("text", ["", "Sở Y tế", "1-2", "a=b", "'=1", "(+84)"])
def test_the_rest_is_shown(text):
    assert not is_formula(text)
