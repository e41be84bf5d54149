"""`idp/registry/mock/export.py`: files that another program can read."""

import csv
import json
from io import StringIO

from idp.registry.mock.export import COLUMNS, write_csv, write_ndjson
from idp.registry.mock.generator import generate


def written(write):
    out = StringIO()
    write(generate("tiny"), out)
    return out.getvalue()


def test_csv_has_a_header_and_a_line_a_person():
    rows = list(csv.DictReader(StringIO(written(write_csv))))

    assert list(rows[0]) == list(COLUMNS)
    assert len(rows) == 34
    assert rows[0]["ho_ten"] == "Trần Thị Bảy"
    assert rows[1]["ngay_sinh"] == "1945"


def test_an_object_a_line_leaves_out_what_is_empty():
    people = [json.loads(line) for line in written(write_ndjson).splitlines()]

    assert len(people) == 34
    assert "cha" not in people[0]
    assert people[1]["thuong_tru"] == "Số 7, Ấp Thượng, Xã Kênh Ngọt, Huyện Gò Sậy, Tỉnh An Liên"
