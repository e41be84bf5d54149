"""Every sealed value there is, wherever it is kept: to find those under an older key, and to seal them anew."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import (
    ColumnElement,
    LargeBinary,
    Table,
    and_,
    bindparam,
    case,
    func,
    literal,
    or_,
    select,
    tuple_,
    update,
)

from idp.store.db import DatabaseSession
from idp.store.models import Base

_ELSEWHERE = {"operator_enrolment.totp_sealed": "operator.totp_sealed"}
"""Columns whose values are sealed for the column they will move to."""


@dataclass(frozen=True)
class SealedTable:
    """A table with sealed columns.

    Args:
        table: The table.
        names: Its sealed columns.
    """

    table: Table
    names: tuple[str, ...]

    @cached_property
    def columns(self) -> list[ColumnElement[Any]]:
        """The sealed columns."""
        return [self.table.c[name] for name in self.names]

    @cached_property
    def keys(self) -> list[ColumnElement[Any]]:
        """The primary key."""
        return list(self.table.primary_key)

    def where(self, name: str) -> str:
        """For which place the values of a column are sealed."""
        place = f"{self.table.name}.{name}"
        return _ELSEWHERE.get(place, place)


def _sealed_tables() -> tuple[SealedTable, ...]:
    found = []
    for table in Base.metadata.sorted_tables:
        names = [
            each.name
            for each in table.columns
            if isinstance(each.type, LargeBinary) and each.name.endswith("sealed")
        ]
        if names:
            found.append(SealedTable(table, tuple(names)))
    return tuple(found)


SEALED_TABLES = _sealed_tables()


@dataclass(frozen=True)
class SealedRow:
    """A row that was looked at. `values` are its sealed values, as the columns stand; None if all are current."""

    key: tuple[Any, ...]
    values: tuple[bytes | None, ...] | None


class SealedValues:
    """Reads sealed values in the order of their rows' keys, and replaces them."""

    def __init__(self, session: DatabaseSession) -> None:
        self._session = session

    def after(
        self, sealed: SealedTable, key: tuple[Any, ...] | None, mark: bytes, most: int
    ) -> list[SealedRow]:
        """The rows that come next. One SELECT; values are read only of rows where one does not begin with the mark.

        Args:
            sealed: Where.
            key: The row that was read last; None to begin.
            mark: How values sealed with the first key begin.
            most: How many rows.
        """
        waits = or_(*(_waits(column, mark) for column in sealed.columns))
        values = [case((waits, column)).label(column.key) for column in sealed.columns]
        following = select(waits, *sealed.keys, *values).order_by(*sealed.keys).limit(most)
        if key is not None:
            following = following.where(tuple_(*sealed.keys) > tuple_(*_bound(sealed, key)))
        width = 1 + len(sealed.keys)
        return [
            SealedRow(tuple(row[1:width]), tuple(row[width:]) if row[0] else None)
            for row in self._session.execute(following)
        ]

    def replace(
        self, sealed: SealedTable, changes: Sequence[tuple[SealedRow, tuple[bytes | None, ...]]]
    ) -> None:
        """Put values in place of others; of a row that somebody has changed meanwhile, theirs stay.

        Args:
            sealed: Where.
            changes: Rows as they were read, each with its new values.
        """
        if not changes:
            return
        same = [
            *(key == bindparam(f"key_{place}") for place, key in enumerate(sealed.keys)),
            *(
                column.is_not_distinct_from(bindparam(f"old_{place}"))
                for place, column in enumerate(sealed.columns)
            ),
        ]
        news: dict[str, Any] = {name: bindparam(f"new_{place}") for place, name in enumerate(sealed.names)}
        rows = [
            {
                **{f"key_{place}": value for place, value in enumerate(row.key)},
                **{f"old_{place}": value for place, value in enumerate(row.values or ())},
                **{f"new_{place}": value for place, value in enumerate(fresh)},
            }
            for row, fresh in changes
        ]
        # On the connection: the session takes many rows for many objects to be updated by their key alone.
        self._session.connection().execute(update(sealed.table).where(*same).values(news), rows)

    def counted(self, sealed: SealedTable, name: str, mark: bytes | None) -> tuple[int, int]:
        """How many values a column has, and how many of them do not begin with the mark. Reads the whole table."""
        column = sealed.table.c[name]
        waiting = func.sum(case((_waits(column, mark), 1), else_=0)) if mark else literal(0)
        values, waits = self._session.execute(
            select(func.count(column), waiting).select_from(sealed.table)
        ).one()
        return int(values), int(waits or 0)


def _waits(column: ColumnElement[Any], mark: bytes) -> ColumnElement[bool]:
    return and_(column.is_not(None), func.substr(column, 1, len(mark)) != mark)


def _bound(sealed: SealedTable, key: tuple[Any, ...]) -> list[ColumnElement[Any]]:
    return [bindparam(None, value, type_=column.type) for column, value in zip(sealed.keys, key, strict=True)]
