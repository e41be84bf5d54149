"""Tables for spreadsheets: no cell is a formula."""

import csv
import io
from datetime import UTC, datetime

import pytest

from idp.web.admin.csv_table import csv_line, harmless


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "\u00a0=1",
        "\ufeff=1",
        "\u200b=1",
        "＝1",
        "＠x",
    ],
)
def test_a_cell_that_would_be_a_formula_is_text(cell):
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["a=1", "Sở Y tế", "1-2", "https://a.example", "'x"])
def test_other_cells_stay_as_they_are(cell):
    assert harmless(cell) == cell


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        (-5, "-5"),
        (datetime(2026, 11, 2, tzinfo=UTC), "2026-11-02T00:00:00+00:00"),
        ({"lý do": ["=1"]}, '{"lý do": ["=1"]}'),
    ],
)
def test_values_become_text(cell, text):
    assert harmless(cell) == text


def test_a_line_is_read_back_as_it_was():
    cells = ['a "b", c', "hai\ndòng", "=x", ""]

    assert list(csv.reader(io.StringIO(csv_line(cells)))) == [['a "b", c', "hai\ndòng", "'=x", ""]]
