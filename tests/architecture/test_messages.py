"""Vietnamese is written in the pages; English is its full twin."""

import re

from tests.architecture import catalogue

PLACE = re.compile(r"%\((\w+)\)[sd]")


def test_every_message_has_its_english():
    assert catalogue.used(), "no message was found: the rule has lost its subject"
    assert catalogue.missing("en") == {}


def test_no_translation_has_outlived_its_message():
    in_use = {message if isinstance(message, str) else message[0] for message in catalogue.used()}
    known = {entry.id if isinstance(entry.id, str) else entry.id[0] for entry in catalogue.entries("en")}

    assert known - in_use == set()


def test_translations_fill_the_same_places():
    differing = {}
    for entry in catalogue.entries("en"):
        wanted, given = ({*PLACE.findall(" ".join(_texts(side)))} for side in (entry.id, entry.string))
        if wanted != given:
            differing[str(entry.id)] = wanted ^ given

    assert differing == {}


def test_compiled_translations_are_current():
    written = {_texts(entry.id): _texts(entry.string) for entry in catalogue.entries("en")}
    read = {_texts(entry.id): _texts(entry.string) for entry in catalogue.compiled("en") if entry.id}

    assert read == written


def test_words_for_citizens_are_calm():
    loud = [str(entry.id) for entry in catalogue.entries("en") if "!" in " ".join(_texts(entry.id))]

    assert loud == []


def _texts(side: object) -> tuple[str, ...]:
    return tuple(str(text) for text in side) if isinstance(side, list | tuple) else (str(side),)
