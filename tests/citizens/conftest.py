"""What tests of the citizen's rules begin with."""

from collections.abc import Mapping

import pytest
from flask import Flask

from idp.citizens.assembly import AccountRooms, Doors, Ground, Surroundings, build_account_rooms, build_doors
from idp.citizens.entrance import Browser, Entered
from idp.citizens.leaked_passwords import LeakedPasswords
from idp.citizens.password_policy import PasswordPolicy
from idp.citizens.sessions import Proof, Stay
from idp.services import Services
from idp.store.db import current_session, db
from idp.store.models import Citizen
from idp.web.current import services as running_services

HOME = "198.51.100.7"
ELSEWHERE = "203.0.113.9"


class Mailbox:
    """Keeps what would be sent."""

    def __init__(self) -> None:
        self.notices: list[tuple[str, str]] = []
        self.codes: list[tuple[str, str]] = []

    def notify(self, address: str, notice: str, _language: str, _facts: Mapping[str, str]) -> None:
        self.notices.append((address, notice))

    def code(self, to: str, code: str, _purpose: str, _language: str) -> None:
        self.codes.append((to, code))

    def told(self) -> list[str]:
        """What citizens were told, each once."""
        return list(dict.fromkeys(notice for _, notice in self.notices))


@pytest.fixture
def services(app: Flask) -> Services:
    return running_services()


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def ground(services: Services, mailbox: Mailbox) -> Ground:
    return Ground(
        settings=services.settings,
        session=current_session(),
        stale=services.stale,
        clock=services.clock,
        sealer=services.sealer,
        passwords=services.passwords,
        installation=services.installation,
        audit=services.audit,
        letters=mailbox,
    )


@pytest.fixture
def doors(ground: Ground) -> Doors:
    """The parts of signing in, with a mailbox of their own."""
    return build_doors(ground)


@pytest.fixture
def rooms(ground: Ground, doors: Doors, services: Services) -> AccountRooms:
    """The parts of looking after an account."""
    around = Surroundings(
        people=services.people,
        policy=PasswordPolicy(LeakedPasswords(None)),
        authorizations=services.authorizations,
        consents=services.consents,
        clients=services.clients,
        departures=services.logouts.departures,
    )
    return build_account_rooms(ground, doors, around)


@pytest.fixture
def at_home() -> Browser:
    return Browser(network=HOME, agent="Firefox · Linux")


def signed_in(doors: Doors, citizen: Citizen, *methods: str, browser: Browser | None = None) -> Entered:
    """A citizen who has just signed in, with the methods named or the password alone."""
    proof = Proof(methods or ("pwd",))
    entered = doors.entrance.open(citizen, proof, browser or Browser(network=HOME), Stay.ORDINARY)
    db.session.commit()
    return entered
