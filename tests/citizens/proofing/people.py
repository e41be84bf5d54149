"""Invented people of the register, as they would claim to be, and steps of a registration without pages."""

from dataclasses import replace

from idp.citizens.contacts import Contact, ContactKind
from idp.citizens.proofing.claim import Claim
from idp.citizens.proofing.dossiers import Dossier
from idp.citizens.proofing.securing import Way
from idp.registry.birth_date import BirthDate
from idp.registry.mock.simulation import PROFILES
from idp.services import Services
from tests.citizens.conftest import HOME
from tests.deliveries import messages_to
from tests.secrecy import PersonalValues

BAY = Claim("098172000101", "Trần Thị Bảy", BirthDate(1972, 3, 8))
UT = Claim("098045000102", "Lê Văn Út", BirthDate(1945))
KHANG = Claim("098210000108", "Võ Minh Khang", BirthDate(2010, 12, 1))
LONG = "bốn con trâu qua sông Hậu"
PHONE = Contact(ContactKind.PHONE, "+84912345678")
WAY = Way("vi")


def behave(services: Services, profile: str) -> None:
    """Make the register behave in another way."""
    services.register._exchange.register.simulation.switch(PROFILES[profile])


def confirmed(services: Services, contact: Contact = PHONE, network: str = HOME) -> Dossier:
    """A registration whose contact is confirmed and whose notice was read."""
    PersonalValues.of_this_test().learn(contact.value)
    desk = services.registration
    dossier, _ = desk.begin()
    dossier = desk.contact(dossier, contact, network=network, language="vi")
    dossier = desk.confirm(dossier, newest_code(contact.value))
    return desk.read_notice(dossier, "vi")


def identified(services: Services, claim: Claim = BAY, **where: object) -> Dossier:
    """A registration whose claim was put to the register."""
    dossier = confirmed(services, **where)
    return put(services, dossier, claim)


def put(services: Services, dossier: Dossier, claim: Claim, network: str = HOME):
    """Put a claim to the register."""
    PersonalValues.of_this_test().learn(claim.number, claim.name)
    return services.registration.identify(dossier, claim, network=network)


def accepted(services: Services, claim: Claim = BAY, **where: object) -> Dossier:
    """A registration that goes on after its result."""
    return services.registration.accept_result(identified(services, claim, **where))


def opened(services: Services, claim: Claim = BAY, *, factor: str = "later", **where: object) -> Dossier:
    """A registration that has led to an account, if there may be one."""
    dossier = services.securing.password(accepted(services, claim, **where), LONG, WAY)
    return services.securing.factor(dossier, factor, WAY)


def somebody_else(claim: Claim) -> Claim:
    """The same claim under another name."""
    return replace(claim, name="Trần Thị Khác")


def newest_code(address: str) -> str:
    """The code in the last message to an address that has one."""
    return next(message.code for message in messages_to(address) if message.code)


def told(address: str) -> str:
    """Everything that was written to an address, in small letters."""
    return "\n".join(message.text.casefold() for message in messages_to(address))
