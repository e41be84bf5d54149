"""The drill (faults F21 and F22, on either database): a copy under load, a loss, and the copy in its place.

The load is that of one application; `tests/faults/of_copies.py` does the same on SQLite while everybody is about. What
was spent stays spent, before the copy and after it; what the copy does not know is refused in plain words.
"""

import threading
from contextlib import contextmanager

import pytest
import requests
from sqlalchemy import func, select

from idp.audit.checkpoints import Checkpoint
from idp.audit.events.backups import BackupRestored, BackupTaken
from idp.audit.events.oauth import RefreshTokenReused
from idp.audit.verify import verify
from idp.backup import restoring, taking, verifying
from idp.backup.manifest import BadBackup
from idp.clock import utc_now
from idp.store.db import db
from idp.store.models import AuditRecord
from idp.web.current import services
from tests.backup.programs import PG_BIN
from tests.installation import application
from tests.pages import ids_in
from tests.races.stage import AFTERWARDS, Stage
from tests.waiting import until
from tests.walker import OverHttp, Walker


class OneProcess(Stage):
    """Enough for a load of one client: what is at stake lies in the tables."""

    def start(self):
        self._start(AFTERWARDS)


def refreshed(token):
    return {"grant_type": "refresh_token", "refresh_token": token}


class Family:
    """A refresh token in use: rotated again and again; every token it ever had is remembered."""

    def __init__(self, stage, returned):
        self._stage = stage
        self.tokens = [stage.token(returned.redemption()).json()["refresh_token"]]

    def rotate(self, session=None):
        answer = self._stage.token(refreshed(self.tokens[-1]), session)
        assert answer.status_code == 200, answer.text
        self.tokens.append(answer.json()["refresh_token"])


@contextmanager
def load(family):
    """Rotate a family as fast as it goes while a block runs, before it and after it."""
    stop, enough = threading.Event(), threading.Semaphore(0)

    def run():
        with requests.Session() as session:
            while not stop.is_set():
                family.rotate(session)
                enough.release()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        assert enough.acquire(timeout=20)
        yield
        for _ in range(2):
            assert enough.acquire(timeout=20)
    finally:
        stop.set()
        thread.join()


@pytest.mark.timeout(300)
def test_the_drill(engine, tmp_path):
    with OneProcess(engine.fresh(tmp_path), tmp_path) as stage:
        spent, waiting = stage.codes(2)
        busy, quiet = Family(stage, spent), Family(stage, stage.codes(1)[0])
        before = stage.walker

        with load(busy), application(stage.settings()):
            taken = taking.take(services(), tmp_path / "copies", PG_BIN)
            db.session.commit()
        assert all(each.ok for each in verifying.verify(taken.folder, stage.settings(), utc_now, PG_BIN))

        # After the copy: what waited is spent, families go on, somebody signs in, a code is given.
        late = Family(stage, waiting)
        quiet.rotate()
        access = stage.token(refreshed(late.tokens[-1])).json()
        late.tokens.append(access["refresh_token"])
        after = Walker(stage.address, OverHttp(), stage.walker.login)
        unspent = after.authorize("portal")
        stage.kill()
        restored = _restored(stage, taken.folder, engine, tmp_path)
        stage.start_again()

        for each in (spent, waiting, unspent):
            _refused(stage.token(each.redemption()))
        for token in [*busy.tokens[:3], *busy.tokens[-3:], *quiet.tokens, *late.tokens]:
            _refused(stage.token(refreshed(token)))
        bearer = {"Authorization": f"Bearer {access['access_token']}"}
        told = requests.get(f"{stage.address}/oauth/userinfo", headers=bearer, timeout=30)
        assert told.status_code == 401
        for walker in (before, after):
            page = walker.road.session.get(f"{stage.address}/account", timeout=30)
            assert page.status_code == 200
            assert "op-login" in ids_in(page.text)
            Family(stage, walker.authorize("portal")).rotate()

        with application(stage.settings()):
            _the_log_tells(restored)


def _restored(stage, folder, engine, tmp_path):
    """The copy in the place of what was lost: over the file that is there, or in a new database on the server."""
    if engine.name == "postgresql":
        stage.database_url = engine.empty(tmp_path)
    wish = restoring.Wish(folder=folder, replace=engine.name == "sqlite", pg_bin=PG_BIN)

    def done():
        try:
            return restoring.restore(wish, stage.settings(), utc_now)
        except BadBackup:
            return None  # the last of the killed processes still has the database open

    return until(done, what="the end of every process")


def _refused(answer):
    assert answer.status_code == 400, answer.text
    assert answer.json()["error"] == "invalid_grant"


def _the_log_tells(restored):
    records = services().audit_records
    assert verify(records.in_chain_order(), records.named(Checkpoint.name)).is_whole
    told = records.latest(BackupRestored.name)
    assert told is not None
    assert told.details["taken_at"] == restored.manifest.taken_at
    assert told.details["sessions"] == restored.ended.sessions == 1
    # Four codes were given before the copy; nobody is suspected of reuse, and the copy does not know it was taken.
    assert told.details["authorizations"] == 3
    for name, count in ((RefreshTokenReused.name, 0), (BackupTaken.name, 0), (BackupRestored.name, 1)):
        assert db.session.scalar(select(func.count()).where(AuditRecord.name == name)) == count
