"""What each request costs at the server itself: on both databases, with one worker process and with two."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from idp.config import Settings
from tests.bench.browsing import Browser
from tests.bench.counting import count_statements
from tests.bench.driving import Cell, in_parallel, measure
from tests.bench.ours import Stores, serving
from tests.bench.processes import Memory
from tests.bench.targets import CLIENTS, SCENARIOS, SIGN_IN, Actor, Target
from tests.bench.traffic import Traffic
from tests.caller import Caller
from tests.installation import application
from tests.walker import Answer, Walker

LEAST = 200
"""How often each row is done at least: a hundredth of fewer is one or two."""
_STATEMENTS = {"code flow with a session": "code flow"}
"""Rows whose statements are counted under another name."""


@dataclass(frozen=True)
class Row:
    """One kind of request at one server."""

    name: str
    engine: str
    workers: int
    statements: int | None
    cell: Cell

    def as_json(self) -> dict[str, Any]:
        """To be kept."""
        kept = {
            "row": self.name,
            "engine": self.engine,
            "workers": self.workers,
            "statements": self.statements,
        }
        return {**kept, **self.cell.as_json()}


def statements_of(stores: Stores, engine: str) -> dict[str, int]:
    """How many SQL statements each kind of request takes, counted within one process."""
    issuer = "https://id.anlien.example"
    url = stores.fresh(engine, f"counting_{engine}")
    settings = Settings(env="demo", issuer=issuer, data_dir=stores.folder, database_url=url)
    with application(settings) as app:
        client = app.test_client()
        if not isinstance(client, Caller):
            raise TypeError(client)
        return {name: len(texts) for name, texts in count_statements(client, issuer).items()}


def measured(
    stores: Stores,
    engine: str,
    workers: int,
    seconds: float,
    statements: Mapping[str, int],
    least: int = LEAST,
) -> tuple[list[Row], dict[str, Any]]:
    """Every row at a server with so many processes; and what its memory was before and after."""
    with serving(
        stores, engine, name=f"rows_{engine}_{workers}", hashing=True, workers=str(workers)
    ) as target:
        actors = [Actor(target, number) for number in range(CLIENTS)]
        rest = target.processes.memory()
        warm(actors)
        rows = [
            Row(name, engine, workers, statements.get(_STATEMENTS.get(name, name)), cell)
            for name, cell in _cells(target, actors, seconds, least)
        ]
        after = target.processes.memory()
        unchanged = _not_modified(actors[0])
        for actor in actors:
            actor.close()
    return rows, {
        "engine": engine,
        "workers": workers,
        "at_rest": _as_json(rest),
        "after": _as_json(after),
        "requests": sum(actor.requests for actor in actors),
        "not_modified": unchanged,
    }


def warm(actors: list[Actor], most: int | None = None) -> None:
    """Let every person sign in once at the browser that they will use, and every kind of request be made some times.

    Args:
        actors: Who asks.
        most: How many people of each actor at most; None for all.
    """

    def once_each(actor: Actor) -> None:
        for _ in actor.people[:most]:
            actor.full_code_flow()
        for scenario in actor.target.scenarios:
            for _ in range(3):
                actor.begin(scenario)

    # With no time left, each does its work once.
    in_parallel([lambda actor=actor: once_each(actor) for actor in actors], 0)


class Pages:
    """A walker's road on a measured connection."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser

    def get(self, url: str) -> Answer:
        """Open a page, without following where it leads."""
        reply = self._browser.open(url.removeprefix(self._browser.wire.address))
        return Answer(reply.status, url, reply.location, reply.text)

    def post(self, url: str, fields: dict[str, str]) -> Answer:
        """Nothing is filled in here: the session is live."""
        raise AssertionError(f"{url} asks for {sorted(fields)}")


def _cells(target: Target, actors: list[Actor], seconds: float, least: int) -> Iterator[tuple[str, Cell]]:
    for actor in actors:
        actor.full_code_flow()
    kinds = [kinds_of(actor) for actor in actors]
    for name in kinds[0]:
        for kind in kinds:
            kind[name]()
        work = [kind[name] for kind in kinds]
        yield name, measure(work, target.processes, target.database, seconds, least)


def kinds_of(actor: Actor) -> dict[str, Callable[[], object]]:
    """Everything an actor can ask of ours, by name; it has a session and tokens already."""
    traffic = Traffic(Walker(actor.target.address, Pages(actor.browser), ""), actor.wire)
    shared = {name: _bound(scenario, actor) for name, scenario in SCENARIOS.items()}
    return {
        SIGN_IN: actor.sign_in,
        **shared,
        "authorization": actor.authorize,
        "pushed request": traffic.pushed_request,
        "PAR + DPoP flow": traffic.protected_flow,
        "private_key_jwt": traffic.signed_client,
        "DPoP token": traffic.dpop_token,
        "device polling": traffic.device_polling,
    }


def _bound(scenario: Callable[[Actor], None], actor: Actor) -> Callable[[], None]:
    return lambda: scenario(actor)


def _not_modified(actor: Actor) -> int:
    """How many of the two documents are answered with 304 to who has them already (RFC 9110, 13.1.2)."""
    found = 0
    for path in (actor.target.paths.discovery, actor.target.paths.jwks):
        known = actor.wire.ask("GET", path, {}).headers.get("etag")
        found += known is not None and actor.wire.ask("GET", path, {"If-None-Match": known}).status == 304
    return found


def _as_json(memory: list[Memory]) -> list[dict[str, float]]:
    return [{"rss": each.rss, "pss": each.pss} for each in memory]
