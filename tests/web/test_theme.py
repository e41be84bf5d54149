"""The colours of the theme reach WCAG 2.2 AA in every pair the pages use (1.4.3, 1.4.11)."""

import re
from pathlib import Path

import pytest

from idp.web.assets import STATIC

TEXT, EDGE = 4.5, 3.0

PAIRS = [
    ("ink", "paper", TEXT),
    ("ink", "ground", TEXT),
    ("ink-2", "paper", TEXT),
    ("ink-2", "ground", TEXT),
    ("ink-2", "brand-tint", TEXT),
    ("brand", "paper", TEXT),
    ("brand", "ground", TEXT),
    ("brand", "brand-tint", TEXT),
    ("brand", "warn-tint", TEXT),
    ("brand", "info-tint", TEXT),
    ("white", "brand", TEXT),
    ("white", "brand-deep", TEXT),
    ("white", "bad", TEXT),
    ("accent", "paper", TEXT),
    ("accent", "accent-tint", TEXT),
    ("accent", "ground", TEXT),
    ("bad", "paper", TEXT),
    ("bad", "bad-tint", TEXT),
    ("bad", "ground", TEXT),
    ("good", "good-tint", TEXT),
    ("good", "paper", TEXT),
    ("warn", "warn-tint", TEXT),
    ("warn", "paper", TEXT),
    ("info", "info-tint", TEXT),
    ("edge", "paper", EDGE),
    ("edge", "ground", EDGE),
    ("ink", "focus", EDGE),
    ("focus", "brand", EDGE),
    ("focus", "brand-deep", EDGE),
]


def colours(sheet: Path) -> dict[str, str]:
    """The custom properties of a style sheet that are colours."""
    found = re.findall(r"--([a-z0-9-]+):\s*(#[0-9a-f]{3,6})", sheet.read_text("utf-8"))
    return {**dict(found), "white": "#fff"}


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2, definition)."""
    digits = colour.removeprefix("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("front", "back", "least"), PAIRS)
def test_a_pair_in_use_has_enough_contrast(front, back, least):
    known = colours(STATIC / "sen.css")

    assert contrast(known[front], known[back]) >= least


def test_the_measure_itself_is_right():
    assert contrast("#000", "#fff") == pytest.approx(21)
    assert contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.01)
