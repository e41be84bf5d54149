"""Loads the demonstration, each part only as far as it is not there yet."""

import json
import uuid
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from idp.assurance import IdentityAssurance
from idp.citizens import totp
from idp.citizens.contacts import Contact, read_phone
from idp.citizens.notices import PHONE_SEALED
from idp.citizens.proofing.claim import Claim
from idp.citizens.proofing.register_word import RegisterWord, Word
from idp.citizens.proofing.verification import Verification, assurance_of
from idp.citizens.second_factor import TOTP_SEALED
from idp.crypto.digests import new_secret
from idp.demonstration.people import (
    ADMINISTRATOR,
    ADMINISTRATOR_PASSWORD,
    DEVELOPER,
    DEVELOPER_PASSWORD,
    PASSWORD,
    PEOPLE,
    UNIT,
    DemoPerson,
)
from idp.demonstration.secrets import DemoSecrets
from idp.demonstration.units import UNITS
from idp.operators.accounts import NotMade, Post
from idp.operators.rights import Role
from idp.registry.birth_date import BirthDate
from idp.registry.connect import from_url
from idp.relying_parties.registration import Rejected
from idp.relying_parties.states import State
from idp.services import Services
from idp.store.db import current_session
from idp.store.models import Citizen
from idp.store.repositories.citizens import Citizens

REGISTRATIONS = Path(__file__).parents[2] / "clients" / "registrations"
USUAL_ADDRESSES = {
    "portal": "http://localhost:8001",
    "health": "http://localhost:8002",
    "land": "http://localhost:8003",
    "lgsp": "http://localhost:8004",
    "kiosk": "http://localhost:8005",
    "bank": "http://localhost:8006",
}

DRAFT: dict[str, Any] = {
    "client_id": "kham-thu",
    "client_name": "Đặt lịch khám (thử)",
    "client_name#en": "Appointments (test)",
    "unit": UNIT,
    # Where Flask and many others answer when a developer starts them.
    "redirect_uris": ["http://localhost:5000/callback"],
    "post_logout_redirect_uris": ["http://localhost:5000/"],
    "scope": "openid profile do_tuoi",
    "scope_policy": {name: {"legal_basis": "consent"} for name in ("profile", "do_tuoi")},
}
"""An application that the developer has begun."""


class NotInProduction(Exception):
    """Demonstration data must not meet real people."""


class CannotLoad(Exception):
    """Why the demonstration cannot be loaded, in one sentence."""


