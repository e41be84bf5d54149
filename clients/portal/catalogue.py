"""The public services, read once from `services.json`."""

import json
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from clients.kit.facts import LABELS
from clients.kit.forms import Field

FILE = Path(__file__).parent / "services.json"
Texts = dict[str, str]


@dataclass(frozen=True)
class Service:
    """One public service.

    Args:
        id: Its name in addresses.
        name: What it is called, by language.
        summary: What it is for.
        events: The life events it belongs to.
        level: The authentication level that sending it needs (Decree 69/2024, Art. 20).
        days: Working days until it is settled.
        unit: Who settles it.
        reads: The verified facts it uses; nobody types them.
        asks: What only the citizen knows.
    """

    id: str
    name: Texts
    summary: Texts
    events: tuple[str, ...]
    level: int
    days: int
    unit: Texts
    reads: tuple[str, ...]
    asks: tuple[Field, ...]

    def questions(self, known: Iterable[str]) -> tuple[Field, ...]:
        """What has to be asked of somebody: of the facts only those that nobody knows.

        Args:
            known: The facts that are known.
        """
        have = set(known)
        missing = tuple(_DECLARED[name] for name in self.reads if name not in have and name in _DECLARED)
        return missing + self.asks


@dataclass(frozen=True)
class Catalogue:
    """All services, and the life events they are sorted by."""

    events: dict[str, Texts]
    services: dict[str, Service]

    def find(self, words: str = "", event: str = "") -> list[Service]:
        """The services that belong to a life event and have every word in their name or summary.

        Args:
            words: Typed in any way: case and marks do not count.
            event: The life event; none for all.
        """
        wanted = fold(words).split()
        return [
            service
            for service in self.services.values()
            if (not event or event in service.events) and all(word in _text_of(service) for word in wanted)
        ]


@cache
def catalogue() -> Catalogue:
    """The catalogue."""
    document = json.loads(FILE.read_text("utf-8"))
    services = [_service(each) for each in document["services"]]
    return Catalogue(document["events"], {service.id: service for service in services})


def fold(text: str) -> str:
    """A text without marks and capitals: somebody in a hurry types `khai sinh` or `Dat dai`."""
    bare = unicodedata.normalize("NFD", text.casefold()).replace("đ", "d").replace("ð", "d")
    return "".join(sign for sign in bare if not unicodedata.combining(sign))


def _service(read: dict[str, Any]) -> Service:
    asks = tuple(Field(**each) for each in read["asks"])
    return Service(**{**read, "events": tuple(read["events"]), "reads": tuple(read["reads"]), "asks": asks})


def _text_of(service: Service) -> str:
    return fold(" ".join((*service.name.values(), *service.summary.values())))


_ENGLISH_LABELS = {
    "name": "Full name",
    "birthdate": "Date of birth",
    "address": "Permanent residence",
    "phone_number": "Phone number for notices",
}
_DECLARED = {
    name: Field(name, {"vi": LABELS[name], "en": text}, required=name != "phone_number")
    for name, text in _ENGLISH_LABELS.items()
}
