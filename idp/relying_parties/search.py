"""Finding applications the way people type: without tones, without capitals, by any part."""

import unicodedata
from collections.abc import Iterable
from typing import Any

from idp.store.models import Client

_LONGEST = 100
_STROKED = str.maketrans({"đ": "d", "Đ": "d"})
_ONE_LOOK = str.maketrans({"0": "o", "1": "l", "i": "l", "|": "l"})
_SEARCHED = (
    "redirect_uris",
    "post_logout_redirect_uris",
    "client_uri",
    "backchannel_logout_uri",
    "frontchannel_logout_uri",
)


def folded(text: str) -> str:
    """A text without tone marks and capitals, in single spaces."""
    bare = unicodedata.normalize("NFD", text.translate(_STROKED))
    letters = "".join(sign for sign in bare if unicodedata.category(sign) != "Mn")
    return " ".join(letters.casefold().split())


def look(text: str) -> str:
    """What a name looks like at a glance: folded, and signs that are taken for each other are one.

    Source: Unicode Technical Standard 39, 4, as far as a plain name (`plain_names.py`) can hold confusable signs.
    """
    return folded(text).translate(_ONE_LOOK).replace("rn", "m").replace("vv", "w")


def matching(clients: Iterable[Client], text: str) -> list[Client]:
    """The applications in whose name, identifier, unit or addresses every typed word occurs.

    Args:
        clients: Where to look. A province has some hundred applications: they are all looked at.
        text: What was typed.
    """
    words = folded(text[:_LONGEST]).split()
    return [client for client in clients if all(word in _text_of(client) for word in words)]


def _text_of(client: Client) -> str:
    addresses = " ".join(_flat(client.metadata_.get(name)) for name in _SEARCHED)
    return folded(" ".join((client.name, client.name_en or "", client.client_id, client.unit, addresses)))


def _flat(value: Any) -> str:
    return " ".join(value) if isinstance(value, list) else str(value or "")
