"""The conformance coach: watches a test application go through a list, and says when it has seen everything."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from idp.clock import Clock
from idp.relying_parties import coach_rules as rules
from idp.relying_parties.coach_evidence import Evidence
from idp.relying_parties.coach_rules import Found, Rule, Verdict
from idp.relying_parties.kinds import HIGH_SECURITY
from idp.store.models import Client
from idp.store.repositories.clients import Clients
from idp.store.repositories.coach_checks import CoachChecks
from idp.store.repositories.protocol_calls import ProtocolCalls

EDITION = "1"
"""Of the rules; kept with each result."""

Applies = Callable[[Client], bool]


def _always(client: Client) -> bool:  # noqa: ARG001  the signature is the caller's
    return True


def _signs_people_in(client: Client) -> bool:
    return "authorization_code" in _grants(client)


def _rotates(client: Client) -> bool:
    return "refresh_token" in _grants(client) and client.profile not in HIGH_SECURITY


def _hears_of_logout(client: Client) -> bool:
    """A server has a way to hear of it: this one, unless it has a page for it that the browser opens."""
    known = client.metadata_
    is_server = known.get("token_endpoint_auth_method") != "none"
    return bool(known.get("backchannel_logout_uri")) or (
        _signs_people_in(client) and is_server and not known.get("frontchannel_logout_uri")
    )


def _grants(client: Client) -> Sequence[str]:
    found = client.metadata_.get("grant_types")
    return ("authorization_code",) if found is None else found


CHECKS: Mapping[str, tuple[Rule, Applies]] = MappingProxyType(
    {
        "works": (rules.works, _always),
        "state": (rules.state, _signs_people_in),
        "nonce": (rules.nonce, _signs_people_in),
        "pkce": (rules.pkce, _signs_people_in),
        "redirect": (rules.redirect, _signs_people_in),
        "wrong_issuer": (rules.wrong_issuer, _signs_people_in),
        "wrong_audience": (rules.wrong_audience, _signs_people_in),
        "wrong_nonce": (rules.wrong_nonce, _signs_people_in),
        "bad_signature": (rules.bad_signature, _signs_people_in),
        "expired_id_token": (rules.expired_id_token, _signs_people_in),
        "key_rotation": (rules.key_rotation, _signs_people_in),
        "access_denied": (rules.access_denied, _signs_people_in),
        "error_pages": (rules.error_pages, _signs_people_in),
        "logout": (rules.logout, _hears_of_logout),
        "logout_forged": (rules.logout_forged, _hears_of_logout),
        "logout_replayed": (rules.logout_replayed, _hears_of_logout),
        "refresh": (rules.refresh, _rotates),
        "tokens_in_addresses": (rules.tokens_in_addresses, _always),
    }
)
"""Every check: its rule, and to which applications it applies. In the order in which a developer gets to them."""


@dataclass(frozen=True)
class Result:
    """One line of the list.

    Args:
        name: Of `CHECKS`.
        found: Passed, failed, or not yet seen.
        came: What came; see `Verdict`.
        at: When that was.
    """

    name: str
    found: Found
    came: str
    at: datetime | None = None


class Coach:
    """Judges by the latest calls, and remembers what it has judged before."""

    def __init__(self, clients: Clients, calls: ProtocolCalls, checks: CoachChecks, clock: Clock) -> None:
        self._clients = clients
        self._calls = calls
        self._checks = checks
        self._clock = clock

    def look_again(self, client_ids: Sequence[str]) -> None:
        """Judge what is new of some applications."""
        for client_id in client_ids:
            client = self._clients.find(client_id)
            if client is not None and client.is_for_test_people:
                self.results(client)

    def results(self, client: Client) -> list[Result]:
        """The list of one application as it stands now; what is new in it is kept. Nothing is judged of a live one."""
        verdicts = self._judged(client) if client.is_for_test_people else {}
        known = {row.name: row for row in self._checks.of(client.client_id)}
        new = {
            name: verdict
            for name, verdict in verdicts.items()
            if verdict.at is not None and _is_news(verdict, known.get(name))
        }
        self._checks.keep(
            client.client_id,
            EDITION,
            [(name, each.found, each.came, each.at) for name, each in new.items() if each.at],
        )
        return [
            _result(name, verdicts.get(name, rules.unseen()), new.get(name), known.get(name))
            for name in that_apply(client)
        ]

    def is_complete(self, client_id: str) -> bool:
        """Whether everything that applies to an application has been passed."""
        client = self._clients.find(client_id)
        return client is not None and all(each.found is Found.PASSED for each in self.results(client))

    def _judged(self, client: Client) -> dict[str, Verdict]:
        calls = list(reversed(self._calls.latest(client.client_id)))
        seen = Evidence(calls, self._clock())
        return {name: CHECKS[name][0](seen) for name in that_apply(client)}


def that_apply(client: Client) -> list[str]:
    """The checks that apply to an application."""
    return [name for name, (_, applies) in CHECKS.items() if applies(client)]


def _is_news(verdict: Verdict, known: Any) -> bool:
    if known is None:
        return True
    return bool(known.state != verdict.found and verdict.at is not None and known.at <= verdict.at)


def _result(name: str, now: Verdict, new: Verdict | None, known: Any) -> Result:
    if new is not None:
        return Result(name, new.found, new.came, new.at)
    if known is not None:
        return Result(name, Found(known.state), known.received, known.at)
    return Result(name, now.found, now.came, now.at)
