"""The register itself, without any transport: checks who asks, answers once per request, writes it down."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from threading import Lock
from typing import Any

from idp.registry.mock import inquiries, roles, verification
from idp.registry.mock.body import Malformed, digits, request_id, word
from idp.registry.mock.catalogues import CATALOGUES
from idp.registry.mock.clock import Clock, utc_now
from idp.registry.mock.consumers import Consumer, Consumers, demo_consumers
from idp.registry.mock.feed import KINDS, ChangeFeed, Event
from idp.registry.mock.finding import Finding
from idp.registry.mock.ledger import Ledger, LogLine, RequestIdReused, masked
from idp.registry.mock.person import Life
from idp.registry.mock.population import Population
from idp.registry.mock.reply import Reply, reply
from idp.registry.mock.simulation import CODED_FAULTS, Disturbance, Simulation

_LOCAL_TIME = timedelta(hours=7)
_WITHOUT_PERSON = ("011", "012")
"""The faults that can befall a question about nobody."""


class Register:
    """Answers the questions of section 7.3 about one population.

    Args:
        population: Who is known.
        consumers: Who may ask.
        clock: Source of time.
        simulation: How badly it behaves; may be switched while it runs.
    """

    def __init__(
        self,
        population: Population,
        consumers: Consumers | None = None,
        clock: Clock = utc_now,
        simulation: Simulation | None = None,
    ) -> None:
        self.population = population
        self.consumers = consumers or demo_consumers()
        self.simulation = simulation or Simulation()
        self.ledger = Ledger(clock)
        self.feed = ChangeFeed()
        self._clock = clock
        self._lock = Lock()
        self._asked: dict[str, tuple[str, int]] = {}

    def post(self, question: str, body: Mapping[str, Any], consumer: Consumer) -> tuple[Reply, Disturbance]:
        """Answer a question about a person.

        Args:
            question: `xac-nhan`, `truy-van`, `quan-he`, `doi-so`, `to-chuc` or `can-bo`.
            body: As it came; nothing of it is trusted.
        """
        disturbance = self.simulation.next()
        try:
            asked = request_id(body)
        except Malformed as wrong:
            return self._reply("003", "", detail=str(wrong)), disturbance
        if disturbance.fault in CODED_FAULTS:
            return self._reply(disturbance.fault, asked), disturbance
        try:
            return self._once(question, body, consumer, asked), disturbance
        except Malformed as wrong:
            return self._reply("003", asked, detail=str(wrong)), disturbance

    def get(
        self, question: str, asked: Mapping[str, Any], consumer: Consumer, *, kind: str = ""
    ) -> tuple[Reply, Disturbance]:
        """Answer a question about nobody in particular: `su-kien` or `danh-muc`."""
        disturbance = self.simulation.next()
        try:
            own_id = request_id(asked)
            if disturbance.fault in _WITHOUT_PERSON:
                return self._reply(disturbance.fault, own_id), disturbance
            if self._is_too_much(consumer):
                return self._reply("007", own_id), disturbance
            finding = self._catalogue(kind) if question == "danh-muc" else self._feed_page(asked, consumer)
        except Malformed as wrong:
            return self._reply("003", "", detail=str(wrong)), disturbance
        return self._reply(finding.code, own_id, **finding.more), disturbance

    def refuse_key(self, asked: Mapping[str, Any]) -> Reply:
        """The answer to somebody without a valid key."""
        try:
            return self._reply("006", request_id(asked))
        except Malformed:
            return self._reply("006", "")

    def record_life(self, number: str, life: Life) -> bool:
        """Let somebody die or go missing while the register runs. False when nobody has the number."""
        person = self.population.by_number(digits({"id_no": number}, "id_no", 12))
        if person is None:
            return False
        now = self._clock()
        self.population.change(replace(person, life=life, life_changed=self._today()))
        kind = KINDS[0] if life is Life.DEAD else KINDS[1]
        self.feed.add(Event(person.uid, kind, now.replace(microsecond=0)))
        return True

    def _once(self, question: str, body: Mapping[str, Any], consumer: Consumer, asked: str) -> Reply:
        procedure, officer = word(body, "procedure"), word(body, "officer")
        refused = self._refusal(consumer, procedure, officer)
        if refused:
            self._log(question, consumer, officer, procedure, Finding(refused))
            return self._reply(refused, asked)
        try:
            earlier = self.ledger.earlier_answer(consumer.id, asked, question, body)
        except RequestIdReused:
            raise Malformed("request_id: stands for another question already") from None
        if earlier is not None:
            return earlier
        finding = self._find(question, body, consumer)
        answer = self._reply(finding.code, asked, **finding.more)
        self.ledger.keep(consumer.id, asked, question, body, answer)
        self._log(question, consumer, officer, procedure, finding)
        return answer

    def _refusal(self, consumer: Consumer, procedure: str, officer: str) -> str:
        if self._is_too_much(consumer):
            return "007"
        if procedure not in consumer.procedures:
            return "004"
        if consumer.officers is not None and officer not in consumer.officers:
            return "005"
        return ""

    def _find(self, question: str, body: Mapping[str, Any], consumer: Consumer) -> Finding:
        match question:
            case "xac-nhan":
                return verification.verify(self.population, body, consumer)
            case "truy-van":
                return inquiries.attributes(self.population, body, consumer, self._today())
            case "quan-he":
                return inquiries.relation(self.population, body, self._today())
            case "doi-so":
                return inquiries.replaced(self.population, body)
            case "to-chuc":
                return roles.organisations(self.population, body, consumer)
            case "can-bo":
                return roles.office(self.population, body, consumer)
            case _:
                raise Malformed("no such question")

    def _today(self) -> date:
        return (self._clock() + _LOCAL_TIME).date()

    def _feed_page(self, asked: Mapping[str, Any], consumer: Consumer) -> Finding:
        return self.feed.since(str(asked.get("since", "")), consumer)

    def _catalogue(self, kind: str) -> Finding:
        if kind not in CATALOGUES:
            raise Malformed("no such catalogue")
        return Finding("000", {"entries": CATALOGUES[kind]})

    def _reply(self, code: str, asked: str, **more: Any) -> Reply:
        return reply(code, asked, asof=self._clock().isoformat(timespec="seconds"), **more)

    def _is_too_much(self, consumer: Consumer) -> bool:
        minute = self._clock().strftime("%Y%m%d%H%M")
        with self._lock:
            last, times = self._asked.get(consumer.id, (minute, 0))
            times = times + 1 if last == minute else 1
            self._asked[consumer.id] = (minute, times)
        return times > consumer.per_minute

    def _log(self, question: str, consumer: Consumer, officer: str, procedure: str, finding: Finding) -> None:
        self.ledger.write(
            LogLine(
                at=self._clock(),
                consumer=consumer.id,
                officer=officer,
                procedure=procedure,
                question=question,
                about=masked(finding.about),
                ground=finding.ground,
                code=finding.code,
                fields=finding.fields,
            )
        )
