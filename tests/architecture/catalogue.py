"""The messages the pages use, and their translations. `./test --messages` prints those still missing."""

import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

from tests.architecture.source import ROOT

TRANSLATIONS = ROOT / "idp" / "web" / "translations"
METHODS = [("web/templates/**", "jinja2"), ("**.py", "python")]
KEYWORDS = {**DEFAULT_KEYWORDS, "lazy_gettext": None, "_l": None, "lazy_ngettext": (1, 2), "_n": (1, 2)}

MessageId = str | tuple[str, str]


@cache
def used() -> dict[MessageId, str]:
    """Every message of the provider, with the first place that uses it."""
    found = extract_from_dir(ROOT / "idp", METHODS, {}, KEYWORDS)
    places: dict[MessageId, str] = {}
    for file, line, message, _comments, _context in found:
        places.setdefault(message, f"idp/{file}:{line}")
    return places


def catalogue(language: str) -> Catalog:
    """The translations into a language, as written."""
    with _source(language).open("rb") as file:
        return read_po(file, locale=language)


def compiled(language: str) -> Catalog:
    """The translations into a language, as the running program reads them."""
    with _source(language).with_suffix(".mo").open("rb") as file:
        return read_mo(file)


def missing(language: str) -> dict[MessageId, str]:
    """Messages in use that have no translation."""
    known = catalogue(language)
    return {message: place for message, place in used().items() if not _is_translated(known.get(message))}


def entries(language: str) -> Iterator[Message]:
    """The translations of a language, without the header."""
    return (message for message in catalogue(language) if message.id)


def compile_all() -> None:
    """Write the compiled form beside each translation."""
    for folder in sorted(TRANSLATIONS.iterdir()):
        if _source(folder.name).is_file():
            with _source(folder.name).with_suffix(".mo").open("wb") as file:
                write_mo(file, catalogue(folder.name))


def _source(language: str) -> Path:
    return TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"


def _is_translated(message: Message | None) -> bool:
    if message is None or message.fuzzy:
        return False
    texts = message.string if isinstance(message.string, list | tuple) else (message.string,)
    return bool(texts) and all(texts)


def _print_missing() -> int:
    compile_all()
    lacking = missing("en")
    for message, place in lacking.items():
        print(f'#: {place}\nmsgid "{message}"\nmsgstr ""\n')
    return len(lacking)


if __name__ == "__main__":
    sys.exit(1 if _print_missing() else 0)
