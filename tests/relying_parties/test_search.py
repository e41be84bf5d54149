"""Finding applications as people type."""

import pytest

from idp.relying_parties.search import folded, look, matching
from idp.store.models import Client


def named(client_id, name, unit="", **metadata):
    return Client(client_id=client_id, name=name, name_en=None, unit=unit, metadata_=metadata)


ALL = [
    named("health", "Hồ sơ sức khỏe", "Sở Y tế", redirect_uris=["https://suckhoe.anlien.example/cb"]),
    named(
        "land", "Tra cứu thửa đất", "Sở Nông nghiệp và Môi trường", client_uri="https://datdai.anlien.example"
    ),
    named("nightly-sync", "Đồng bộ hằng đêm"),
]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ["health", "land", "nightly-sync"]),
        ("suc khoe", ["health"]),
        ("SỨC KHỎE", ["health"]),
        ("so", ["health", "land"]),
        ("y te ho so", ["health"]),
        ("dong bo", ["nightly-sync"]),
        ("Đồng", ["nightly-sync"]),
        ("datdai.anlien", ["land"]),
        ("suckhoe.anlien.example/cb", ["health"]),
        ("nightly", ["nightly-sync"]),
        ("%", []),
        ("\0", []),
        ("x" * 5_000, []),
    ],
)
def test_every_typed_word_has_to_occur_somewhere(typed, found):
    assert [client.client_id for client in matching(ALL, typed)] == found


def test_folding_takes_tones_and_strokes_away():
    assert folded("  Đồng  Tháp ") == "dong thap"


@pytest.mark.parametrize(
    "name", ["Cổng thông tin 10", "CONG THONG TIN l0", "Cống thông tln Io", "C0ng th0ng t1n 1O"]
)
def test_names_that_look_alike_have_one_look(name):
    assert look(name) == look("Cổng thông tin 10")


def test_letters_that_run_into_each_other_look_like_one():
    assert look("Modern World") == look("rnodem vvorld")
    assert look("Modern World") != look("Modern Word")
