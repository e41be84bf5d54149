"""An application, those who act upon it, and how a test makes it and looks at it."""

from sqlalchemy import select

from idp.relying_parties.client_changes import Created
from idp.relying_parties.life import Actor, Needs
from idp.store.db import db
from idp.store.models import AuditRecord, Client
from idp.web.current import services

PROVINCE = Actor("province", frozenset(Needs))
OTHER = "other-administrator"
UNIT = Actor("unit-admin", frozenset({Needs.DRAFT, Needs.CHANGE, Needs.SUSPEND}), "Sở Y tế")
DEVELOPER = Actor("developer", frozenset({Needs.DRAFT}), "Sở Y tế")

BY_LAW = {"legal_basis": "law", "legal_reference": "Luật Khám bệnh 2023", "purpose": {"vi": "Bệnh án"}}
BY_CONSENT = {"legal_basis": "consent", "purpose": {"vi": "Nhắc lịch"}}
DOCUMENT = {
    "client_id": "suc-khoe",
    "client_name": "Hồ sơ sức khỏe",
    "unit": "Sở Y tế",
    "redirect_uris": ["https://suckhoe.anlien.example/callback"],
    "scope": "openid phone",
    "scope_policy": {"phone": BY_CONSENT},
}
WITH_LAW = {
    **DOCUMENT,
    "scope": "openid phone ho_ten",
    "scope_policy": {"phone": BY_CONSENT, "ho_ten": BY_LAW},
}


def now() -> Client:
    db.session.flush()
    db.session.expire_all()
    found = services().clients.find("suc-khoe")
    assert found is not None
    return found


def make(changes, by=PROVINCE, document=DOCUMENT) -> Client:
    made = changes.create(document, by)
    assert isinstance(made, Created), made
    return now()


def live(changes, document=DOCUMENT) -> Client:
    """A live application, whatever it names."""
    client = make(changes, DEVELOPER, document)
    registrations = services().client_desk.registrations
    registrations.move(client, "live")
    return now()


def events(name):
    return list(db.session.scalars(select(AuditRecord).where(AuditRecord.name == name)))
