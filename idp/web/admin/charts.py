"""Bars, measured here and drawn by a template as SVG: attributes and classes only, as the content policy asks.

A chart is stretched to the width of its place, so nothing is written inside: labels are text of the page, and hatching
is by level lines, which stay what they are however wide a bar becomes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 10, 100
"""Units of one bar's place, and of the whole height."""

GAP = 2
_STEPS = (1, 2, 5)


@dataclass(frozen=True)
class Series:
    """One kind of thing that bars are made of, the lowest first. `css` is its look: `solid` or `hatched`."""

    label: str
    css: str


@dataclass(frozen=True)
class Part:
    """A piece of a bar."""

    css: str
    x: int
    y: float
    width: int
    height: float


@dataclass(frozen=True)
class Bar:
    """One bar: its name, its values, both as one text, and its pieces."""

    label: str
    values: tuple[int, ...]
    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Chart:
    """Bars side by side.

    Args:
        id: Its name within the page.
        summary: What somebody hears who does not see it.
        series: What bars are made of.
        bars: From left to right.
        top: What the height stands for.
    """

    id: str
    summary: str
    series: tuple[Series, ...]
    bars: tuple[Bar, ...]
    top: int

    @property
    def width(self) -> int:
        """Units of the whole width."""
        return WIDTH * len(self.bars)

    @property
    def marks(self) -> tuple[str, str, str]:
        """Labels of the first, the middle and the last bar."""
        return self.bars[0].label, self.bars[len(self.bars) // 2].label, self.bars[-1].label


def chart(
    name: str, summary: str, series: Sequence[Series], rows: Sequence[tuple[str, Sequence[int]]]
) -> Chart:
    """Measure a chart.

    Args:
        name: Its name within the page.
        summary: What it shows, in words.
        series: What bars are made of.
        rows: For each bar, its label and one value for each of the series.
    """
    top = round_top(max((sum(values) for _label, values in rows), default=0))
    bars = tuple(
        Bar(label, tuple(values), _title(label, series, values), _parts(place * WIDTH, series, values, top))
        for place, (label, values) in enumerate(rows)
    )
    return Chart(name, summary, tuple(series), bars, top)


def round_top(most: int) -> int:
    """The smallest round number that is not below a value: 1, 2 or 5 with zeros."""
    power = 1
    while True:
        for step in _STEPS:
            if step * power >= most:
                return step * power
        power *= 10


def share(value: int, most: int) -> float:
    """How long a bar in a table is, of 100; something is never nothing."""
    return max(round(100 * value / most, 1), 0.5) if value and most else 0


def _title(label: str, series: Sequence[Series], values: Sequence[int]) -> str:
    told = ", ".join(f"{one.label} {value}" for one, value in zip(series, values, strict=True))
    return f"{label}: {told}"


def _parts(left: int, series: Sequence[Series], values: Sequence[int], top: int) -> tuple[Part, ...]:
    parts, below = [], 0
    for one, value in zip(series, values, strict=True):
        if value:
            height = round(HEIGHT * value / top, 2)
            y = round(HEIGHT - HEIGHT * below / top - height, 2)
            parts.append(Part(one.css, left + GAP // 2, y, WIDTH - GAP, height))
        below += value
    return tuple(parts)
