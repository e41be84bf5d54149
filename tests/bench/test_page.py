"""Tables, charts and the page that are made from results."""

from xml.etree import ElementTree as ET

import pytest

from tests.architecture.source import ROOT
from tests.bench import page
from tests.bench.chart import WIDTH, Bar, Panel, drawn
from tests.bench.goals import POSTGRESQL
from tests.bench.growth import Plan, kept
from tests.bench.peering import IN_MEMORY
from tests.bench.tables import Table, tables
from tests.bench.targets import FULL
from tests.bench.test_goals import cell, comparison

ABOUT = {
    "when": "2026-11-22 17:30 UTC",
    "commit": "abc",
    "cores": 2,
    "processor": "a processor",
    "memory_gib": 23,
    "system": "Linux x86_64",
    "load": 0.1,
    "versions": {"Python": "3.11.7"},
}
ROW = {
    "row": FULL,
    "engine": "postgresql",
    "workers": 2,
    "statements": 25,
    **cell(2.5, 1.25).as_json(),
    "count": 100,
}


def test_what_is_measured_becomes_tables_charts_and_provenance(tmp_path):
    written = page.write({"about": ABOUT, "rows": [ROW], "comparison": comparison().as_json()}, tmp_path)

    text = (tmp_path / "bench.md").read_text(encoding="utf-8")
    assert {path.name for path in written} == {"bench.json", "bench.md", "bench-rows.svg", "bench-peers.svg"}
    assert f"| {FULL} | 1 | 2.50 | 1.25 | 25 | 1.0 | 1.0 | 1.0 | 0.10 |" in text
    assert (
        f"| 2. full code flow: {POSTGRESQL} / {IN_MEMORY} | ≤ 0.6 | 0.50 (0.50–0.50) | yes | 1.20x better |"
        in text
    )
    assert "comparison, rows: 2026-11-22 17:30 UTC, commit abc" in text
    assert "- Redis is not there." in text


def test_growth_that_was_interrupted_while_it_was_filling_has_no_table_and_no_chart():
    growth = kept(
        Plan([10, 100], 5, rounds=1, seconds=1), {}, [{"accounts": 10, "seconds": 1.0, "bytes": 8_192}]
    )

    assert [part for part, _ in tables({"growth": growth})] == ["goals"]
    assert dict(page.charts({"growth": growth})) == {}


def test_of_few_there_is_no_slowest_hundredth():
    (_, table), *_ = tables({"rows": [ROW, {**ROW, "count": 99}]})

    assert [row[7] for row in table.rows] == ["1.0", "-"]


def test_a_part_measured_later_keeps_the_others(tmp_path):
    page.write({"about": ABOUT, "rows": [ROW]}, tmp_path)
    page.write({"about": {**ABOUT, "commit": "def"}, "starting": {POSTGRESQL: [0.5]}}, tmp_path)

    text = (tmp_path / "bench.md").read_text(encoding="utf-8")
    assert "- rows: 2026-11-22 17:30 UTC, commit abc" in text
    assert "- starting: 2026-11-22 17:30 UTC, commit def" in text

    page.write(page.json.loads((tmp_path / page.KEPT).read_text(encoding="utf-8")), tmp_path)
    assert (tmp_path / "bench.md").read_text(encoding="utf-8") == text


def test_bars_are_as_long_as_what_they_stand_for_and_told_to_those_who_do_not_see_them():
    picture = drawn(
        "Costs", "CPU ms & more", [Panel("refresh", [Bar("a", 1.0, 1.0), Bar("<b>", 1.0, is_ours=False)])]
    )

    root = ET.fromstring(picture)  # noqa: S314  made here
    name = "{http://www.w3.org/2000/svg}"
    widths = {each.get("class"): float(each.get("width")) for each in root.iter(f"{name}rect")}
    assert [each.text for each in root.iter(f"{name}title")] == ["Costs"]
    assert widths["ground"] == WIDTH
    assert widths["ours"] == pytest.approx(widths["database"], abs=0.11)
    assert widths["theirs"] == pytest.approx(widths["ours"], abs=0.11)
    assert {"<b>", "1.00 + 1.00", "CPU ms & more"} <= {each.text for each in root.iter(f"{name}text")}


def test_the_columns_of_a_table_stand_below_each_other():
    assert Table("Says:", ("", "ms"), [["a", "1.0"], ["longer", "12.5"]]).as_text().splitlines() == [
        "Says:",
        "          ms",
        "a        1.0",
        "longer  12.5",
    ]


def test_the_page_is_made_from_what_is_kept():
    kept = ROOT / "docs" / page.KEPT
    results = page.json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}

    pictures = dict(page.charts(results))

    assert (ROOT / "docs" / "bench.md").read_text(encoding="utf-8") == page.page(results, pictures)
    performance = (ROOT / "docs" / page.PERFORMANCE).read_text(encoding="utf-8")
    assert performance == page.with_goals(performance, results, pictures)
    assert "| 13. full code flow" in performance
    for part, picture in pictures.items():
        assert (ROOT / "docs" / f"bench-{part}.svg").read_text(encoding="utf-8") == picture
