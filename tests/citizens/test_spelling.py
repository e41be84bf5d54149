"""What two spellings of one Vietnamese word have in common."""

import unicodedata

import pytest

from idp.citizens.spelling import fold, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hoà", "Hòa"),
        ("Thuý", "Thúy"),
        ("khoẻ", "khỏe"),
        ("Đặng", "Ðặng"),  # U+00D0, Eth
        ("Đặng", "Ɖặng"),  # U+0189, African D
        ("ðức", "đức"),
        ("NGUYỄN  VĂN   HẢI", "nguyễn văn hải"),
        ("H’Lina", "H'Lina"),
        ("Hʼlina", "HLina"),  # U+02BC, a letter by its category
        ("Y-Phôn", "Y Phôn"),
        ("Nguyễn Thị Tuyết Mai", unicodedata.normalize("NFD", "Nguyễn Thị Tuyết Mai")),
    ],
)
def test_two_spellings_of_one_name_fold_alike(one, other):
    assert fold(one) == fold(other)


def test_a_letter_without_decomposition_stays_a_letter():
    assert fold("Ðức") == "duc"


@pytest.mark.parametrize("letter", ["ƀ", "č", "ĕ", "ŏ", "ñ"])
def test_letters_of_the_highlands_are_kept(letter):
    assert len(fold(f"a{letter}a")) == 3


def test_words_are_folded_one_by_one():
    assert words("  Trần  Thị Bảy ") == ["tran", "thi", "bay"]
