"""Names that cannot be passed off as others."""

import unicodedata

import pytest

from idp.plain_names import has_markup, is_plain

NAME = "Sở Y tế tỉnh An Liên – Đường dây “nóng” 24/7 (18001234)"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("name", [NAME, "Department of Health & Café", "AN LIÊN's e-Portal: 100%", ""])
def test_vietnamese_and_english_are_plain(name, form):
    assert is_plain(unicodedata.normalize(form, name))


@pytest.mark.parametrize(
    "name",
    [
        "Sở Y tế Аn Liên",
        "ѕѕѕ",
        "\U0001d412ở Y tế",
        "\uff33ở Y tế",
        "\ua4e2ở Y tế",
        "S\u17e0 Y tế",
        "Sở\u3164",
        "Sở\u2800",
        "Sở\u034f",
        "Sở\u200b Y tế",
        "Sở\u00a0Y tế",
        "Sở Y tê\u0301\u0301",
        "\u0301Sở",
        "S\u0131t",
        "\u0261\u0251",
        "\u00d0ồng Tháp",
        "\u2160",
        "健康",
        "\ud800",
    ],
)
def test_what_only_looks_plain_is_not(name):
    assert not is_plain(name)


@pytest.mark.parametrize(("name", "is_so"), [("<b>Sở</b>", True), ("a > b", True), (NAME, False)])
def test_markup_is_seen(name, is_so):
    assert has_markup(name) is is_so
