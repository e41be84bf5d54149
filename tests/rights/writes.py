"""What a request has changed, on any table but the log and what only counts or looks."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import select

from idp.store.db import db
from idp.store.models import Base
from tests.statements import Statements

NOT_STATE = {"audit_record", "incident", "throttle"}
"""The log, the codes of error pages, and what counts tries: a refusal may write there."""

_WRITE = re.compile(r'\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?(.*)', re.DOTALL)
_TOUCH = {"last_seen_at", "idle_expires_at"}
_TOUCHED = re.compile(r"\s*SET last_seen_at=[^,]+, idle_expires_at=[^,]+ WHERE")


def is_change(statement: str) -> bool:
    """Whether a statement may change anything but the log, a throttle, or when a session was seen last."""
    found = _WRITE.match(statement)
    if found is None or found[1] in NOT_STATE:
        return False
    return not (found[1] == "operator_session" and _TOUCHED.match(found[2]))


@contextmanager
def changes() -> Iterator[list[str]]:
    """The statements of a block that may have changed something. It costs nothing, unlike two looks at `state`."""
    heard, found = Statements(db.engine), list[str]()
    with heard.counted():
        yield found
    found += [each for each in heard if is_change(each)]


def state() -> dict[str, list[Any]]:
    """Every row of every mapped table, but for what `changes` does not count either."""
    db.session.expire_all()
    return {
        table.name: sorted(
            repr(row)
            for row in db.session.execute(select(*(each for each in table.c if each.name not in _TOUCH)))
        )
        for table in Base.metadata.sorted_tables
        if table.name not in NOT_STATE
    }
