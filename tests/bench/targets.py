"""A provider that is measured, ours or another: what it is called, where it listens, and how each thing is asked.

Every provider is asked the same things by the same `Actor`.
"""

import json
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import cycle
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from tests.bench.browsing import Browser, Person
from tests.bench.processes import Nobody, Processes
from tests.bench.wire import Wire, basic
from tests.builders import CLIENT_SECRET, REDIRECT_URI
from tests.walker import challenge_of

SIGN_IN = "password sign-in"
CREDENTIALS = "client credentials"
FULL = "full code flow"
SSO = "code flow with a session"
REFRESH = "refresh"
USERINFO = "userinfo"
INTROSPECTION = "introspection"
DISCOVERY = "discovery"
JWKS = "jwks"

CLIENTS = 4
"""How many ask at the same time."""


@dataclass(frozen=True)
class Paths:
    """Where a provider answers what."""

    authorize: str
    token: str
    userinfo: str
    introspection: str
    jwks: str
    discovery: str = "/.well-known/openid-configuration"


@dataclass(frozen=True)
class Target:
    """A provider that runs.

    Args:
        name: What it is called in tables.
        address: Where it listens.
        paths: Where it answers what.
        people: Who signs in; actors share them out.
        scenarios: What it is asked.
        processes: Its own processes.
        database: The processes of its database, apart.
        clients: Identifiers of the application, the machine and the resource server; the secret is one for all.
        scope: What the application asks for.
        keeps: A cookie that stays when a session is over.
        first_answer: Seconds from its start to its first answer.
    """

    name: str
    address: str
    paths: Paths
    people: tuple[Person, ...]
    scenarios: tuple[str, ...]
    processes: Processes
    database: Processes = field(default_factory=Nobody)
    clients: tuple[str, str, str] = ("portal", "nightly-sync", "lgsp")
    scope: str = "openid profile"
    keeps: str = ""
    first_answer: float = 0.0


class Actor:
    """An application with its users at one browser, a machine and a resource server, all asking one provider.

    Args:
        target: Whom they ask.
        number: Which of the actors this is; each has people of its own, who sign in in turn.
        of: How many actors there are.
    """

    def __init__(self, target: Target, number: int, of: int = CLIENTS) -> None:
        self.target = target
        self.wire = Wire(target.address)
        self.browser = Browser(Wire(target.address))
        self.people = target.people[number::of]
        self._turns = cycle(self.people)
        self._person = self.people[0]
        self._tokens: dict[str, Any] = {}
        application, machine, reader = target.clients
        self._as_application = basic(application, CLIENT_SECRET)
        self._as_machine = basic(machine, CLIENT_SECRET)
        self._as_reader = basic(reader, CLIENT_SECRET)

    @property
    def refresh_token(self) -> str:
        """The one that was given out last."""
        return str(self._tokens["refresh_token"])

    @property
    def access_token(self) -> str:
        """The one that was given out last."""
        return str(self._tokens["access_token"])

    @property
    def requests(self) -> int:
        """How many requests were sent so far."""
        return self.wire.sent + self.browser.wire.sent

    def close(self) -> None:
        """Let go of the connections."""
        self.wire.close()
        self.browser.wire.close()

    def begin(self, scenario: str) -> None:
        """Have what a scenario needs: a session, tokens. Not measured."""
        if scenario in (SSO, REFRESH, USERINFO, INTROSPECTION):
            self.full_code_flow()
        SCENARIOS[scenario](self)

    def client_credentials(self) -> None:
        """A machine asks for a token."""
        self._token({"grant_type": "client_credentials"}, self._as_machine)

    def full_code_flow(self) -> None:
        """Somebody without a session signs in with a password, and the application redeems the code."""
        self.redeem(*self.sign_in())

    def code_flow(self) -> None:
        """The same where the browser has a session."""
        self.redeem(*self.authorize())

    def sign_in(self) -> tuple[str, str]:
        """The browser's part of it where there is no session; the next person signs in."""
        self.browser.forget(self.target.keeps)
        self._person = next(self._turns)
        return self.authorize()

    def redeem(self, code: str, verifier: str) -> None:
        """The application's part of it."""
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": REDIRECT_URI,
            "code_verifier": verifier,
        }
        self._tokens = self._token(form, self._as_application)

    def authorize(self) -> tuple[str, str]:
        """The browser's part of it; the code, and what redeems it."""
        verifier = secrets.token_urlsafe(48)
        asked = {
            "response_type": "code",
            "client_id": self.target.clients[0],
            "redirect_uri": REDIRECT_URI,
            "scope": self.target.scope,
            "state": secrets.token_urlsafe(8),
            "nonce": secrets.token_urlsafe(8),
            "code_challenge": challenge_of(verifier),
            "code_challenge_method": "S256",
        }
        reached = self.browser.go(
            f"{self.target.paths.authorize}?{urlencode(asked)}", REDIRECT_URI, self._person
        )
        returned = dict(parse_qsl(urlsplit(reached).query))
        if "code" not in returned:
            raise AssertionError(f"{self.target.name}: {returned}")
        return returned["code"], verifier

    def refresh(self) -> None:
        """The application renews its tokens; where the refresh token is replaced, the new one is used next."""
        form = {"grant_type": "refresh_token", "refresh_token": self._tokens["refresh_token"]}
        self._tokens = {**self._tokens, **self._token(form, self._as_application)}

    def userinfo(self) -> None:
        """The application asks who it is."""
        shown = {"Authorization": f"Bearer {self._tokens['access_token']}"}
        self._expect(self.wire.get(self.target.paths.userinfo, shown))

    def introspection(self) -> None:
        """A resource server asks whether a token is good."""
        form = {"token": self._tokens["access_token"]}
        answer = self._expect(self.wire.post(self.target.paths.introspection, form, self._as_reader))
        if not answer["active"]:
            raise AssertionError(f"{self.target.name}: the token is not active")

    def discovery(self) -> None:
        """Fetch the discovery document."""
        self._expect(self.wire.get(self.target.paths.discovery, {}))

    def jwks(self) -> None:
        """Fetch the key set."""
        self._expect(self.wire.get(self.target.paths.jwks, {}))

    def _token(self, form: dict[str, str], credentials: Mapping[str, str]) -> dict[str, Any]:
        return self._expect(self.wire.post(self.target.paths.token, form, dict(credentials)))

    def _expect(self, answer: tuple[int, Any]) -> dict[str, Any]:
        status, body = answer
        if status != 200:
            raise AssertionError(f"{self.target.name}: {status}: {json.dumps(body)[:500]}")
        return dict(body)


SCENARIOS: dict[str, Callable[[Actor], None]] = {
    CREDENTIALS: Actor.client_credentials,
    FULL: Actor.full_code_flow,
    SSO: Actor.code_flow,
    REFRESH: Actor.refresh,
    INTROSPECTION: Actor.introspection,
    USERINFO: Actor.userinfo,
    DISCOVERY: Actor.discovery,
    JWKS: Actor.jwks,
}
"""What every provider is asked, by name."""
