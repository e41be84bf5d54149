"""On which side of the house a request is: the citizens', or the sandbox, where only invented people sign in.

Each side has a session cookie of its own, so that a developer who is signed in as a citizen stays so.
"""

from typing import Protocol

from flask import g, request

SANDBOX_PATHS = "/sandbox/"
"""Whatever is asked here is asked in the sandbox."""

SANDBOX_NAMES = "sandbox_"
"""What the names of pages begin with that are on both sides."""

PICKER = "sandbox_sign_in.choose"


class ForOneSide(Protocol):
    """Something that belongs to one side."""

    @property
    def is_for_test_people(self) -> bool:
        """Whether that is the sandbox."""


def in_sandbox() -> bool:
    """Whether this request is in the sandbox."""
    if "in_sandbox" not in g:
        g.in_sandbox = request.path.startswith(SANDBOX_PATHS)
    return bool(g.in_sandbox)


def take_side(client: ForOneSide) -> None:
    """Go to the side on which an application's people are. Nobody's session of the other side is seen from then on."""
    if client.is_for_test_people and not in_sandbox():
        g.in_sandbox = True
        g.pop("browser_session", None)


def door(page: str = "sign_in.password") -> str:
    """Where somebody shows who they are: a page of the citizens' door, or the sandbox's picker."""
    return PICKER if in_sandbox() else page


def here(page: str) -> str:
    """The same page on this side of the house.

    Args:
        page: A page that is on both.
    """
    return f"{SANDBOX_NAMES}{page}" if in_sandbox() else page


def is_on_this_side(client: ForOneSide) -> bool:
    """Whether an application belongs to the side this request is on."""
    return client.is_for_test_people == in_sandbox()