class Demonstration:
    """The demonstration of one installation."""

    def __init__(self, services: Services, secrets: DemoSecrets, addresses: dict[str, str]) -> None:
        if not services.settings.is_demo:
            raise NotInProduction("Demonstration data is loaded with IDP_ENV=demo only.")
        self._services = services
        self._secrets = secrets
        self._addresses = {**USUAL_ADDRESSES, **addresses}
        self._citizens = Citizens(current_session(), services.clock)
        self._word = RegisterWord(self._citizens, services.installation, services.sealer, services.audit)

    def load(self) -> None:
        """Load people, applications and the administrator. Does not commit."""
        self._services.installation.note_demonstration()
        self._load_people()
        self._load_units()
        self._load_applications()
        service = urlsplit(self._services.settings.issuer).netloc
        self._load_operator("administrator", ADMINISTRATOR, ADMINISTRATOR_PASSWORD, service, Post())
        post = Post(Role.UNIT_DEVELOPER.value, UNIT)
        self._load_operator("developer", DEVELOPER, DEVELOPER_PASSWORD, service, post)
        self._load_draft()

    def _load_people(self) -> None:
        missing = [person for person in PEOPLE if self._word.owner_of(person.number) is None]
        if not missing:
            return
        # The register inside this process: the demonstration is prepared before the other one is started.
        register = from_url("in-process:tiny", clock=self._services.clock)
        verification = Verification(register, self._services.clock)
        password_hash = self._services.passwords.hash(PASSWORD)
        for person in missing:
            self._add_person(person, self._word_of(person, verification), password_hash)

    def _word_of(self, person: DemoPerson, verification: Verification) -> Word:
        checked = verification.check(
            Claim(person.number, person.name, BirthDate.parse(person.birth)), new_secret(16)
        )
        assurance = assurance_of(checked.verdict)
        if assurance is IdentityAssurance.SELF_DECLARED:
            raise CannotLoad(
                f"The register does not know the demonstration's {person.number}: {checked.verdict}."
            )
        return Word(checked.identity, assurance, checked.request_id)

    def _add_person(self, person: DemoPerson, word: Word, password_hash: str) -> None:
        now, seal = self._services.clock(), self._services.sealer.seal_text
        phone = read_phone(person.phone)
        if not isinstance(phone, Contact):
            raise CannotLoad(f"{person.phone} is no phone number.")
        key = self._secrets.get(f"totp:{person.number}", totp.new_key) if person.has_app else None
        citizen = Citizen(
            id=str(uuid.uuid4()),
            phone_index=phone.index(self._services.installation),
            phone_sealed=seal(phone.value, PHONE_SEALED),
            password_hash=password_hash,
            password_changed_at=now,
            totp_sealed=seal(key, TOTP_SEALED) if key else None,
            verified_at=now,
            created_at=now,
            updated_at=now,
            **self._word.columns(word),
        )
        if self._citizens.add(citizen):
            self._word.note(citizen.id, word)

    def _load_units(self) -> None:
        directory = self._services.operator_desk.units
        for wish in UNITS:
            if directory.by_name(wish.name) is None:
                directory.add(wish)

    def _load_applications(self) -> None:
        for path in sorted(REGISTRATIONS.glob("*.json")):
            document = self._with_addresses(path.read_text("utf-8"))
            outcome = self._registered(document)
            if isinstance(outcome, Rejected):
                reasons = ", ".join(f"{fault.member}: {fault.problem.name}" for fault in outcome.faults)
                raise CannotLoad(f"{path.name} is refused: {reasons}.")

    def _registered(self, document: dict[str, Any]) -> object:
        registrations = self._services.client_desk.registrations
        client = self._services.clients.find(document["client_id"])
        if client is not None:  # ports may have moved since the last start
            return registrations.change(client, document, client.version)
        if not str(document.get("token_endpoint_auth_method")).startswith("client_secret_"):
            return registrations.register(document)
        secret = self._secrets.get(f"client:{document['client_id']}", new_secret)
        return registrations.register({**document, "client_secret": secret})

    def _with_addresses(self, text: str) -> dict[str, Any]:
        for name, address in self._addresses.items():
            text = text.replace("{" + name + "}", address)
        document: dict[str, Any] = json.loads(text)
        return document

    def _load_operator(self, what: str, username: str, password: str, service: str, post: Post) -> None:
        desk = self._services.operator_desk.accounts
        if any(operator.username == username for operator in desk.all()):
            return
        key = self._secrets.get(f"totp:{what}", totp.new_key)
        made = desk.create(username, password, service=service, key=key, post=post)
        if isinstance(made, NotMade):
            raise CannotLoad(made.value)

    def _load_draft(self) -> None:
        """A developer's application, for the sandbox's people only."""
        if self._services.clients.find(DRAFT["client_id"]) is not None:
            return
        accounts = self._services.operator_desk.accounts.all()
        developer = next(each for each in accounts if each.username == DEVELOPER)
        secret = self._secrets.get(f"client:{DRAFT['client_id']}", new_secret)
        outcome = self._services.client_desk.registrations.register(
            {**DRAFT, "client_secret": secret}, operator_id=developer.id, state=State.DRAFT
        )
        if isinstance(outcome, Rejected):
            raise CannotLoad(f"the draft is refused: {outcome.faults}")
