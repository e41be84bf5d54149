"""Somebody who signs in page by page, over HTTP and without script, by the ids of the page contract."""

import base64
import hashlib
import secrets
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Protocol
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

import requests

from tests.builders import PASSWORD, REDIRECT_URI, TOTP_KEY, one_time_code
from tests.caller import Caller
from tests.pages import form_with, ids_in

MOST_PAGES = 12


@dataclass(frozen=True)
class Answer:
    """What came back: a page, or a direction to go."""

    status: int
    url: str
    location: str | None
    text: str


class Road(Protocol):
    """How pages are fetched."""

    def get(self, url: str) -> Answer:
        """Open a page, without following where it leads."""

    def post(self, url: str, fields: dict[str, str]) -> Answer:
        """Send a form, without following where it leads."""


class OverHttp:
    """Through real sockets, with cookies."""

    def __init__(self) -> None:
        self.session = requests.Session()

    def get(self, url: str) -> Answer:
        return _from_requests(self.session.get(url, allow_redirects=False, timeout=30))

    def post(self, url: str, fields: dict[str, str]) -> Answer:
        return _from_requests(self.session.post(url, data=fields, allow_redirects=False, timeout=30))


class InProcess:
    """Through Flask's test client."""

    def __init__(self, client: Caller) -> None:
        self.client = client

    def get(self, url: str) -> Answer:
        answer = self.client.get(url)
        return Answer(answer.status_code, answer.request.url, answer.headers.get("Location"), answer.text)

    def post(self, url: str, fields: dict[str, str]) -> Answer:
        answer = self.client.post(url, data=fields)
        return Answer(answer.status_code, answer.request.url, answer.headers.get("Location"), answer.text)


class Refused(AssertionError):
    """Name and password were refused: to type them again would only be slowed down."""


@dataclass
class Walker:
    """A citizen on the way through the pages.

    Args:
        issuer: The provider's address.
        road: How to fetch pages.
        login: What is typed as user name.
        password: What is typed as password.
        totp: The authenticator's key; its current code is typed where one is asked for.
        moment: When it is, for the authenticator.
    """

    issuer: str
    road: Road
    login: str
    password: str = PASSWORD
    totp: str = TOTP_KEY
    moment: object = None
    pages: list[str] = field(default_factory=list)

    def authorize(self, client_id: str, redirect_uri: str = REDIRECT_URI, **more: str) -> "Returned":
        """Ask for a code and answer every page on the way; what comes back to the client."""
        verifier = secrets.token_urlsafe(48)
        asked = {
            "response_type": "code",
            "client_id": client_id,
            "redirect_uri": redirect_uri,
            "scope": "openid profile offline_access",
            "state": secrets.token_urlsafe(8),
            "nonce": secrets.token_urlsafe(8),
            "code_challenge": challenge_of(verifier),
            "code_challenge_method": "S256",
            **more,
        }
        back = self.follow(f"{self.issuer}/oauth/authorize?{urlencode(asked)}", redirect_uri)
        return Returned(dict(parse_qsl(urlsplit(back).query)), verifier, redirect_uri)

    def follow(self, address: str, redirect_uri: str) -> str:
        """Open an address and answer every page on the way; where the client is reached again."""
        answer = self.road.get(address)
        for _ in range(MOST_PAGES):
            if answer.location is None:
                answer = self._fill_in(answer)
            elif (target := urljoin(answer.url, answer.location)).startswith(redirect_uri):
                return target
            else:
                answer = self.road.get(target)
        raise AssertionError(f"never came back to {redirect_uri}: {self.pages}")

    def press(self, page: Answer, control: str = "") -> Answer:
        """Press a button of a page, or its only one; then go on through sign-in to the page that follows.

        Args:
            page: The page, or where it leads.
            control: The button's id.
        """
        page = self.arrive(page)
        form = form_with(page.text, page.url, control=control)
        named = [button for button in form.buttons if button.get("id") == control and button.get("name")]
        pressed = {button["name"]: button.get("value", "") for button in named}
        return self.arrive(self.road.post(form.action, {**form.fields, **pressed}))

    def arrive(self, answer: Answer) -> Answer:
        """Follow where an answer leads, signing in where that is asked for; the page that is reached."""
        for _ in range(MOST_PAGES):
            if answer.location is not None:
                answer = self.road.get(urljoin(answer.url, answer.location))
            elif {"op-login", "otp"} & ids_in(answer.text):
                answer = self._fill_in(answer)
            else:
                return answer
        raise AssertionError(f"never arrived: {self.pages}")

    def arrive_at_code(self, answer: Answer) -> Answer:
        """Follow where an answer leads, typing name and password; the page that asks for a code, or another one."""
        for _ in range(MOST_PAGES):
            if answer.location is not None:
                answer = self.road.get(urljoin(answer.url, answer.location))
            elif "op-login" in ids_in(answer.text):
                answer = self._fill_in(answer)
            else:
                return answer
        raise AssertionError(f"never arrived: {self.pages}")

    def type_code(self, page: Answer, code: str) -> Answer:
        """Type a code where one is asked for."""
        return self._send(page, "otp", {"otp": code})

    def _fill_in(self, page: Answer) -> Answer:
        ids = ids_in(page.text)
        self.pages.append(f"{page.status} {page.url.partition('?')[0]}")
        if "op-login" in ids:
            if page.status == HTTPStatus.FORBIDDEN:
                raise Refused(f"{self.login} was refused: {self.pages}")
            return self._send(page, "password", {"username": self.login, "password": self.password})
        if "otp" in ids:
            return self._send(page, "otp", {"otp": self._current_code()})
        if "consent-allow" in ids:
            return self._send(page, "consent-allow", {})
        raise AssertionError(f"no page of the contract at {page.url} ({page.status}):\n{page.text[:3000]}")

    def _send(self, page: Answer, control: str, typed: dict[str, str]) -> Answer:
        form = form_with(page.text, page.url, control=control)
        pressed = [button for button in form.buttons if button.get("id") == control]
        named = {form.names.get(id_, id_): value for id_, value in typed.items()}
        extra = {button["name"]: button.get("value", "") for button in pressed if button.get("name")}
        return self.road.post(form.action, {**form.fields, **named, **extra})

    def _current_code(self) -> str:
        return one_time_code(self.totp, self.moment) if self.moment else one_time_code(self.totp)


@dataclass(frozen=True)
class Returned:
    """What the client gets in the authorization answer, and what it needs to redeem it."""

    parameters: dict[str, str]
    verifier: str
    redirect_uri: str

    @property
    def code(self) -> str:
        """The code; an error answer has none."""
        assert "code" in self.parameters, self.parameters
        return self.parameters["code"]

    def redemption(self) -> dict[str, str]:
        """The form that redeems the code at the token endpoint."""
        return {
            "grant_type": "authorization_code",
            "code": self.code,
            "redirect_uri": self.redirect_uri,
            "code_verifier": self.verifier,
        }


def challenge_of(verifier: str) -> str:
    """PKCE's S256 challenge (RFC 7636, 4.2)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _from_requests(answer: requests.Response) -> Answer:
    return Answer(answer.status_code, answer.url, answer.headers.get("Location"), answer.text)
