"""Two machines behind nginx: any of their programs is killed, and the others go on (F1, F2, F5, F6, F10)."""

import random
import signal
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from idp.outbound.logout_delivery import KIND
from idp.outbound.worker import LEASE
from idp.store.models import OutboxEntry
from tests import receivers
from tests.faults.house import House
from tests.faults.invariants import SECONDS_TO_NORMAL, Bounds
from tests.faults.machines import MACHINES, REDIS, REDIS_ASKS, Machines
from tests.faults.of_processes import grown, wait_for_all
from tests.faults.scenario import CannotBeMade, Scenario
from tests.waiting import lasting, until

SECONDS_AWAY = 6.0
"""How long a program stays away; longer than nginx leaves a machine alone that did not answer."""

SECONDS_OF_A_RECEIVER = 0.7
"""An application that takes its time: a worker that is killed has deliveries under way."""

DIES = Bounds(breaks_connections=True, has_front=True)
AWAY = Bounds(has_front=True)
GOES_ON = Bounds(is_ready=True, has_front=True)
Kill = Callable[[Machines], None]


def kill_a_process(house: Machines) -> None:
    """Kill one process of four, then another, on whichever machine."""
    house.rounds = 6
    for _ in range(house.rounds):
        victims = until(lambda: grown(house), what="a process that may be killed")
        lasting(random.uniform(0.05, 0.8))
        with house.broken():
            victim = random.choice(victims)
            victim.kill()
            until(lambda victim=victim: victim not in house.workers(), what="its end")
        house.wait_for_flows(1)
    wait_for_all(house)


def kill_a_machine(house: Machines) -> None:
    """Kill all processes of one provider at once; the other goes on alone. Then the other way round."""
    house.rounds = 2 * MACHINES
    alone = 0
    for number in [*range(MACHINES)] * 2:
        with house.broken():
            house.providers[number].kill()
            before = len(house.record.flows)
            house.wait(SECONDS_AWAY)
            house.wait_for_flows(1)
            alone += len(house.record.flows) - before
            house.start_provider(number)
        house.wait_for_flows(3)
    house.notes.append(f"{alone} flows went through while one machine was gone")


def kill_a_worker(house: Machines) -> None:
    """Kill a worker while it tells an application; the other one goes on alone. Then the other way round."""
    house.rounds = 2 * MACHINES
    house.portal.behaviour = _takes_its_time
    for number in [*range(MACHINES)] * 2:
        heard = len(house.portal.received)
        until(lambda heard=heard: len(house.portal.received) > heard, what="a delivery")
        with house.broken():
            house.deliverers[number].kill()
            heard = len(house.portal.received)
            # Beyond what was under way at the killed one.
            until(lambda heard=heard: len(house.portal.received) > heard + 8, what="deliveries of the other")
            house.start_deliverer(number)
        house.wait_for_flows(2)


