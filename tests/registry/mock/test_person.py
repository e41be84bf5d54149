"""`idp/registry/mock/person.py`: birth dates of the register."""

from datetime import date

import pytest

from idp.registry.mock.person import Birth


def test_a_birth_is_read_and_written_the_same():
    assert str(Birth.parse("1945")) == "1945"
    assert str(Birth.parse("1996-02-29")) == "1996-02-29"


@pytest.mark.parametrize("text", ["", "1995-02-29", "45", "1972-3-8"])
def test_anything_else_is_refused(text):
    with pytest.raises(ValueError, match=r".+"):
        Birth.parse(text)


def test_a_year_alone_makes_nobody_older():
    assert Birth(2008).age_on(date(2026, 12, 30)) == 17
    assert Birth(2008, 1, 1).age_on(date(2026, 12, 30)) == 18
