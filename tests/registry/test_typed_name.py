"""`idp/registry/typed_name.py`: one normal form, and hints for slips of keyboards and fonts."""

import unicodedata

import pytest

from idp.registry.mock.persona_table import LINES
from idp.registry.typed_name import NameHint, hint, normalise


def test_decomposed_names_are_composed_and_nothing_is_corrected():
    assert normalise(unicodedata.normalize("NFD", " Nguyễn Thị Hoà ")) == "Nguyễn Thị Hoà"
    assert normalise("NGUYỄN  VĂN   HẢI") == "NGUYỄN  VĂN   HẢI"


@pytest.mark.parametrize("typed", ["Nguyeenx Vawn Hair", "Traanf Thij Bayr", "Nguye64n Va8n A", "Dduowcj"])
def test_telex_and_vni_residue_is_noticed(typed):
    assert hint(typed) is NameHint.TYPING_RESIDUE


@pytest.mark.parametrize("typed", ["Nguyá»…n VÄƒn A", "NguyÔn V¨n A", "Nguy\ufffdn"])
def test_old_fonts_and_broken_encodings_are_noticed(typed):
    assert hint(typed) is NameHint.OLD_FONT


@pytest.mark.parametrize("name", [line.name for line in LINES])
def test_no_persona_is_suspected(name):
    assert hint(name) is None
