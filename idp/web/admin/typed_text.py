"""Text fields of the console: what is done with what was typed, and how a field is told what is wrong."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.validators import Length


def stripped(text: str | None) -> str:
    """What was typed, without spaces around it."""
    return (text or "").strip()


def at_most(characters: int) -> Length:
    """Refuses what is longer."""
    return Length(max=characters, message=_l("Nội dung này quá dài."))


def complain(field: Any, words: Any) -> None:
    """Put an error beside a field."""
    field.errors = [*field.errors, str(words)]
