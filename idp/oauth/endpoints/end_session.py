"""The end-session endpoint: an application asks to sign its citizen out (OpenID Connect RP-Initiated Logout, 2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from idp.oauth.client import RegisteredClient
from idp.oauth.id_token_hint import read_hint
from idp.oauth.ports import Clients, Keys
from idp.oauth.request import Parameters
from idp.oauth.response_modes import with_query
from idp.oauth.subjects import Subjects

LONGEST_STATE = 1500
"""Characters of `state` that are carried back."""


@dataclass(frozen=True)
class Vouched:
    """Whom a valid hint names, and to which application: it was that application's ID token."""

    client_id: str
    subject: str
    sid: str | None
    is_for_test_people: bool = False


@dataclass(frozen=True)
class SignOutAsked:
    """What an application's request comes to. Whatever is wrong with it, the citizen can still sign out.

    Args:
        vouched: Whom the hint names; None without a good one: then the citizen is asked.
        is_for_test_people: Whether whoever asked is an application of the sandbox; so says `client_id` where no
            hint does. It opens nothing: it says only whose question is shown.
        return_to: Where to go afterwards, `state` included; None when nowhere.
        fault: What was wrong with the request, for the developer.
    """

    vouched: Vouched | None = None
    is_for_test_people: bool = False
    return_to: str | None = None
    fault: str | None = None


class EndSession:
    """Reads requests to sign out."""

    def __init__(self, issuer: str, keys: Keys, clients: Clients, subjects: Subjects) -> None:
        self._issuer = issuer
        self._keys = keys
        self._clients = clients
        self._subjects = subjects

    def read(self, parameters: Parameters) -> SignOutAsked:
        """Check a request.

        Nothing is redirected to unless a valid hint identifies the client and the address is registered for it to
        the character: a `client_id` alone proves nothing.

        Args:
            parameters: Those of the query or the form, none repeated.
        """
        hint = parameters.data.get("id_token_hint")
        if hint is None:
            return self._unvouched(parameters, _lacking(parameters))
        claims = read_hint(hint, self._keys, self._issuer)
        client = self._client_of(claims) if claims else None
        if claims is None or client is None:
            return self._unvouched(
                parameters, "id_token_hint is not an ID token of this provider for a live client"
            )
        if parameters.data.get("client_id", client.client_id) != client.client_id:
            return self._unvouched(parameters, "client_id and id_token_hint name different clients")
        sid = claims.get("sid")
        vouched = Vouched(
            client.client_id,
            claims["sub"],
            sid if isinstance(sid, str) else None,
            client.record.is_for_test_people,
        )
        return self._with_return(vouched, client, parameters.data)

    def is_about(self, vouched: Vouched, citizen_id: str, session_id: str) -> bool:
        """Whether a hint names this very session of this citizen.

        Args:
            vouched: Whom the hint names.
            citizen_id: Who is signed in.
            session_id: The browser session.
        """
        record = self._clients.find(vouched.client_id)
        if record is None or vouched.subject != self._subjects.sub(RegisteredClient(record), citizen_id):
            return False
        return vouched.sid in (None, self._subjects.sid(vouched.client_id, session_id))

    def _unvouched(self, parameters: Parameters, fault: str | None) -> SignOutAsked:
        record = self._clients.find(parameters.data.get("client_id", ""))
        is_theirs = record is not None and record.is_usable and record.is_for_test_people
        return SignOutAsked(is_for_test_people=is_theirs, fault=fault)

    def _client_of(self, claims: Mapping[str, Any]) -> RegisteredClient | None:
        audience = claims.get("aud")
        record = self._clients.find(audience) if isinstance(audience, str) else None
        return RegisteredClient(record) if record is not None and record.is_usable else None

    def _with_return(
        self, vouched: Vouched, client: RegisteredClient, asked: Mapping[str, str]
    ) -> SignOutAsked:
        address, state = asked.get("post_logout_redirect_uri"), asked.get("state")
        if address is None:
            return SignOutAsked(vouched, vouched.is_for_test_people)
        if address not in client.registered("post_logout_redirect_uris", []):
            return _returning_nowhere(vouched, "post_logout_redirect_uri is not registered for this client")
        if len(state or "") > LONGEST_STATE:
            return _returning_nowhere(vouched, f"state is longer than {LONGEST_STATE} characters")
        back = with_query(address, {"state": state} if state else {})
        return SignOutAsked(vouched, vouched.is_for_test_people, back)


def _returning_nowhere(vouched: Vouched, fault: str) -> SignOutAsked:
    return SignOutAsked(vouched, vouched.is_for_test_people, fault=fault)


def _lacking(parameters: Parameters) -> str | None:
    if "post_logout_redirect_uri" in parameters.data:
        return "post_logout_redirect_uri without id_token_hint: nowhere to return to"
    return None
