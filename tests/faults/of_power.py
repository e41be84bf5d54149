"""The power goes: everything ends at once, and what was acknowledged is there; a control shows how it would be (F4)."""

from collections.abc import Iterable

from tests.faults.house import House, SettledHouse
from tests.faults.invariants import Bounds
from tests.faults.scenario import Scenario
from tests.servers import idp

LAZY = {"synchronous_commit": "off", "wal_writer_delay": "'10s'", "wal_writer_flush_after": "'100MB'"}
"""A `COMMIT` is answered before anything of it has left PostgreSQL's own memory, and it stays there for seconds."""


def power_cut(house: House) -> None:
    """End every process of the database and the provider at once, then start both."""
    with house.broken():
        house.cluster.kill()
        house.server.kill()
        house.cluster.start()
        house.serve()


def acknowledge_too_early(house: House) -> None:
    """Let PostgreSQL say that it has what it only means to write."""
    _set(house, *(f"{name} = {value}" for name, value in LAZY.items()))
    house.stack.callback(lambda: _set(house, *(f"{name} TO DEFAULT" for name in LAZY)))


def _set(house: House, *settings: str) -> None:
    for each in settings:
        house.cluster.execute(f"ALTER SYSTEM SET {each}")
    house.cluster.execute("SELECT pg_reload_conf()")


def _the_log_is_whole(house: House) -> Iterable[str]:
    said = idp("audit", "verify", environment=house.environment)
    return () if "is whole" in said else (said,)


SCENARIOS = (
    Scenario("power cut: database and provider killed", ("F4",), power_cut, bounds=Bounds(True),
             besides=_the_log_is_whole),
    # Nobody's new password may be forgotten: its owner would stay outside.
    Scenario("control: the same power cut, acknowledged too early", ("F4",), power_cut, bounds=Bounds(True),
             besides=_the_log_is_whole, prepare=acknowledge_too_early, control=("I2", "I1"), house=SettledHouse),
)  # fmt: skip
"""Every fault of this kind."""
