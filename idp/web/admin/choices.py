"""The choices of a select field."""

from typing import Any

from wtforms import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs


def choices(labels: dict[Any, Any]) -> list[Any]:
    """Choices in their order: what is sent, and what is shown."""
    return [SelectChoice(str(value), label) for value, label in labels.items()]
