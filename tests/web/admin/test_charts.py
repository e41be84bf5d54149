"""Bars are as high as their values say, and never off the picture."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idp.web.admin.charts import HEIGHT, Series, chart, round_top, share

TWO = (Series("thành công", "solid"), Series("bị từ chối", "hatched"))


@pytest.mark.parametrize(
    ("most", "top"), [(0, 1), (1, 1), (2, 2), (3, 5), (7, 10), (10, 10), (11, 20), (99, 100), (501, 1000)]
)
def test_the_top_is_a_round_number(most, top):
    assert round_top(most) == top


def test_parts_stand_upon_each_other():
    bar = chart("x", "", TWO, [("9", (3, 1))]).bars[0]

    assert [(part.css, part.y, part.height) for part in bar.parts] == [("solid", 40, 60), ("hatched", 20, 20)]
    assert bar.title == "9: thành công 3, bị từ chối 1"


def test_nothing_has_no_part():
    assert chart("x", "", TWO, [("9", (0, 0))]).bars[0].parts == ()


def test_marks_are_the_first_the_middle_and_the_last():
    made = chart("x", "", TWO, [(str(number), (1, 0)) for number in range(5)])

    assert made.marks == ("0", "2", "4")
    assert made.width == 50


@given(st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**9)), min_size=1, max_size=40))
def test_no_bar_leaves_the_picture(rows):
    made = chart("x", "", TWO, [("", values) for values in rows])

    for bar in made.bars:
        for part in bar.parts:
            assert 0 <= part.y <= HEIGHT
            assert part.y + part.height <= HEIGHT + 0.02
            assert 0 <= part.x < part.x + part.width <= made.width


@pytest.mark.parametrize(
    ("value", "most", "width"), [(0, 0, 0), (0, 9, 0), (9, 9, 100), (1, 3, 33.3), (1, 10**6, 0.5)]
)
def test_a_share_is_never_nothing_where_there_is_something(value, most, width):
    assert share(value, most) == width
