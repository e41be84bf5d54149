"""Somebody who registers page by page, as a browser without script does it."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

import pyotp
from flask import Flask
from werkzeug.test import TestResponse

from idp.clock import Clock
from idp.web.current import services
from tests.caller import Caller
from tests.deliveries import messages_to
from tests.secrecy import PersonalValues

LONG = "bốn con trâu qua sông Hậu"
SHORT = "mưa tím 42 gà"


@dataclass(frozen=True)
class Card:
    """What is printed on somebody's identity card."""

    number: str
    name: str
    birth: tuple[str, str, str]


BAY = Card("098172000101", "Trần Thị Bảy", ("8", "3", "1972"))


@dataclass
class Registrant:
    """Goes through registration. Every method ends on the page that is shown next.

    Args:
        client: The browser.
        clock: For the authenticator app.
        contact: What is typed as contact.
        request: The handle of an authorization request that waits.
    """

    client: Caller
    clock: Clock
    contact: str = "0912 345 678"
    request: str | None = None
    page: TestResponse | None = None

    def __post_init__(self) -> None:
        PersonalValues.of_this_test().learn(self.contact, self.address)

    @property
    def address(self) -> str:
        """The contact as it is kept."""
        plain = self.contact.replace(" ", "")
        return plain.casefold() if "@" in plain else "+84" + plain[1:]

    def open(self, step: str) -> TestResponse:
        """Ask for a step by its address."""
        query = {"request": self.request} if self.request else None
        return self._shown(self.client.get(f"/register/{step}".rstrip("/"), query_string=query))

    def send(self, step: str, **typed: str | None) -> TestResponse:
        """Open a step, fill it in and send it; the page it leads to."""
        return self._shown(self.client.submit(self.open(step), **typed))

    def give_contact(self) -> TestResponse:
        return self.send("contact", contact=self.contact)

    def newest_code(self, address: str | None = None) -> str:
        """The code in the last message to an address."""
        codes = [message.code for message in messages_to(address or self.address) if message.code]
        assert codes, f"no code was sent to {address or self.address}"
        return codes[0]

    def confirm_contact(self) -> TestResponse:
        self.give_contact()
        return self.send("code", otp=self.newest_code())

    def read_notice(self) -> TestResponse:
        self.confirm_contact()
        return self.send("notice", read="y")

    def show_card(self, card: Card = BAY, **changed: str | None) -> TestResponse:
        """Type what is on a card, with changes by field name."""
        PersonalValues.of_this_test().learn(card.number, card.name)
        day, month, year = card.birth
        typed = {"number": card.number, "name": card.name, "birth-d": day, "birth-m": month, "birth-y": year}
        if not day:
            typed["only_year"] = "y"
        return self.send("identity", **{**typed, **changed})

    def identify(self, card: Card = BAY) -> TestResponse:
        self.read_notice()
        return self.show_card(card)

    def accept(self) -> TestResponse:
        """Press the button of the result that goes on."""
        return self._shown(self.client.submit(self.open("result")))

    def choose_password(self, password: str = LONG) -> TestResponse:
        return self.send("password", password=password)

    def add_app(self) -> TestResponse:
        """Add an authenticator app, by the key that is shown to be typed."""
        self.send("second-step", factor="totp")
        return self.send("authenticator", otp=pyotp.TOTP(self.app_key()).at(self.clock()))

    def app_key(self) -> str:
        found = re.search(r'<textarea id="typed-key"[^>]*>([A-Z2-7 ]+)<', self.open("authenticator").text)
        assert found, "no key is shown"
        return found[1].replace(" ", "")

    def printed_codes(self) -> list[str]:
        return re.findall(r'<code translate="no">([0-9A-Z-]{14})</code>', self.open("recovery-codes").text)

    def register(self, card: Card = BAY, *, password: str = LONG, factor: str = "totp") -> TestResponse:
        """From the first page to the last."""
        self.identify(card)
        self.accept()
        self.choose_password(password)
        if factor == "totp":
            self.add_app()
        else:
            self.send("second-step", factor=factor)
        return self.send("recovery-codes", kept="y")

    @property
    def at(self) -> str:
        """The last part of the address of the page that is shown."""
        assert self.page is not None, "no page was opened"
        return urlsplit(self.page.request.url).path.removeprefix("/register").strip("/")

    def _shown(self, answer: TestResponse) -> TestResponse:
        for _ in range(5):
            if answer.status_code != 303:
                break
            answer = self.client.get(answer.headers["Location"])
        self.page = answer
        return answer


def the_account_of(number: str = BAY.number):
    """The account of somebody, by the identity number; None when there is none."""
    from idp.citizens.contacts import number_index
    from idp.store.db import current_session
    from idp.store.repositories.citizens import Citizens

    return Citizens(current_session(), services().clock).with_number(
        number_index(number, services().installation)
    )


def another(app: Flask, clock: Clock, **changed: str) -> Registrant:
    """Somebody else, on a device of their own."""
    return Registrant(app.test_client(), clock, **changed)


def body_of(page: TestResponse) -> str:
    """A page without what differs by chance: the form token, the reference."""
    text = re.sub(r'value="[\w.-]{60,}"', "", page.text)
    return re.sub(r">[0-9A-Z]{4}-[0-9A-Z]{4}<", "><", text)
