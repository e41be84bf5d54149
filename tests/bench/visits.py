"""A full sign-in, one request after the other: what each of its requests costs can be looked at alone."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from http import HTTPStatus
from typing import Any
from urllib.parse import urljoin, urlsplit

from tests.bench.direct import Direct
from tests.builders import PASSWORD
from tests.pages import form_with, ids_in


class Visit:
    """One browser on its way from the first address back to the application.

    Args:
        direct: Calls the application, with the cookies of this browser.
        address: The authorization request.
        login: What is typed as user name.
        code: What their authenticator shows now, if they have one.
    """

    def __init__(self, direct: Direct, address: str, login: str, code: Callable[[], str] = str) -> None:
        self._direct = direct
        self._login = login
        self._code = code
        self._here = address
        self._names: set[str] = set()
        self.name = ""
        self.send: Callable[[], Any] | None = None
        self._plan("GET", partial(direct.get, self._path(address), {}))

    @property
    def is_over(self) -> bool:
        """Whether the application is reached."""
        return self.send is None

    def go(self) -> None:
        """Send the request that is due, keep what came back. Only this is measured."""
        assert self.send is not None
        self._answer = self.send()

    def look(self) -> None:
        """Find out from what came back which request is due."""
        status, headers, body = self._answer
        if status >= HTTPStatus.BAD_REQUEST:
            raise AssertionError(f"{self.name}: {status} {body[:2000]!r}")
        if location := headers.get("Location"):
            self._follow(urljoin(self._here, location))
        else:
            self._fill_in(body.decode())

    def _follow(self, target: str) -> None:
        if "code=" in target:
            self.send = None
            return
        self._here = target
        self._plan("GET", partial(self._direct.get, self._path(target), {}))

    def _fill_in(self, text: str) -> None:
        ids = ids_in(text)
        control = next(each for each in ("op-login", "otp", "consent-allow") if each in ids)
        field = "password" if control == "op-login" else control
        form = form_with(text, self._here, control=field)
        typed = self._typed(control)
        named = {form.names.get(id_, id_): value for id_, value in typed.items()}
        pressed = [each for each in form.buttons if each.get("id") == control and each.get("name")]
        extra = {each["name"]: each.get("value", "") for each in pressed}
        self._here = urljoin(self._here, form.action)
        self._plan(
            "POST", partial(self._direct.post, self._path(self._here), {**form.fields, **named, **extra}, {})
        )

    def _typed(self, control: str) -> dict[str, str]:
        if control == "op-login":
            return {"username": self._login, "password": PASSWORD}
        return {"otp": self._code()} if control == "otp" else {}

    def _plan(self, method: str, send: Callable[[], Any]) -> None:
        path = urlsplit(self._here).path
        begun = "/oauth/authorize/"
        name = f"{method} {begun}…" if path.startswith(begun) else f"{method} {path}"
        self.name = f"{name} again" if name in self._names else name
        self._names.add(name)
        self.send = send

    @staticmethod
    def _path(address: str) -> str:
        parts = urlsplit(address)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path


def steps(visits: Sequence[Visit]) -> Iterator[tuple[str, Callable[[], None]]]:
    """What many visits send next, all of them the same: its name, and a function that lets one of them send it.

    Args:
        visits: All on the same way. The function is called once for each before the next step is asked for.
    """
    while not visits[0].is_over:
        due = iter(visits)
        yield visits[0].name, lambda due=due: next(due).go()
        for visit in visits:
            visit.look()
