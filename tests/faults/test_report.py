"""The report as a table that a page takes in."""

import json
from dataclasses import replace

import pytest

from tests.faults.__main__ import judged
from tests.faults.report import as_markdown, print_result, write
from tests.faults.scenario import Result, as_meant, together

WELL = Result("database stopped", ("F5",), "postgresql", 3, {}, 1.26, "GET /x", 0.4, 20, 300, "a note",
              commit="0123abc", made_at="2026-11-20")  # fmt: skip
BAD = Result("disk full", ("F8",), "sqlite", 1, {"I5": ["one", "two", "3", "4", "5"]}, 11.0, "", None)
NOT_MADE = Result("clock jumps", ("F13",), "sqlite", note="not made: no library", was_made=False)

KNOWN = [(each.name, each.engine) for each in (WELL, BAD, NOT_MADE)]


def test_a_line_says_what_held_and_how_fast(capsys):
    for each in (WELL, BAD, NOT_MADE):
        print_result(each)

    lines = capsys.readouterr().out.splitlines()
    assert (
        lines[0]
        == "database stopped | F5 | postgresql | 3 | all | 1.3 GET /x | 0.4 | a note | 2026-11-20 0123abc"
    )
    assert lines[1] == "disk full | F8 | sqlite | 1 | not I5 | 11.0 | never |  | "
    assert lines[2] == "  BROKEN I5: one"
    assert lines[6] == "  BROKEN I5: and 1 more"
    assert lines[7].endswith("not made: no library | ")


def test_a_page_keeps_its_words_around_the_table(tmp_path):
    page = tmp_path / "faults.md"
    page.write_text("# Faults\n<!-- table -->\nold\n<!-- end of table -->\nThe end.\n")

    write([WELL, BAD, NOT_MADE], page, KNOWN)
    write([replace(BAD, broken={}, normal=2.0)], page, KNOWN[:2])

    text = page.read_text()
    assert text.startswith("# Faults\n<!-- table -->\nMade on ")
    assert text.endswith("<!-- end of table -->\nThe end.\n")
    assert "old" not in text
    assert "| 2026-11-20 0123abc |" in text, "a line that was made before keeps its day"
    assert "| disk full | F8 | sqlite | 1 | all |" in text
    kept = json.loads((tmp_path / "faults.json").read_text())
    assert [each["name"] for each in kept["results"]] == ["database stopped", "disk full"]


def test_a_page_without_a_place_is_refused(tmp_path):
    page = tmp_path / "other.md"
    page.write_text("# Other\n")

    with pytest.raises(ValueError, match="no place"):
        write([WELL], page, KNOWN)


def test_the_table_has_a_head_and_a_line_for_each():
    assert as_markdown([WELL, NOT_MADE], "2 cores").count("\n") == 5


def test_a_fault_made_again_and_again_is_told_at_its_worst():
    again = replace(WELL, rounds=2, broken={"I1": ["twice"]}, worst=3.5, normal=0.1, note="slower")

    both = together([WELL, again])

    assert (both.rounds, both.broken, both.worst, both.normal) == (5, {"I1": ["twice"]}, 3.5, 0.4)
    assert (both.note, both.flows) == ("slower", 40)
    assert together([again, replace(WELL, normal=None)]).normal is None
    assert not together([WELL, NOT_MADE]).was_made


def test_what_could_not_be_made_is_a_failure_unless_only_root_may(capsys):
    assert judged([WELL]) == 0
    assert judged([WELL, replace(NOT_MADE, needs_root=True)]) == 0
    assert judged([WELL, NOT_MADE]) == 1
    assert judged([BAD]) == 1
    assert capsys.readouterr().out.count("clock jumps was not made: no library") == 2


def test_a_control_fails_where_nothing_breaks(capsys):
    assert as_meant((), {"I2": ["lost"]}) == ((), {"I2": ["lost"]})
    assert as_meant(("I2", "I1"), {"I2": ["lost"], "I3": ["half"]}) == (("I2",), {"I3": ["half"]})
    assert list(as_meant(("I2", "I1"), {"I1": ["twice"]})[1]) == ["the control"]

    control = replace(WELL, meant=("I2",))
    print_result(control)

    assert "| all but I2, as it has to be |" in capsys.readouterr().out
    assert judged([control]) == 0
    assert "I2" not in control.held
