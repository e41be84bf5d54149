"""Writing systems that look alike, and signs nobody sees."""

import pytest

from idp.relying_parties.scripts import has_hidden_signs, mixes_scripts, readable_host


@pytest.mark.parametrize("text", ["Sở Y tế tỉnh An Liên", "Hồ sơ sức khỏe 2.0", "Портал", "健康 Health", ""])
def test_one_alphabet_is_fine(text):
    assert not mixes_scripts(text)


@pytest.mark.parametrize("text", ["Sở Y tế tỉnh Аn Liên", "pаypal", "Ηealth"])
def test_look_alikes_of_another_alphabet_are_seen(text):
    assert mixes_scripts(text)


@pytest.mark.parametrize(
    "text", ["a\u202eb", "a\u200bb", "a\x00", "a\nb", "\ud800", "Sở\u3164", "\u2800", "Sở\u034f"]
)
def test_hidden_signs_are_seen(text):
    assert has_hidden_signs(text)


def test_vietnamese_has_no_hidden_signs():
    assert not has_hidden_signs("Trung tâm Phục vụ hành chính công, Đồng Tháp")


@pytest.mark.parametrize(
    ("host", "readable"),
    [
        ("anlien.example", None),
        ("xn--y-8ga.example", "úy.example"),
        ("XN--Y-8GA.example", "úy.example"),
        ("xn--\udcff.example", "xn--\udcff.example"),
        ("xn--99999999999.example", "xn--99999999999.example"),
    ],
)
def test_internationalised_hosts_become_readable(host, readable):
    assert readable_host(host) == readable
