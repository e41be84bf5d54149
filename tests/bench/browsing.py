"""A browser for measuring: cookies, redirects and forms, read with regular expressions because parsing costs more."""

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html import unescape
from threading import Event
from urllib.parse import urljoin, urlsplit

from tests.bench.wire import Reply, Wire

MOST_STEPS = 24
MOST_WAITS = 50
_FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL | re.IGNORECASE)
_CONTROL = re.compile(r"<(input|button)\b([^>]*)>", re.DOTALL | re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([\w:-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?""")


@dataclass
class Form:
    """One form of a page: what it would send, and the buttons it has by name."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    buttons: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Person:
    """What somebody types and presses.

    Args:
        typed: By the name of a field: the form that has one of them is filled in.
        pressed: By the name of a button, and its value: the form that has one is sent by it.
    """

    typed: Mapping[str, str]
    pressed: Mapping[str, str]


class Browser:
    """One person's browser at one server."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire
        self.waits = 0
        """How often it was told to come again."""
        self.longest = 0.0
        """The longest wait for one answer, in seconds."""
        self._cookies: dict[tuple[str, str], str] = {}

    def forget(self, keep: str = "") -> None:
        """Lose every cookie: the session is gone.

        Args:
            keep: A cookie by which the provider knows the browser again; it stays, as it does in life.
        """
        self._cookies = {place: value for place, value in self._cookies.items() if keep and place[0] == keep}

    def go(self, path: str, until: str, person: Person) -> str:
        """Open a page and answer every form on the way; the address below `until` that is reached in the end."""
        here, reply = path, self.open(path)
        for _ in range(MOST_STEPS):
            if reply.location is not None:
                target = urljoin(self.wire.address + here, reply.location)
                if target.startswith(until):
                    return target
                parts = urlsplit(target)
                here = parts.path + (f"?{parts.query}" if parts.query else "")
                reply = self.open(here)
            elif reply.status == 200:
                here, reply = self._answer(here, reply, person)
            else:
                break
        raise AssertionError(f"{here} answered {reply.status}:\n{reply.text[:3000]}")

    def open(self, path: str) -> Reply:
        """Fetch a page, without following where it leads."""
        bare = path.partition("?")[0]
        header = self._header(bare)
        return self._asked(lambda: self.wire.ask("GET", path, header), bare)

    def _answer(self, here: str, page: Reply, person: Person) -> tuple[str, Reply]:
        form = chosen(forms_in(page.text), person)
        if form is None:
            raise AssertionError(f"no form to answer at {here}:\n{page.text[:3000]}")
        there = urlsplit(urljoin(self.wire.address + here, form.action or here))
        target = there.path + (f"?{there.query}" if there.query else "")
        header = self._header(there.path)
        return target, self._asked(lambda: self.wire.submit(target, form.fields, header), there.path)

    def cookies(self, path: str) -> str:
        """What it would send to a path, as the header Cookie says it."""
        pairs = [f"{name}={value}" for (name, at), value in self._cookies.items() if path.startswith(at)]
        return "; ".join(pairs)

    def _header(self, path: str) -> dict[str, str]:
        sent = self.cookies(path)
        return {"Cookie": sent} if sent else {}

    def _asked(self, ask: Callable[[], Reply], path: str) -> Reply:
        for _ in range(MOST_WAITS):
            began = time.perf_counter()
            reply = ask()
            self.longest = max(self.longest, time.perf_counter() - began)
            if reply.status != 503 or "retry-after" not in reply.headers:
                break
            self.waits += 1
            # An event nobody sets: a wait with a limit.
            Event().wait(float(reply.headers["retry-after"]))
        return self._told(reply, path)

    def _told(self, reply: Reply, path: str) -> Reply:
        for cookie in reply.cookies:
            pair, *attributes = cookie.split(";")
            name, _, value = pair.strip().partition("=")
            said = {key.strip().lower(): at.strip() for key, _, at in (a.partition("=") for a in attributes)}
            place = (name, said.get("path") or path)
            if value in ("", '""') or said.get("max-age") == "0":
                self._cookies.pop(place, None)
            else:
                self._cookies[place] = value
        return reply


def forms_in(html: str) -> list[Form]:
    """The forms of a page."""
    return [_form(opening, inside) for opening, inside in _FORM.findall(html)]


def chosen(forms: list[Form], person: Person) -> Form | None:
    """The form a person would send, filled in: the one to type into, else the one with the right button.

    Where neither is there, the only form that is sent by POST: a page that asks nothing but to go on.
    """
    posted = [form for form in forms if form.method == "post"]
    for form in posted:
        typed = {name: value for name, value in person.typed.items() if name in form.fields}
        if typed:
            form.fields |= typed
            return form
    for form in posted:
        for name, value in person.pressed.items():
            if name in form.buttons:
                form.fields[name] = value
                return form
    return posted[0] if len(posted) == 1 else None


def _form(opening: str, inside: str) -> Form:
    given = _attributes(opening)
    form = Form(given.get("action", ""), given.get("method", "get").lower())
    for kind, text in _CONTROL.findall(inside):
        control = _attributes(text)
        name, value = control.get("name"), control.get("value", "")
        if not name:
            continue
        if kind.lower() == "button" or control.get("type", "").lower() == "submit":
            form.buttons[name] = value
        elif control.get("type", "").lower() not in ("checkbox", "radio") or "checked" in control:
            form.fields[name] = value
    return form


def _attributes(text: str) -> dict[str, str]:
    return {name.lower(): unescape(a or b or c) for name, a, b, c in _ATTRIBUTE.findall(text)}
