"""`idp/registry/mock/matching.py`: what folds together, and what does not."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idp.registry.mock.matching import BirthMatch, compare_birth, fold
from idp.registry.mock.person import Birth


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Nguyễn Thị Hòa", "NGUYENTHIHOA"),
        ("Nguyễn Thị Hoà", "NGUYENTHIHOA"),
        ("Thúy", "THUY"),
        ("Thuý", "THUY"),
        ("Đức", "DUC"),
        ("\u00d0ức", "DUC"),
        ("\u0189ức", "DUC"),
        ("đức", "DUC"),
        ("\u00f0ức", "DUC"),
        ("\u0256ức", "DUC"),
        ("H'Hen", "HHEN"),
        ("H\u2019Hen", "HHEN"),
        ("H\u02bcHen", "HHEN"),
        ("Y-Phôn", "YPHON"),
        ("NGUYỄN  VĂN   HẢI ", "NGUYENVANHAI"),
        ("Hơ Yă Čĕ Ŏñ", "HOYACEON"),
        ("'- ", ""),
        ("", ""),
    ],
)
def test_fold(name, folded):
    assert fold(name) == folded


def test_a_letter_that_does_not_come_apart_is_kept():
    assert fold("Ƀkrông") == "ɃKRONG"


def test_folding_is_lossy_and_known_to_be():
    assert fold("Thùy Linh") == fold("Thụy Linh") == fold("Thủy Linh")


@given(st.text())
def test_folding_again_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_the_normal_form_does_not_matter(text):
    nfc, nfd = unicodedata.normalize("NFC", text), unicodedata.normalize("NFD", text)

    assert fold(text) == fold(nfc) == fold(nfd)


@given(st.text())
def test_a_folded_name_has_letters_and_digits_only(text):
    assert all(unicodedata.category(sign) in ("Lu", "Ll", "Lt", "Lo", "Nd") for sign in fold(text))


@given(
    st.lists(
        st.sampled_from(
            "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđbcdghklmnpqrstvx '-"
        )
    )
)
def test_vietnamese_letters_fold_to_plain_capitals_whatever_their_case(letters):
    name = "".join(letters)

    assert fold(name).isascii()
    assert fold(name) == fold(name.upper())


@pytest.mark.parametrize(
    ("claimed", "held", "match"),
    [
        ("1972-03-08", "1972-03-08", BirthMatch.SAME),
        ("1972-03-08", "1972-08-03", BirthMatch.DIFFERENT),
        ("1972-03-08", "1973-03-08", BirthMatch.DIFFERENT),
        ("1945-01-01", "1945", BirthMatch.SAME_YEAR),
        ("1945", "1945", BirthMatch.SAME_YEAR),
        ("1946", "1945", BirthMatch.DIFFERENT),
        ("1972", "1972-03-08", BirthMatch.TOO_LITTLE),
        ("1973", "1972-03-08", BirthMatch.DIFFERENT),
    ],
)
def test_birth_dates_compare_by_what_both_sides_know(claimed, held, match):
    assert compare_birth(Birth.parse(claimed), Birth.parse(held)) is match
