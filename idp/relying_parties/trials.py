"""Trying an application: a real sign-in whose answer comes to the console instead of to the application.

While a trial is under way the application has one more redirect URI, which nobody can guess and which leads to us.
"""

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256

from idp.audit.events.admin import TrialFinished, TrialStarted
from idp.audit.log import AuditLog
from idp.clock import Clock
from idp.crypto.digests import matches, new_secret
from idp.store.models import Client
from idp.store.repositories.clients import Clients

LIFETIME = timedelta(minutes=10)


@dataclass(frozen=True)
class Trial:
    """One trial: what its authorization request carries, and what its answer is checked by.

    `asks` are parameters that it carries besides, or in place of the usual ones.
    """

    client_id: str
    operator_id: str
    redirect_uri: str
    state: str
    nonce: str
    verifier: str
    asks: Mapping[str, str] = field(default_factory=dict)

    @property
    def challenge(self) -> str:
        """The S256 challenge of the verifier (RFC 7636, 4.2)."""
        return urlsafe_b64encode(sha256(self.verifier.encode()).digest()).rstrip(b"=").decode()


class Trials:
    """Begins trials, and recognises their answers."""

    def __init__(self, clients: Clients, audit: AuditLog, clock: Clock) -> None:
        self._clients = clients
        self._audit = audit
        self._clock = clock

    def begin(
        self, client: Client, operator_id: str, callbacks: str, asks: Mapping[str, str] | None = None
    ) -> Trial:
        """Begin a trial, in place of one that may be under way.

        Args:
            client: Which application.
            operator_id: Who tries it; the answer is shown to nobody else.
            callbacks: The address under which the console takes answers.
            asks: What the request is to carry besides.
        """
        trial = Trial(
            client_id=client.client_id,
            operator_id=operator_id,
            redirect_uri=f"{callbacks}/{new_secret(16)}",
            state=new_secret(16),
            nonce=new_secret(16),
            verifier=new_secret(48),
            asks=dict(asks or {}),
        )
        kept = {
            "operator_id": operator_id,
            "state": trial.state,
            "nonce": trial.nonce,
            "verifier": trial.verifier,
            "asks": dict(trial.asks),
        }
        self._clients.begin_trial(client.client_id, trial.redirect_uri, self._clock() + LIFETIME, kept)
        self._audit.record(TrialStarted(client_id=client.client_id, operator_id=operator_id))
        return trial

    def take(self, client: Client, operator_id: str, redirect_uri: str, state: str) -> Trial | None:
        """The trial an answer belongs to, once.

        Args:
            client: Which application.
            operator_id: Who is at the console.
            redirect_uri: Where the answer came.
            state: What came back with it.
        """
        kept, uri = client.trial, client.trial_uri_at(self._clock())
        if kept is None or uri is None or not matches(uri, redirect_uri):
            return None
        if kept["operator_id"] != operator_id or not matches(kept["state"], state):
            return None
        trial = Trial(
            client_id=client.client_id,
            operator_id=operator_id,
            redirect_uri=uri,
            state=kept["state"],
            nonce=kept["nonce"],
            verifier=kept["verifier"],
            asks=kept.get("asks", {}),
        )
        return trial if self._clients.finish_trial(client.client_id, uri) else None

    def record(self, trial: Trial, outcome: str, claims: tuple[str, ...] = ()) -> None:
        """Note how a trial ended: names of claims, never values."""
        self._audit.record(
            TrialFinished(
                client_id=trial.client_id, operator_id=trial.operator_id, outcome=outcome, claims=claims
            )
        )
