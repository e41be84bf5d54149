"""What a spreadsheet would run instead of show: a name that is one is refused, a cell that is one is defused.

Source: OWASP, CSV injection.
"""

_BEGINS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
"""Signs that stand for the same in another width are taken for them, too."""

_TRIMMED = " \u00a0\u3000\ufeff\u200b"
"""What programs cut off before they look."""


def is_formula(text: str) -> bool:
    """Whether a spreadsheet may take a text for a formula."""
    return text.lstrip(_TRIMMED).startswith(_BEGINS)
