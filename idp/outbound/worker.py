"""The worker: delivers what is due in the outbox and keeps house. Several may run at once, on one machine or many."""

import logging
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

from idp.clock import Clock
from idp.outbound.delivery import Deliverer, DeliveryFailed, wait_after
from idp.outbound.housekeeping import BATCH, MOST_BATCHES, PAUSE_SECONDS, Chore, Schedule
from idp.outbound.outbox import Outbox, Parcel
from idp.store.repositories.outbox_entries import Claim

SENDERS = 8
"""Deliveries at the same time: one slow receiver holds up nobody else."""

LEASE = timedelta(seconds=25)
"""How long a claimed entry is left to its worker: longer than a delivery takes, and short, since what a dead worker had
claimed waits for it. A mail server that takes longer may get a mail twice, with one Message-ID.
"""

LOOK_EVERY = 1.0
"""Seconds between two looks at the outbox when no bell rings."""

UnitOfWork = Callable[[], AbstractContextManager[Any]]
"""One transaction with everything a service needs: committed at the end, rolled back on an exception."""

_NOBODY = Deliverer()
"""In whose place nothing follows from a failure: of a kind that no release knows any more."""

_log = logging.getLogger("idp.worker")


class Worker:
    """Delivers and keeps house, until told to stop."""

    def __init__(
        self,
        outbox: Outbox,
        deliverers: Mapping[str, Deliverer],
        chores: list[Chore],
        unit_of_work: UnitOfWork,
        clock: Clock,
    ) -> None:
        self._outbox = outbox
        self._deliverers = deliverers
        self._schedule = Schedule(chores, clock)
        self._unit_of_work = unit_of_work
        self._clock = clock
        self._stopping = threading.Event()
        self._free = threading.Semaphore(SENDERS)

    def stop(self) -> None:
        """End `run` after the deliveries under way."""
        self._stopping.set()
        self._outbox.bell.set()

    def run(self) -> None:
        """Work until told to stop."""
        # One thread more than senders: housekeeping delays no delivery.
        with ThreadPoolExecutor(SENDERS + 1, thread_name_prefix="outbox") as senders:
            while not self._stopping.is_set():
                # Before the look, not after it: what rings while we look is looked at again.
                self._outbox.bell.clear()
                if not self._look(senders):
                    self._outbox.bell.wait(LOOK_EVERY)

    def deliver_due(self) -> int:
        """Deliver what is due now, one after the other; how many tries that were. For tests and commands."""
        tries = 0
        while claims := self._claim(SENDERS):
            for claim in claims:
                self._deliver(claim)
                tries += 1
        return tries

    def keep_house(self) -> None:
        """Do the chores that are due."""
        self._do_all(self._schedule.due())

    def _look(self, senders: ThreadPoolExecutor) -> bool:
        """Hand out what is due; whether there may be more of it."""
        room = self._room()
        try:
            claims = self._claim(room) if room else []
        except Exception as error:  # noqa: BLE001  the database will be back: nothing is lost meanwhile
            _log.warning("the outbox cannot be read: %s", type(error).__name__)
            claims = []
        for _ in range(room - len(claims)):
            self._free.release()
        for claim in claims:
            self._start(senders, self._deliver_and_make_room, claim)
        if chores := self._schedule.due():
            self._start(senders, self._do_all, chores)
        return bool(claims) and len(claims) == room

    def _start(self, senders: ThreadPoolExecutor, work: Callable[[Any], None], subject: Any) -> None:
        try:
            senders.submit(work, subject)
        except RuntimeError:  # the interpreter is ending; what was claimed runs out by itself
            self._stopping.set()

    def _room(self) -> int:
        taken = 0
        while taken < SENDERS and self._free.acquire(blocking=False):
            taken += 1
        return taken

    def _deliver_and_make_room(self, claim: Claim) -> None:
        try:
            self._deliver(claim)
        finally:
            self._free.release()
            self._outbox.bell.set()

    def _claim(self, most: int) -> list[Claim]:
        with self._unit_of_work():
            return self._outbox.entries.claim(most, LEASE)

    def _deliver(self, claim: Claim) -> None:
        try:
            parcel, deliverer, result = self._send(claim)
        except DeliveryFailed as failure:
            self._safely(self._note_failure, claim, failure)
        except Exception as error:  # noqa: BLE001  whatever a deliverer trips over: tried again, and seen
            # Its name only: the text of an exception may hold an address or a message.
            _log.error("%s %s: %s", claim.kind, claim.id, type(error).__name__)
            self._safely(self._note_failure, claim, DeliveryFailed("internal"))
        else:
            self._safely(self._note_success, claim, parcel, deliverer, result)

    def _send(self, claim: Claim) -> tuple[Parcel, Deliverer, Any]:
        if claim.give_up_at <= self._clock():
            raise DeliveryFailed("too_late", is_final=True)
        deliverer = self._deliverers.get(claim.kind)
        if deliverer is None:
            raise DeliveryFailed("no_deliverer")
        parcel = self._outbox.opened(claim)
        with self._unit_of_work():
            send = deliverer.prepare(parcel)
        return parcel, deliverer, send()

    def _note_success(self, claim: Claim, parcel: Parcel, deliverer: Deliverer, result: Any) -> None:
        with self._unit_of_work():
            if self._outbox.entries.delivered(claim):
                deliverer.delivered(parcel, result)

    def _note_failure(self, claim: Claim, failure: DeliveryFailed) -> None:
        again_at = self._clock() + wait_after(claim.attempt)
        with self._unit_of_work():
            deliverer = self._deliverers.get(claim.kind, _NOBODY)
            if not failure.is_final and again_at < claim.give_up_at:
                is_noted = self._outbox.entries.postpone(claim, again_at, failure.reason)
                _log.info("%s %s: %s, attempt %d", claim.kind, claim.id, failure.reason, claim.attempt)
            elif is_noted := self._outbox.entries.fail(claim, failure.reason):
                _log.error(
                    "%s %s given up: %s, attempt %d", claim.kind, claim.id, failure.reason, claim.attempt
                )
                deliverer.gave_up(self._outbox.opened(claim), failure.reason)
            if is_noted and failure.result is not None:
                deliverer.failed(self._outbox.opened(claim), failure.result)

    def _safely(self, note: Callable[..., None], claim: Claim, *rest: Any) -> None:
        try:
            note(claim, *rest)
        except Exception as error:  # noqa: BLE001  the claim runs out, and another try is made
            _log.warning("%s %s cannot be settled: %s", claim.kind, claim.id, type(error).__name__)

    def _do_all(self, chores: list[Chore]) -> None:
        unfinished = []
        for chore in chores:
            if self._stopping.is_set():
                return
            try:
                if not self._do(chore):
                    unfinished.append(chore)
            except Exception as error:  # noqa: BLE001  a chore that fails must not stop the others
                _log.warning("chore %r failed: %s", chore.name, type(error).__name__)
        if unfinished:
            # After the last of this round, not before: until then none of them is handed to a second thread.
            self._schedule.go_on(unfinished)
            self._outbox.bell.set()

    def _do(self, chore: Chore) -> bool:
        """Do one go of a chore; whether nothing of it is left."""
        for _ in range(MOST_BATCHES):
            with self._unit_of_work():
                done = chore.work()
            if done:
                _log.info("%s: %d", chore.name, done)
            if done < BATCH:
                return True
            if self._stopping.wait(PAUSE_SECONDS):
                return False
        return False
