"""Counts SQL statements, and objects built of what they find. BEGIN and COMMIT are not counted; audit rows are."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.orm import Mapper

from idp.store.load import is_statement


class Statements(list[str]):
    """The texts of what one engine executed, in order."""

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self._engine = engine

    def _heard(self, _connection: Any, _cursor: Any, text: str, *_rest: Any) -> None:
        if is_statement(text):
            self.append(text)

    @contextmanager
    def counted(self) -> Iterator["Statements"]:
        """Listen for the length of a block."""
        event.listen(self._engine, "before_cursor_execute", self._heard)
        try:
            yield self
        finally:
            event.remove(self._engine, "before_cursor_execute", self._heard)

    def __str__(self) -> str:
        return "\n".join(f"{number}. {' '.join(text.split())}" for number, text in enumerate(self, 1))


@contextmanager
def objects_built() -> Iterator[list[str]]:
    """The kinds of all objects that the ORM builds of rows in a block, in order; Core rows are none."""
    built: list[str] = []

    def heard(found: object, _context: object) -> None:
        built.append(type(found).__name__)

    event.listen(Mapper, "load", heard)
    try:
        yield built
    finally:
        event.remove(Mapper, "load", heard)
