"""Makes an empty installation: tables, secrets and signing keys, as `idp db upgrade` leaves them."""

import sqlalchemy as sa
from sqlalchemy.orm import scoped_session, sessionmaker

from idp.clock import utc_now
from idp.config import Settings
from idp.crypto.passwords import ONLY_FOR_TESTS, Passwords
from idp.services import build_services
from idp.store.db import engine_options, prepare_engine
from idp.store.models import Base


def install(url: str) -> None:
    """Make every table and what an installation needs from its first moment."""
    engine = sa.create_engine(url, **engine_options(url))
    prepare_engine(engine)
    Base.metadata.create_all(engine)
    session = scoped_session(sessionmaker(engine))
    settings = Settings(env="demo", database_url=url)
    build_services(settings, session, utc_now, Passwords(ONLY_FOR_TESTS)).prepare_installation()
    session.commit()
    session.remove()
    engine.dispose()
