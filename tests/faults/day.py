"""The steady load: citizens and their applications going about a day, each step of it noted."""

import itertools
import secrets
import threading
import time
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

import requests

from idp.crypto.digests import digest
from tests.builders import PASSWORD, REDIRECT_URI, SIGNED_OUT_URI
from tests.faults.application import CLIENT, PATIENCE, SCOPE, Application, Unlucky
from tests.faults.record import Fact, Record, Spent, Watched
from tests.pages import form_with, forms_in
from tests.walker import OverHttp, Refused, Returned, Walker

FLOWS_OF_A_PASSWORD = 5
"""After so many flows a citizen chooses another one."""


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
        self._application = Application(address, record, self._stop_asked)
        self._passwords = [PASSWORD]
        """The one that was acknowledged last, and those asked for since, whose answer got lost."""
        self.chooses_passwords = True
        """Whether the citizen does; not where others sign in as them, or an older copy of the tables comes back."""

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
                may_be_wrong = isinstance(error, Refused) and len(self._passwords) > 1
                if not may_be_wrong and not _is_told_to_wait(str(error)):
                    self._record.surprises.append(f"{type(error).__name__}: {str(error)[:600]}")
                self._stop_asked.wait(PATIENCE)

    def flow(self, number: int) -> None:
        """Sign in, agree, redeem, look, renew, and leave in one of four ways; now and then choose another password."""
        browser = self._browser(number)
        citizen = Walker(self._address, browser, self._login, self._password(number))
        returned = self._signed_in(citizen, browser.session, is_pushed=number % 2 == 1)
        self._passwords = [citizen.password]
        application = self._application
        tokens = application.spend("code", returned.code, returned.redemption())
        application.userinfo(tokens["access_token"])
        hint = tokens["id_token"]
        tokens = application.renewed(tokens["refresh_token"])
        match number % 4:
            case 0:
                application.replay(returned, tokens)
            case 1:
                application.revoke(tokens["refresh_token"])
            case 2:
                self._disconnect(citizen, browser)
            case _:
                application.introspect(tokens["access_token"])
        self._sign_out(browser, hint)
        if self.chooses_passwords and number % FLOWS_OF_A_PASSWORD == 1:
            self._choose_a_password(number)

    def _browser(self, number: int) -> OverHttp:
        browser = OverHttp()
        browser.session = Watched(self._record, "en" if number % 2 else "vi")
        return browser

    def _password(self, number: int) -> str:
        """What is typed: where an answer got lost, one and then another of those that it may be."""
        return self._passwords[number % len(self._passwords)]

    def _choose_a_password(self, number: int) -> None:
        """In a browser of its own: every other session of this citizen ends."""
        browser, now, new = (
            self._browser(number),
            self._password(number),
            f"mười con cò {secrets.token_hex(8)}",
        )
        walker = Walker(self._address, browser, self._login, now)
        page = walker.arrive(browser.get(f"{self._address}/account/security/password"))
        if page.status >= 500:
            raise Unlucky("password")
        form = form_with(page.text, page.url, field="current")
        fact = Fact("password chosen", (self._citizen, new))
        self._record.tried.append(fact)
        self._passwords.append(new)
        before = _cookie(browser.session)
        answer = browser.post(form.action, {**form.fields, "current": now, "password": new})
        # Who is asked to sign in again is sent on as well; another session comes with another password only.
        if answer.status == 303 and _cookie(browser.session) not in ("", before):
            self._record.add(fact)
            self._passwords = [new]

    def _signed_in(self, citizen: Walker, session: requests.Session, *, is_pushed: bool) -> Returned:
        asks = Fact("consented", (self._citizen, CLIENT))
        self._record.tried.append(asks)
        returned = self._pushed(citizen) if is_pushed else citizen.authorize(CLIENT, scope=SCOPE)
        if "code" not in returned.parameters:
            raise Unlucky(returned.parameters.get("error", ""))
        if cookie := _cookie(session):
            self._record.add(Fact("session", (cookie,)))
        if any("/consent" in page for page in citizen.pages):
            self._record.add(asks)
        return returned

    def _pushed(self, citizen: Walker) -> Returned:
        """By a request that was sent ahead. The same address is opened again after the code came."""
        verifier = secrets.token_urlsafe(48)
        pushed = self._application.push(verifier)
        asked = urlencode({"client_id": CLIENT, "request_uri": pushed})
        address = f"{self._address}/oauth/authorize?{asked}"
        returned = dict(parse_qsl(urlsplit(citizen.follow(address, REDIRECT_URI)).query))
        self._record.spent.append(Spent("request_uri", digest(pushed), "code" in returned))
        if "code" in returned:
            again = citizen.road.get(address)
            worked = None if again.status >= 500 else "code=" in (again.location or "")
            self._record.spent.append(Spent("request_uri", digest(pushed), worked))
        return Returned(returned, verifier, REDIRECT_URI)

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
