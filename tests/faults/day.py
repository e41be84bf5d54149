"""The steady load: citizens and their applications going about a day, each step of it noted."""

import itertools
import threading
import time
from typing import Any
from urllib.parse import urlencode, urljoin

import requests

from idp.crypto.digests import digest
from tests.bench.traffic import basic
from tests.builders import SIGNED_OUT_URI
from tests.faults.record import Fact, Record, Spent, Watched
from tests.pages import forms_in
from tests.walker import OverHttp, Returned, Walker

CLIENT = "portal"
SCOPE = "openid profile offline_access"
PATIENCE = 0.3
"""Seconds before somebody tries again."""

TRIES = 3
"""How often an application sends the same again when no answer came."""


class Unlucky(Exception):
    """This flow cannot go on; the next one begins anew."""


class Day(threading.Thread):
    """One citizen with a browser, and the application they use, until told to stop.

    Args:
        address: The provider's.
        login: The citizen's telephone number.
        citizen_id: Who that is in the tables.
        record: Takes down everything.
    """

    def __init__(self, address: str, login: str, citizen_id: str, record: Record) -> None:
        super().__init__(name=f"day of {login}", daemon=True)
        self._address, self._login, self._citizen = address, login, citizen_id
        self._record = record
        self._stop_asked = threading.Event()
        self._application = Watched(record)

    def stop(self) -> None:
        """End after the step under way."""
        self._stop_asked.set()

    def run(self) -> None:
        """One flow after the other."""
        for number in itertools.count():
            if self._stop_asked.is_set():
                return
            try:
                self.flow(number)
                self._record.flows.append(time.monotonic())
            except (requests.RequestException, Unlucky):
                self._stop_asked.wait(PATIENCE)
            except (AssertionError, ValueError, KeyError) as error:
                if not _is_told_to_wait(str(error)):
                    self._record.surprises.append(f"{type(error).__name__}: {str(error)[:600]}")
                self._stop_asked.wait(PATIENCE)

    def flow(self, number: int) -> None:
        """Sign in, agree, redeem, look, renew, and leave in one of four ways."""
        browser = OverHttp()
        browser.session = Watched(self._record, "en" if number % 2 else "vi")
        citizen = Walker(self._address, browser, self._login)
        returned = self._signed_in(citizen, browser.session)
        tokens = self._spend("code", returned.code, returned.redemption())
        self._userinfo(tokens["access_token"])
        hint = tokens["id_token"]
        tokens = self._renewed(tokens["refresh_token"])
        match number % 4:
            case 0:
                self._replay(returned, tokens)
            case 1:
                self._revoke(tokens["refresh_token"])
            case 2:
                self._disconnect(citizen, browser)
            case _:
                self._introspect(tokens["access_token"])
        self._sign_out(browser, hint)

    def _signed_in(self, citizen: Walker, session: requests.Session) -> Returned:
        asks = Fact("consented", (self._citizen, CLIENT))
        self._record.tried.append(asks)
        returned = citizen.authorize(CLIENT, scope=SCOPE)
        if "code" not in returned.parameters:
            raise Unlucky(returned.parameters.get("error", ""))
        if cookie := _cookie(session):
            self._record.add(Fact("session", (cookie,)))
        if any("/consent" in page for page in citizen.pages):
            self._record.add(asks)
        return returned

    def _spend(self, kind: str, thing: str, form: dict[str, str]) -> dict[str, Any]:
        """Send it, and again when no answer came, as an honest application does."""
        for _ in range(TRIES):
            answer = self._token(form)
            if answer is None or answer.status_code >= 500 or answer.status_code == 429:
                self._record.spent.append(Spent(kind, digest(thing), None))
                if self._stop_asked.wait(PATIENCE):
                    break
                continue
            return self._noted(kind, thing, answer)
        raise Unlucky(kind)

    def _noted(self, kind: str, thing: str, answer: requests.Response) -> dict[str, Any]:
        body: dict[str, Any] = answer.json()
        if answer.status_code != 200:
            self._record.spent.append(Spent(kind, digest(thing), False))
            raise Unlucky(str(body.get("error")))
        gave = digest(body["refresh_token"])
        self._record.spent.append(Spent(kind, digest(thing), True, gave, body.get("scope", "")))
        if "id_token" in body:
            self._record.id_tokens.append(body["id_token"])
        self._record.add(Fact("redeemed" if kind == "code" else "renewed", (digest(thing), gave)))
        return body

    def _token(self, form: dict[str, str]) -> requests.Response | None:
        try:
            return self._application.post(f"{self._address}/oauth/token", data=form, headers=basic(CLIENT))
        except requests.RequestException:
            return None

    def _renewed(self, refresh_token: str) -> dict[str, Any]:
        form = {"grant_type": "refresh_token", "refresh_token": refresh_token}
        return self._spend("refresh token", refresh_token, form)

    def _userinfo(self, access_token: str) -> None:
        headers = {"Authorization": f"Bearer {access_token}"}
        answer = self._application.get(f"{self._address}/oauth/userinfo", headers=headers)
        if answer.status_code < 500 and answer.status_code != 200:
            raise AssertionError(f"userinfo: {answer.status_code} {answer.text[:200]}")

    def _introspect(self, access_token: str) -> None:
        answer = self._application.post(
            f"{self._address}/oauth/introspect", data={"token": access_token}, headers=basic(CLIENT)
        )
        if answer.status_code < 500 and answer.status_code != 200:
            raise AssertionError(f"introspection: {answer.status_code} {answer.text[:200]}")

    def _replay(self, returned: Returned, tokens: dict[str, Any]) -> None:
        """Somebody shows the code again: it is refused, and what the first time gave is void."""
        answer = self._token(returned.redemption())
        if answer is None or answer.status_code >= 500:
            return
        self._record.spent.append(Spent("code", digest(returned.code), answer.status_code == 200))
        if answer.status_code == 400:
            self._record.add(Fact("ended", (digest(tokens["refresh_token"]),)))

    def _revoke(self, refresh_token: str) -> None:
        form = {"token": refresh_token, "token_type_hint": "refresh_token"}
        answer = self._application.post(f"{self._address}/oauth/revoke", data=form, headers=basic(CLIENT))
        if answer.status_code == 200:
            self._record.add(Fact("ended", (digest(refresh_token),)))
            self._record.add(Fact("revoked", (digest(refresh_token),)))

    def _disconnect(self, citizen: Walker, browser: OverHttp) -> None:
        page = browser.get(f"{self._address}/account/applications")
        if page.status != 200:
            return
        form = next(
            each
            for each in forms_in(page.text, page.url)
            if each.action.endswith(f"/applications/{CLIENT}/disconnect")
        )
        fact = Fact("disconnected", (self._citizen, CLIENT))
        self._record.tried.append(fact)
        if browser.post(form.action, form.fields).status == 303:
            self._record.add(fact)

    def _sign_out(self, browser: OverHttp, id_token: str) -> None:
        cookie = _cookie(browser.session)
        asked = {"id_token_hint": id_token, "post_logout_redirect_uri": SIGNED_OUT_URI, "client_id": CLIENT}
        answer = browser.get(f"{self._address}/oauth/end-session?{urlencode(asked)}")
        for _ in range(4):
            if answer.location is None or answer.location.startswith(SIGNED_OUT_URI):
                break
            answer = browser.get(urljoin(answer.url, answer.location))
        if cookie and answer.status < 400 and not _cookie(browser.session):
            self._record.add(Fact("signed out", (cookie,)))


def _cookie(session: requests.Session) -> str:
    """By what the browser's session is known in the tables; empty where it has none."""
    value = next((each.value for each in session.cookies if each.name.endswith("sen_session")), None)
    return digest(value) if value else ""


def _is_told_to_wait(words: str) -> bool:
    # The walker stops at a page that is none of the contract's: an error page of ours is taken down already.
    return "op-error" in words or "503" in words[:200] or "temporarily_unavailable" in words
