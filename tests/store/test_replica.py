"""What may be stale is read from the copy; whatever counts is not, and without the copy nothing is missing."""

import pytest
import sqlalchemy as sa

from idp.audit.events.sign_in import SignedIn
from idp.store.db import db
from idp.store.models import AuditRecord, RunningProcess
from idp.store.replica import FARTHEST_BEHIND, LEFT_ALONE, LOOKED_AT
from idp.store.repositories.audit_search import Wanted
from idp.web.current import services
from tests.installation import changed
from tests.moments import START

sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
WANTED = Wanted(citizen_id="somebody")


@pytest.fixture
def copy_url(engine, tmp_path) -> str:
    """A copy of the empty installation: it stands still from then on."""
    folder = tmp_path / "copy"
    folder.mkdir()
    return engine.fresh(folder) if engine.name == "sqlite" else engine.another("copy")


@pytest.fixture
def copied(copy_url):
    """The copy, written to as replication does."""
    made = sa.create_engine(copy_url)
    with made.begin() as connection:
        connection.execute(sa.insert(RunningProcess).values(id="p", knows="0004", seen_at=START))
    yield made
    made.dispose()


@pytest.fixture
def settings(settings, copy_url):
    return changed(settings, database_replica_url=copy_url)


def a_record() -> None:
    happened = SignedIn(
        citizen_id="somebody", session_id="s", methods=("pwd",), level=1, new_device=False, agent="x"
    )
    services().audit.record(happened)
    db.session.commit()
    services().stale.remove()


def on_pages() -> int:
    found = services().watch.search.page(WANTED, most=9)
    services().stale.remove()
    return len(found)


def in_history() -> int:
    found = services().history.latest("somebody")
    services().stale.remove()
    return len(found)


def test_lists_are_read_from_the_copy(app, copied):
    a_record()
    assert on_pages() == in_history() == 0

    with db.engine.connect() as here, copied.begin() as there:
        row = here.execute(sa.select(AuditRecord.__table__)).mappings().all()[-1]
        there.execute(sa.insert(AuditRecord).values(**row))

    assert on_pages() == in_history() == 1


@sqlite
def test_what_counts_is_read_from_the_database_itself(app, copied):
    a_record()

    assert len(services().audit_records.about_citizen("somebody", [SignedIn.name], most=9)) == 1
    assert SignedIn.name in {record.name for record in services().watch.exports.records(WANTED)}


@sqlite
def test_nothing_is_ever_written_through_the_door(app, copied):
    with pytest.raises(sa.exc.OperationalError, match="readonly"):
        services().stale().execute(sa.delete(RunningProcess))


@sqlite
def test_a_copy_that_is_behind_is_left_alone(app, copied, clock):
    a_record()
    assert on_pages() == 0
    clock.advance(seconds=FARTHEST_BEHIND.total_seconds() + 1)
    assert on_pages() == 1

    with copied.begin() as connection:
        connection.execute(sa.update(RunningProcess).values(seen_at=clock()))
    assert on_pages() == 1, "it is not looked at again at once"
    clock.advance(seconds=LEFT_ALONE.total_seconds())
    assert on_pages() == 0


@sqlite
def test_a_copy_that_is_away_is_not_missed(app, copied, clock):
    a_record()
    assert on_pages() == 0
    with copied.begin() as connection:
        connection.execute(sa.text("DROP TABLE audit_record"))

    assert on_pages() == in_history() == 1

    clock.advance(seconds=(LEFT_ALONE + LOOKED_AT).total_seconds())
    with copied.begin() as connection:
        connection.execute(sa.text("DROP TABLE running_process"))
    assert on_pages() == 1


@sqlite
def test_without_a_copy_everything_is_read_from_the_database(app, clock):
    services().stale._engine = None
    a_record()

    assert services().stale() is db.session()
    assert on_pages() == in_history() == 1
