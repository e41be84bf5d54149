"""A benchmark that cannot fit says so before it begins, and who is filled in can be asked."""

import shutil
from collections import namedtuple

import pytest
import sqlalchemy as sa

from idp.config import Settings
from idp.store.db import db
from idp.web.current import services
from tests.bench.counting import prepare_citizen, prepare_clients
from tests.bench.filling import NoRoom, Size, asked, check_room, fill, phone
from tests.installation import application
from tests.walker import InProcess, Walker

ISSUER = "https://id.anlien.example"


def test_a_disk_that_is_too_small_is_refused_with_figures(monkeypatch, tmp_path):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage(0, 0, 10_000_000_000))

    check_room([Size(10_000, 20_000)], tmp_path)
    with pytest.raises(NoRoom, match=r"about 2\d GB .* 10 GB are free"):
        check_room([Size(10_000, 20_000), Size(5_000_000, 10_000_000)], tmp_path)


def test_grants_stop_at_a_million_and_a_province_fits():
    province = [Size(10_000, 20_000), Size(1_000_000, 2_000_000), Size(5_000_000, 10_000_000)]

    assert [size.grants for size in province] == [10_000, 1_000_000, 1_000_000]
    assert sum(size.bytes for size in province) < 33e9


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)
def test_a_filled_account_signs_in_among_months_of_records_and_live_sessions(engine, tmp_path):
    size = Size(400, 800)
    url = engine.another("filled")
    with application(Settings(env="demo", issuer=ISSUER, data_dir=tmp_path, database_url=url)) as app:
        prepare_clients()
        prepare_citizen()
        fill(url.replace("+psycopg", "", 1), size, services().installation.get("blind_index"))

        one, other = asked(size, 2)
        for number in (one, other):
            walker = Walker(ISSUER, InProcess(app.test_client()), phone(number))
            assert "code" in walker.authorize("portal").parameters
            assert len(walker.pages) == 1  # the sign-in: what the portal asks has been agreed to
        for told, expected in FILLED.items():
            assert db.session.scalar(sa.text(told)) == expected, told


FILLED = {
    "SELECT count(*) FROM citizen WHERE phone_index IS NOT NULL": 401,
    "SELECT count(*) FROM browser_session WHERE ended_at IS NULL AND idle_expires_at < now()": 0,
    "SELECT count(*) FROM browser_session WHERE ended_at IS NULL": 40 + 2,
    "SELECT count(*) FROM audit_record_before": 0,
    "SELECT count(*) FROM audit_record_rest": 0,
    "SELECT count(DISTINCT tableoid) BETWEEN 12 AND 14 FROM audit_record": True,
    "SELECT count(*) FROM pg_index WHERE NOT (indisready AND indisvalid)": 0,
}
