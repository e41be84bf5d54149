"""A copy of a small installation, with the settings it was taken under."""

import pytest

from idp.backup import taking
from idp.store.db import db
from idp.web.current import services
from tests.backup.programs import PG_BIN
from tests.builders import a_citizen, a_client


@pytest.fixture
def taken(app, tmp_path):
    """A copy of one citizen and one application."""
    a_citizen()
    a_client()
    services().checkpoints.write()
    db.session.commit()
    taken = taking.take(services(), tmp_path / "copies", PG_BIN)
    db.session.commit()
    return taken
