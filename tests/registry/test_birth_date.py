"""`idp/registry/birth_date.py`: whole dates, years alone, and ages nobody gets too early."""

from datetime import date

import pytest

from idp.registry.birth_date import BirthDate, Precision


@pytest.mark.parametrize("text", ["1972-03-08", "1945", "1996-02-29", "0099-12-31"])
def test_what_is_read_is_written_the_same(text):
    assert str(BirthDate.parse(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "72",
        "1972-3-8",
        "1972-03",
        "1972-02-30",
        "1900-02-29",
        "1972-13-01",
        "0000",
        "１９７２",
        "1972-03-08\n",
        "x",
    ],
)
def test_anything_else_is_refused(text):
    with pytest.raises(ValueError, match=r".+"):
        BirthDate.parse(text)


def test_a_month_without_a_day_is_no_birth_date():
    with pytest.raises(ValueError, match="whole date"):
        BirthDate(1972, 3)


def test_precision_says_how_much_is_known():
    assert BirthDate.parse("1945").precision is Precision.YEAR
    assert BirthDate.parse("1945-01-01").precision is Precision.DAY


@pytest.mark.parametrize(
    ("born", "today", "age"),
    [
        ("2012-11-02", date(2026, 11, 1), 13),
        ("2012-11-02", date(2026, 11, 2), 14),
        ("2012", date(2026, 12, 30), 13),
        ("2012", date(2026, 12, 31), 14),
        ("2008-02-29", date(2026, 2, 28), 17),
        ("2008-02-29", date(2026, 3, 1), 18),
    ],
)
def test_age_is_full_years_and_a_year_alone_ends_with_it(born, today, age):
    assert BirthDate.parse(born).age_on(today) == age
