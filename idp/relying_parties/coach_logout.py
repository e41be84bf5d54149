"""The coach says to a test application that a session is over, rightly and wrongly, and notes what it answers."""

from collections.abc import Callable, Mapping
from time import perf_counter
from typing import Protocol

from idp.clock import Clock
from idp.crypto.digests import digest
from idp.outbound.addresses import AddressForbidden
from idp.outbound.http import Answer, NoAnswer
from idp.store.models import Client
from idp.store.repositories.protocol_calls import LOGOUT, ProtocolCalls
from idp.store.repositories.visits import Visits

URI = "backchannel_logout_uri"
_DIGEST_SIGNS = 16
_REASONS = {
    "forged": "The signature of the logout token was broken.",
    "with_nonce": "The logout token had a nonce.",
    "good": "A good logout token.",
    "again": "The same logout token again.",
    "expired": "The same logout token, its time an hour over.",
}
"""What was sent, in the order of sending."""

Mint = Callable[[Client, str, str], Mapping[str, str]]
"""Makes the tokens for an application, a person and a session, by what is to be seen with them."""


class Http(Protocol):
    """The guarded way out."""

    def post_form(self, url: str, fields: Mapping[str, str]) -> Answer:
        """Send a form."""


class LogoutTrial:
    """Tries the back-channel logout of an application.

    Args:
        visits: Know the sessions in which it is used.
        calls: Where the answers are noted.
        mint: Makes the tokens.
        http: The way out.
        clock: The time.
    """

    def __init__(self, visits: Visits, calls: ProtocolCalls, mint: Mint, http: Http, clock: Clock) -> None:
        self._visits = visits
        self._calls = calls
        self._mint = mint
        self._http = http
        self._clock = clock

    def prepare(self, client: Client) -> Callable[[], None] | None:
        """What is to be sent about the session in which the application was used last; None where there is none.

        Args:
            client: An application in the sandbox.

        Returns:
            Sends it all, and notes the answers. It waits for somebody else's server: no transaction may be open.
        """
        address, session = client.metadata_.get(URI), self._visits.latest_at(client.client_id)
        if not client.is_for_test_people or not address or session is None:
            return None
        session_id, citizen_id = session
        tokens = self._mint(client, citizen_id, session_id)
        given = [
            digest(each)[:_DIGEST_SIGNS]
            for each in self._visits.authorizations_in(session_id, client.client_id)
        ]
        client_id = client.client_id
        return lambda: self._send(client_id, str(address), tokens, given)

    def _send(self, client_id: str, address: str, tokens: Mapping[str, str], given: list[str]) -> None:
        rows = []
        for kind, token in tokens.items():
            at, began = self._clock(), perf_counter()
            status, error = self._status(address, token)
            rows.append(
                {
                    "client_id": client_id,
                    "at": at,
                    "method": "POST",
                    "endpoint": LOGOUT,
                    "status": status,
                    "error": error,
                    "reason": _REASONS[kind],
                    "incident": None,
                    "milliseconds": int((perf_counter() - began) * 1000),
                    "observed": {"logout": kind, "abouts": given},
                }
            )
        self._calls.add(rows)

    def _status(self, address: str, token: str) -> tuple[int, str | None]:
        """The status of the answer; 0 and one word where there was none."""
        try:
            return self._http.post_form(address, {"logout_token": token}).status, None
        except NoAnswer as failure:
            return 0, failure.reason
        except AddressForbidden:
            return 0, "forbidden_address"
