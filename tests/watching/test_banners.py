"""Announcements: shown while they run, looked up once in a second, and never a reason for a page to fail."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError

from idp.store.db import db
from idp.store.models import AuditRecord, Banner
from idp.watching.banners import Banners, NotAdded
from idp.web.current import services
from tests.moments import START

TEXTS = ("Bảo trì đêm nay", "Maintenance tonight")
HOUR = timedelta(hours=1)


@pytest.fixture
def banners(app) -> Banners:
    return services().watch.banners


def added(banners, kind="maintenance", begins=0, ends=1, texts=TEXTS):
    banner = banners.add(kind, texts, START + begins * HOUR, START + ends * HOUR, by="op")
    assert isinstance(banner, Banner), banner
    db.session.commit()
    return banner


def test_a_banner_is_shown_from_its_beginning_to_its_end(banners, clock):
    added(banners, begins=1, ends=2)

    assert banners.running() == []
    clock.advance(hours=1)
    assert [(banner.vi, banner.en) for banner in banners.running()] == [TEXTS]
    clock.advance(hours=1)
    assert banners.running() == []


def test_an_emergency_stands_above(banners):
    added(banners, texts=("b", "b"))
    added(banners, kind="emergency", texts=("a", "a"))

    assert [banner.kind for banner in banners.running()] == ["emergency", "maintenance"]


def test_the_database_is_asked_once_in_a_second(banners, clock, statements):
    added(banners)
    banners.forget()
    with statements.counted():
        for _ in range(9):
            banners.running()
            clock.advance(milliseconds=100)

    assert len(statements) == 1
    clock.advance(milliseconds=100)
    with statements.counted():
        banners.running()
    assert len(statements) == 2


def test_another_process_sees_it_within_a_second(banners, app, clock):
    from idp.store.repositories.banners import BannerRows

    other = Banners(BannerRows(db.session), services().audit, clock)
    assert other.running() == []
    added(banners)

    clock.advance(seconds=1)
    assert len(other.running()) == 1


def test_a_withdrawn_banner_is_gone_at_once(banners):
    banner = added(banners)

    assert banners.withdraw(banner.id, by="op")
    db.session.commit()
    assert banners.running() == []
    assert not banners.withdraw(banner.id, by="op")
    assert banners.state_of(banner) == "withdrawn"


def test_what_is_over_cannot_be_withdrawn(banners, clock):
    banner = added(banners)
    clock.advance(hours=1)

    assert not banners.withdraw(banner.id)
    assert banners.state_of(banner) == "over"


def test_states_have_names(banners):
    assert banners.state_of(added(banners)) == "running"
    assert banners.state_of(added(banners, begins=1, ends=2)) == "coming"


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"kind": "party"}, NotAdded.KIND),
        ({"texts": (" ", "x")}, NotAdded.EMPTY),
        ({"texts": ("x", "")}, NotAdded.EMPTY),
        ({"texts": ("x" * 501, "x")}, NotAdded.TOO_LONG),
        ({"ends_at": START}, NotAdded.BACKWARDS),
        ({"starts_at": START - 2 * HOUR, "ends_at": START - HOUR}, NotAdded.BACKWARDS),
        ({"ends_at": START + timedelta(days=32)}, NotAdded.TOO_LONG_A_RUN),
    ],
)
def test_what_cannot_be_announced_says_why(banners, changed, why):
    right = {"kind": "emergency", "texts": TEXTS, "starts_at": START, "ends_at": START + HOUR}

    assert banners.add(**{**right, **changed}) is why
    assert db.session.query(Banner).count() == 0


def test_acts_are_in_the_log_without_their_text(banners):
    banner = added(banners)
    banners.withdraw(banner.id, by="op")
    rows = db.session.query(AuditRecord).filter(AuditRecord.name.startswith("banner.")).all()

    assert [(row.name, row.operator_id) for row in rows] == [
        ("banner.added", "op"),
        ("banner.withdrawn", "op"),
    ]
    assert not any(text in str(row.details) for row in rows for text in TEXTS)


def test_without_a_database_what_was_known_still_holds(banners, clock, monkeypatch):
    added(banners)
    assert len(banners.running()) == 1
    monkeypatch.setattr(banners._rows, "not_over", _gone)
    clock.advance(seconds=2)

    assert len(banners.running()) == 1


def _gone(_now):
    raise OperationalError("SELECT", {}, Exception("gone"))
