"""Bars as SVG: small panels below each other, each with its own scale, readable on light and on dark ground."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

WIDTH = 760
_LABELS = 250
_FIGURES = 110
_BAR = 15
_STEP = 21
_HEAD = 34
_MARGIN = 20
_TOP = 76
_SCALE = WIDTH - _LABELS - _FIGURES - 2 * _MARGIN

_STYLE = """
text { font: 13px system-ui, sans-serif; fill: #1f2937 }
.title { font-size: 17px; font-weight: 600 }
.panel { font-weight: 600 }
.ground { fill: #ffffff }
.ours { fill: #0f766e }
.theirs { fill: #64748b }
.database { fill: #b45309 }
@media (prefers-color-scheme: dark) {
  text { fill: #e5e7eb }
  .ground { fill: #111827 }
  .ours { fill: #2dd4bf }
  .theirs { fill: #94a3b8 }
  .database { fill: #f59e0b }
}
"""


@dataclass(frozen=True)
class Bar:
    """One bar: what it stands for, the part of the program itself, and that of its database."""

    label: str
    own: float
    database: float = 0.0
    is_ours: bool = True


@dataclass(frozen=True)
class Panel:
    """Bars that are compared with each other."""

    title: str
    bars: Sequence[Bar]

    @property
    def height(self) -> int:
        """In pixels."""
        return _HEAD + _STEP * len(self.bars)


def drawn(title: str, says: str, panels: Sequence[Panel]) -> str:
    """The picture.

    Args:
        title: Its heading, which screen readers say.
        says: One sentence on what is shown, in which unit.
        panels: From top to bottom.
    """
    height = _TOP + sum(panel.height for panel in panels) + _MARGIN
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
            'aria-labelledby="title says">'
        ),
        f'<title id="title">{escape(title)}</title>',
        f'<desc id="says">{escape(says)}</desc>',
        f"<style>{_STYLE}</style>",
        f'<rect class="ground" width="{WIDTH}" height="{height}"/>',
        _text(_MARGIN, 30, title, "title"),
        _text(_MARGIN, 52, says),
    ]
    top = _TOP
    for panel in panels:
        parts += _panel(panel, top)
        top += panel.height
    return "\n".join([*parts, "</svg>", ""])


def _panel(panel: Panel, top: int) -> list[str]:
    longest = max((bar.own + bar.database for bar in panel.bars), default=0) or 1
    parts = [_text(_MARGIN, top + 18, panel.title, "panel")]
    for number, bar in enumerate(panel.bars):
        at = top + _HEAD + number * _STEP - 8
        own, stored = (_SCALE * part / longest for part in (bar.own, bar.database))
        left = _MARGIN + _LABELS
        parts.append(_text(left - 8, at + 12, bar.label, end=True))
        parts.append(_rect(left, at, own, "ours" if bar.is_ours else "theirs"))
        if bar.database:
            parts.append(_rect(left + own, at, stored, "database"))
        parts.append(_text(left + own + stored + 6, at + 12, _figure(bar)))
    return parts


def _figure(bar: Bar) -> str:
    stored = f" + {bar.database:.2f}" if bar.database >= 0.005 else ""
    return f"{bar.own:.2f}{stored}"


def _rect(left: float, top: float, width: float, kind: str) -> str:
    return (
        f'<rect class="{kind}" x="{left:.1f}" y="{top}" width="{max(width, 1):.1f}" height="{_BAR}" rx="2"/>'
    )


def _text(left: float, top: float, text: str, kind: str = "", *, end: bool = False) -> str:
    anchor = ' text-anchor="end"' if end else ""
    named = f' class="{kind}"' if kind else ""
    return f'<text{named} x="{left:.1f}" y="{top}"{anchor}>{escape(text)}</text>'
