"""A benchmark that cannot fit says so before it begins."""

import shutil
from collections import namedtuple

import pytest

from tests.bench.filling import NoRoom, Size, check_room


def test_a_disk_that_is_too_small_is_refused_with_figures(monkeypatch, tmp_path):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(0, 0, 10_000_000_000))

    check_room([Size(10_000, 20_000)], tmp_path)
    with pytest.raises(NoRoom, match=r"about 2\d GB .* 10 GB are free"):
        check_room([Size(10_000, 20_000), Size(5_000_000, 10_000_000)], tmp_path)


def test_grants_stop_at_a_million_and_a_province_fits():
    province = [Size(10_000, 20_000), Size(1_000_000, 2_000_000), Size(5_000_000, 10_000_000)]

    assert [size.grants for size in province] == [10_000, 1_000_000, 1_000_000]
    assert sum(size.bytes for size in province) < 45e9
