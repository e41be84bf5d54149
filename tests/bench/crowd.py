"""A province's year, written straight into the tables: for the bench of the console, and for looking at query plans."""

import json
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Engine, text

from idp.store.models import AuditRecord, Base, Citizen, Client

END = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
WRITERS = 64
_AT_ONCE = 5_000

_SIGN_IN = {
    "session_id": "s",
    "methods": ["pwd", "otp", "mfa"],
    "level": 2,
    "new_device": False,
    "agent": "Chrome",
}
_CLAIMS = {"authorization_id": "a", "claims": ["name", "birthdate", "vn_personal_id"], "channel": "userinfo"}
DAY: tuple[tuple[str, dict[str, Any]], ...] = (
    ("sign_in.succeeded", _SIGN_IN),
    ("oauth.tokens_issued", {"grant": "authorization_code", "scopes": ["openid", "profile"]}),
    ("oauth.claims_released", {**_CLAIMS, "channel": "id_token"}),
    ("oauth.claims_released", _CLAIMS),
    ("oauth.tokens_issued", {"grant": "refresh_token", "scopes": ["openid", "profile"]}),
    ("sign_in.refused", {"reason": "password"}),
    ("session.ended", {"session_id": "s", "reason": "sign_out", "agent": "Chrome"}),
    ("sign_out.confirmed", {"session_id": "s", "attempts": 1}),
)
"""What happens again and again."""
RARE = ("client.changed", {"members": ["name"], "before": ['"a"'], "after": ['"b"']})
"""What happens once in ten thousand times."""


@dataclass(frozen=True)
class Crowd:
    """Who is in the log.

    Args:
        citizens: Identifiers of accounts.
        clients: Identifiers of applications.
        operators: Identifiers of operators.
    """

    citizens: Sequence[str]
    clients: Sequence[str]
    operators: Sequence[str]

    @classmethod
    def of(cls, citizens: int, clients: int, operators: int = 40) -> "Crowd":
        """So many of each; the same ones every time."""
        return cls(
            [str(uuid.UUID(int=number + 1)) for number in range(citizens)],
            [f"ung-dung-{number:03d}" for number in range(clients)],
            [str(uuid.UUID(int=10**9 + number)) for number in range(operators)],
        )


def records(crowd: Crowd, count: int, *, over: timedelta = timedelta(days=365)) -> Iterator[dict[str, Any]]:
    """Records of the audit log, the oldest first, evenly over a time that ends at `END`.

    Half of what happens, happens at the first application, as it does at a portal. The chain is not a real one.
    """
    begin, step = END - over, over / count
    for number in range(count):
        is_rare = number % 10_000 == 9_999
        name, details = RARE if is_rare else DAY[number % len(DAY)]
        visit = number // len(DAY)
        client = 0 if visit % 2 else (visit * 7919) % len(crowd.clients)
        yield {
            "at": begin + step * number,
            "name": name,
            "citizen_id": None if is_rare else crowd.citizens[(visit * 104_729) % len(crowd.citizens)],
            "client_id": crowd.clients[client],
            "operator_id": crowd.operators[visit % len(crowd.operators)] if is_rare else None,
            "details": details,
            "writer": f"w{number % WRITERS}",
            "sequence": number // WRITERS + 1,
            "previous": "p" * 43,
            "digest": "d" * 43,
        }


def citizens(crowd: Crowd) -> Iterator[dict[str, Any]]:
    """Their accounts, which nobody can sign in to."""
    for number, citizen_id in enumerate(crowd.citizens):
        yield {
            "id": citizen_id,
            "state": "active",
            "number_index": f"n{number:042d}",
            "phone_index": f"p{number:042d}",
            "assurance": "khop",
            "sms_factor": False,
            "locale": "vi",
            "created_at": END,
            "updated_at": END,
        }


def clients(crowd: Crowd) -> Iterator[dict[str, Any]]:
    """The applications, ten to a unit."""
    for number, client_id in enumerate(crowd.clients):
        yield {
            "client_id": client_id,
            "state": "live",
            "profile": "plain",
            "name": f"Ứng dụng số {number}",
            "unit": f"Đơn vị {number // 10}",
            "sector": f"{client_id}.anlien.example",
            "metadata": {
                "redirect_uris": [f"https://{client_id}.anlien.example/callback"],
                "grant_types": ["authorization_code"],
            },
            "secrets": [],
            "scope_policy": {},
            "audiences": [],
            "minimum_level": 1,
            "require_pkce": True,
            "version": 1,
            "created_at": END,
            "updated_at": END,
        }


def fill(engine: Engine, model: type[Base], rows: Iterable[dict[str, Any]]) -> None:
    """Write rows straight into a table, a few thousand at a time, and let the database look at what it has."""
    connection = engine.raw_connection()
    try:
        driver: Any = connection.driver_connection
        if engine.dialect.name == "postgresql":
            _copy(driver, model, rows)
        else:
            _insert(driver, model, rows)
    finally:
        connection.close()
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as tidy:
        tidy.execute(text(f"ANALYZE {model.__tablename__}"))


def _insert(driver: Any, model: type[Base], rows: Iterable[dict[str, Any]]) -> None:
    for some in _portions(rows, _AT_ONCE):
        names = list(some[0])
        places = ", ".join("?" * len(names))
        listed = ", ".join(f'"{name}"' for name in names)
        driver.execute("BEGIN IMMEDIATE")
        driver.executemany(
            f'INSERT INTO "{model.__tablename__}" ({listed}) VALUES ({places})',
            [[_for_sqlite(value) for value in row.values()] for row in some],
        )
        driver.execute("COMMIT")


def _copy(driver: Any, model: type[Base], rows: Iterable[dict[str, Any]]) -> None:
    for some in _portions(rows, _AT_ONCE * 10):
        listed = ", ".join(f'"{name}"' for name in some[0])
        with (
            driver.cursor() as cursor,
            cursor.copy(f'COPY "{model.__tablename__}" ({listed}) FROM STDIN') as copy,
        ):
            for row in some:
                copy.write_row([_for_postgresql(value) for value in row.values()])
        driver.commit()


def _portions(rows: Iterable[dict[str, Any]], size: int) -> Iterator[list[dict[str, Any]]]:
    waiting = iter(rows)
    while some := list(islice(waiting, size)):
        yield some


def _for_sqlite(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S.%f")
    return json.dumps(value) if isinstance(value, dict | list) else value


def _for_postgresql(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, dict | list) else value


ALL = (Citizen, Client, AuditRecord)
"""In this order: nothing hangs on what is not there yet."""
