"""One unit of work of a command: an application, its services, and a commit when all went well."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from flask import Flask

from idp.app import create_app
from idp.config import Settings
from idp.services import EXTENSION, Services
from idp.store.db import db


@contextmanager
def application() -> Iterator[Flask]:
    """The provider built from the environment, with an application context.

    Raises:
        ConfigurationError: A setting is missing or wrong.
    """
    app = create_app(Settings.from_environment())
    with app.app_context():
        yield app


@contextmanager
def provider() -> Iterator[Services]:
    """The provider's services in one transaction, committed at the end.

    Raises:
        ConfigurationError: A setting is missing or wrong.
    """
    with application() as app:
        yield cast("Services", app.extensions[EXTENSION])
        db.session.commit()
