"""The port over any exchange: writes the questions, reads the answers."""

from collections.abc import Collection
from typing import Any

from idp.clock import Clock
from idp.registry import answers, records
from idp.registry.outcomes import (
    Changes,
    DoesNotRepresent,
    Failure,
    Misconfigured,
    NotAlive,
    NotMatched,
    NotReplaced,
    NumberCancelled,
    Replaced,
    Represents,
    Unavailable,
    UnderCorrection,
    Verification,
)
from idp.registry.person import ALL_FIELDS, PersonField, PersonRecord
from idp.registry.port import Acting, IdentityClaim, UnnumberedChild
from idp.registry.questions import Exchange, Question, new_request_id
from idp.registry.roles import NoOffice, Office, Organisations

PROCEDURE = "dang-ky-tai-khoan"
"""The administrative procedure the register has licensed us for."""


class RegisterClient:
    """`PopulationRegister` over HTTP or inside the process, whichever *exchange* carries."""

    def __init__(self, exchange: Exchange, clock: Clock) -> None:
        self._exchange = exchange
        self._clock = clock

    def verify(
        self, claim: IdentityClaim, *, request_id: str | None = None, acting: Acting = Acting.CITIZEN
    ) -> Verification:
        """See the port."""
        body = {claim.document.value: claim.number, "name": claim.name, "birth": str(claim.birth_date)}
        payload = self._ask("/v1/xac-nhan", body, request_id, acting)
        if isinstance(payload, Unavailable | Misconfigured):
            return payload
        return answers.understood(payload, lambda answer: answers.verification(answer, self._clock()))

    def attributes(
        self,
        number: str,
        *,
        legal_reference: str,
        fields: Collection[PersonField] = ALL_FIELDS,
        request_id: str | None = None,
        acting: Acting = Acting.CITIZEN,
    ) -> PersonRecord | NotMatched | NotAlive | UnderCorrection | NumberCancelled | Failure:
        """See the port."""
        wanted = sorted(field.value for field in fields)
        body = {"id_no": number, "legal_reference": legal_reference, "fields": wanted}
        payload = self._ask("/v1/truy-van", body, request_id, acting)
        if isinstance(payload, Unavailable | Misconfigured):
            return payload
        return answers.understood(payload, lambda answer: records.attributes(answer, number))

    def organisations(self, number: str, *, legal_reference: str) -> Organisations | NotMatched | Failure:
        """See the port."""
        payload = self._ask_on_ground("/v1/to-chuc", number, legal_reference)
        if isinstance(payload, Unavailable | Misconfigured):
            return payload
        return answers.understood(payload, records.organisations)

    def office(self, number: str, *, legal_reference: str) -> Office | NoOffice | Failure:
        """See the port."""
        payload = self._ask_on_ground("/v1/can-bo", number, legal_reference)
        if isinstance(payload, Unavailable | Misconfigured):
            return payload
        return answers.understood(payload, records.office)

    def represents(
        self, representative: str, represented: str | UnnumberedChild, *, request_id: str | None = None
    ) -> Represents | DoesNotRepresent | Failure:
        """See the port."""
        body: dict[str, Any] = {"representative": representative}
        if isinstance(represented, UnnumberedChild):
            body |= {"name": represented.name, "birth": str(represented.birth_date)}
        else:
            body["represented"] = represented
        payload = self._ask("/v1/quan-he", body, request_id, Acting.CITIZEN)
        if isinstance(payload, Unavailable | Misconfigured):
            return payload
        return answers.understood(payload, answers.representation)

    def is_replaced_by(
        self, former: str, current: str, *, request_id: str | None = None
    ) -> Replaced | NotReplaced | Failure:
        """See the port."""
        payload = self._ask("/v1/doi-so", {"former": former, "current": current}, request_id, Acting.CITIZEN)
        if isinstance(payload, Unavailable | Misconfigured):
            return payload
        return answers.understood(payload, answers.replacement)

    def changes(self, since: str = "") -> Changes | Failure:
        """See the port."""
        payload = self._exchange.ask(Question("/v1/su-kien", new_request_id(), since=since))
        if isinstance(payload, Unavailable | Misconfigured):
            return payload
        return answers.understood(payload, answers.change_feed)

    def probe(self) -> Failure | None:
        """See the port."""
        payload = self._exchange.ask(Question("/v1/danh-muc/quan-he", new_request_id()))
        return payload if isinstance(payload, Unavailable | Misconfigured) else answers.failure(payload)

    def close(self) -> None:
        """See the port."""
        self._exchange.close()

    def _ask_on_ground(self, path: str, number: str, legal_reference: str) -> dict[str, Any] | Failure:
        body = {"id_no": number, "legal_reference": legal_reference}
        return self._ask(path, body, None, Acting.CITIZEN)

    def _ask(
        self, path: str, body: dict[str, Any], request_id: str | None, acting: Acting
    ) -> dict[str, Any] | Failure:
        asked = request_id or new_request_id()
        body |= {"request_id": asked, "procedure": PROCEDURE, "officer": acting.value}
        return self._exchange.ask(Question(path, asked, body))
