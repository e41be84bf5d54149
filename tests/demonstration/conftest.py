"""A demonstration on the database of the test, its secrets in the test's folder."""

from collections.abc import Callable

import pytest

from idp.config import Settings
from idp.demonstration.loading import Demonstration
from idp.demonstration.secrets import DemoSecrets
from idp.store.db import db
from idp.web.current import services


@pytest.fixture
def secrets(settings: Settings) -> DemoSecrets:
    return DemoSecrets(settings.data_dir)


@pytest.fixture
def load(app, secrets: DemoSecrets) -> Callable[..., None]:
    """Load the demonstration, as `./run` does at each start."""

    def loaded(**addresses: str) -> None:
        Demonstration(services(), secrets, addresses).load()
        secrets.write()
        db.session.commit()

    return loaded
