"""The errors this provider gives, read from the code that gives them; what to do about each is in `error_words.py`."""

import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from authlib.oauth2.rfc6749 import OAuth2Error

import idp.oauth
from idp.oauth.faults import BrokenOnPurpose


class ErrorRow(NamedTuple):
    """One error code.

    Args:
        code: As it is sent.
        statuses: With which HTTP statuses, where it is not sent through the browser.
        descriptions: What `error_description` says where it always says the same.
    """

    code: str
    statuses: tuple[int, ...]
    descriptions: tuple[str, ...]


@cache
def error_rows() -> tuple[ErrorRow, ...]:
    """Every error code, in the order of the alphabet."""
    by_code: dict[str, list[type[OAuth2Error]]] = {}
    for kind in dict.fromkeys(_kinds()):
        by_code.setdefault(str(kind.error), []).append(kind)
    return tuple(
        ErrorRow(
            code,
            tuple(sorted({int(kind.status_code) for kind in kinds})),
            tuple(dict.fromkeys(text for kind in kinds if (text := _own_words(kind)))),
        )
        for code, kinds in sorted(by_code.items())
    )


def _kinds() -> Iterator[type[OAuth2Error]]:
    """The errors the protocol has of its own, and those of Authlib that it names."""
    for found in pkgutil.walk_packages(idp.oauth.__path__, "idp.oauth."):
        for kind in vars(importlib.import_module(found.name)).values():
            if isinstance(kind, type) and issubclass(kind, OAuth2Error) and kind.error:
                yield kind


def _own_words(kind: type[OAuth2Error]) -> str:
    # Authlib's own words are replaced wherever an error of it is raised.
    is_ours = kind.__module__.startswith("idp.") and not issubclass(kind, BrokenOnPurpose)
    return str(kind.description) if is_ours and kind.description else ""