def lose_the_database(house: Machines) -> None:
    """Restart PostgreSQL, then kill it and start it, under two machines and two workers."""
    house.rounds = 4
    for _ in range(house.rounds // 2):
        with house.broken():
            house.cluster.restart()
        house.wait_for_flows(2)
        with house.broken():
            house.cluster.kill()
            house.cluster.start()
        house.wait_for_flows(2)


def bring_redis(_house: Machines) -> None:
    """Nothing to make where there is none."""
    if not (REDIS and REDIS_ASKS):
        raise CannotBeMade("there is no redis-server here")


def lose_redis(house: Machines) -> None:
    """Empty it, freeze it, kill it and start it again, twice."""
    house.rounds = 6
    house.notes.append(f"{house.ask_redis('DBSIZE')} rates in Redis before")
    for _ in range(2):
        with house.broken():
            house.ask_redis("FLUSHALL")
        house.wait_for_flows(2)
        with house.broken():
            house.redis.process.send_signal(signal.SIGSTOP)
            house.wait(SECONDS_AWAY)
            house.redis.process.send_signal(signal.SIGCONT)
        house.wait_for_flows(2)
        with house.broken():
            house.redis.kill()
            house.wait(SECONDS_AWAY)
            house.start_redis()


def kill_nginx(house: Machines) -> None:
    """Kill nginx and start it again."""
    house.rounds = 3
    for _ in range(house.rounds):
        with house.broken():
            house.nginx.kill()
            house.wait(1)
            house.start_nginx()
        house.wait_for_flows(2)


def _takes_its_time(handler: Any) -> None:
    handler.receiver.ended.wait(SECONDS_OF_A_RECEIVER)
    receivers.CONTENT(handler)


def _everything_delivered(house: Machines) -> Iterable[str]:
    """What had been asked to be delivered by the end of the fault arrives, whoever had taken it."""
    by_now = datetime.now(UTC)
    try:
        until(
            lambda: not _unsettled(house, by_now),
            seconds=LEASE.total_seconds() + SECONDS_TO_NORMAL,
            what="every delivery",
            every=0.5,
        )
    except AssertionError:
        return [f"never delivered: {len(_unsettled(house, by_now))}"]
    entries = [each for each in _entries(house) if each.created_at <= by_now and each.settled_at]
    waited = [(each.settled_at - each.created_at).total_seconds() for each in entries if each.settled_at]
    again = sum(each.attempts > 1 for each in entries)
    house.notes.append(
        f"{len(entries)} sign-outs told, the slowest after {max(waited):.0f} s, {again} by a second try"
    )
    return _untold(house, entries)


def _untold(house: Machines, entries: list[OutboxEntry]) -> list[str]:
    reasons = Counter(each.last_error for each in entries if each.state != "delivered")
    wrong = [f"{count} not delivered: {why}" for why, count in reasons.items() if why != "signed_in_again"]
    arrived = {each.body for each in house.portal.received}
    delivered = [each for each in entries if each.state == "delivered"]
    if len(arrived) < len(delivered):
        wrong.append(f"{len(delivered)} settled as delivered, and {len(arrived)} arrived")
    sessions = house.kept().sessions
    queued = {each.group_id for each in _entries(house)}
    over = {sessions[fact.key[0]][0] for fact in house.record.facts if fact.kind == "signed out"}
    return [*wrong, *(f"nobody was to be told of the end of session {name}" for name in over - queued)]


def _unsettled(house: House, by: datetime) -> list[OutboxEntry]:
    return [each for each in _entries(house) if each.settled_at is None and each.created_at <= by]


def _entries(house: House) -> list[OutboxEntry]:
    engine = sa.create_engine(house.url, poolclass=sa.NullPool)
    with Session(engine) as session:
        return list(session.scalars(sa.select(OutboxEntry).where(OutboxEntry.kind == KIND)))


def _the_other_went_on(house: Machines) -> Iterable[str]:
    return ["nobody got through while one machine was gone"] if house.notes[-1].startswith("0 ") else []


def _nobody_noticed(house: Machines) -> Iterable[str]:
    if house.notes[0].startswith("0 "):
        yield "Redis was not in use"
    refused = [each for each in house.record.answers if each.is_trouble]
    if refused:
        yield f"{len(refused)} answers were refusals"


def _made(name: str, faults: tuple[str, ...], inject: Kill, bounds: Bounds, **more: Any) -> Scenario:
    # `house` makes sure that it is this house which comes.
    return Scenario(f"two machines: {name}", faults, inject, bounds=bounds, house=Machines, **more)


SCENARIOS = (
    _made("processes killed (-9) at random", ("F1", "F2"), kill_a_process, DIES),
    _made("one whole provider killed (-9)", ("F1", "F2"), kill_a_machine, DIES, besides=_the_other_went_on),
    _made("one of two workers killed (-9)", ("F1",), kill_a_worker, GOES_ON, besides=_everything_delivered),
    _made("PostgreSQL restarted, and killed (-9)", ("F5", "F6"), lose_the_database, AWAY),
    _made("Redis emptied, frozen, killed (-9)", ("F10",), lose_redis, GOES_ON, besides=_nobody_noticed,
          prepare=bring_redis),
    _made("nginx killed (-9)", ("F1",), kill_nginx, DIES),
)  # fmt: skip
"""Every fault of this kind."""
