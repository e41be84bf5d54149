"""Somebody who registers, up to the moment at which the population register is asked about them."""

import random
import re

import requests

from tests.faults.record import Record, Watched
from tests.pages import form_with
from tests.waiting import until

CARD = {"number": "098172000101", "name": "Trần Thị Bảy", "birth-d": "8", "birth-m": "3", "birth-y": "1972"}
"""A person whom the register knows."""


class Newcomer:
    """One browser that registers.

    Args:
        address: The provider's.
        record: Takes down everything.
    """

    def __init__(self, address: str, record: Record) -> None:
        self._address = address
        self._browser = Watched(record)
        self._phone = f"0912 {random.randrange(100, 999)} {random.randrange(100, 999)}"

    def is_asked_about(self) -> requests.Response:
        """Go through the steps before, then show the card; the page that tells what the register said."""
        self._send("contact", contact=self._phone)
        self._send("code", otp=until(self._code, seconds=15, what="the code"))
        self._send("notice", read="y")
        return self._send("identity", **CARD)

    def _send(self, step: str, **typed: str) -> requests.Response:
        page = self._browser.get(f"{self._address}/register/{step}")
        form = form_with(page.text, page.url, field=next(iter(typed)))
        return self._browser.post(form.action, data={**form.fields, **typed})

    def _code(self) -> str:
        """The newest code that was sent to this telephone, as the messages page of a demonstration shows it."""
        page = self._browser.get(f"{self._address}/messages").text
        for shown in re.split(r"(?=<article|<li|<tr|<section|<div class=\"message)", page):
            if self._phone.replace(" ", "")[1:] in shown.replace(" ", "") and (
                code := re.search(r"\b\d{6}\b", shown)
            ):
                return code[0]
        return ""
