"""What a journey knows of the running demo: addresses, people who can sign in, the mail and SMS that arrived."""

import json
import re
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pyotp
from sqlalchemy import update

from idp.clock import utc_now
from idp.config import Settings
from idp.demonstration.people import (
    ADMINISTRATOR,
    ADMINISTRATOR_PASSWORD,
    DEVELOPER,
    DEVELOPER_PASSWORD,
)
from idp.operators.accounts import Enrolled, Post
from idp.operators.rights import Role
from idp.store.db import db
from idp.store.models import BrowserSession
from idp.web.current import services
from tests.builders import a_citizen, a_person
from tests.installation import application
from tests.journeys.authenticator import Authenticator, SignsIn
from tests.servers import Server, idp
from tests.waiting import until

OPERATOR_PASSWORD = "bảy con cò bay qua đồng lúa"


@dataclass(frozen=True)
class Demonstration:
    """The demo, running."""

    server: Server
    folder: Path
    environment: dict[str, str]

    @property
    def provider(self) -> str:
        """Where the provider is."""
        return self.address("IDP")

    @property
    def portal(self) -> str:
        """Where the provincial portal is."""
        return self.address("PORTAL")

    @property
    def health(self) -> str:
        """Where the health department is."""
        return self.address("HEALTH")

    @property
    def land(self) -> str:
        """Where the land department is."""
        return self.address("LAND")

    def address(self, program: str) -> str:
        """The address of one of the demo's programs, by the name of its port's variable."""
        return f"http://localhost:{self.environment[f'{program}_PORT']}"

    def somebody_new(self, *, with_app: bool = True) -> SignsIn:
        """A verified citizen nobody else uses, so that no one-time code is ever used twice."""
        person, key = a_person(), pyotp.random_base32(32) if with_app else None
        with application(self._settings()):
            citizen_id = a_citizen(person, totp=key).id
        app = Authenticator(key) if key else None
        return SignsIn(person.phone, app=app, name=person.name, citizen_id=citizen_id)

    def a_day_passes(self, citizen: SignsIn) -> None:
        """Let a citizen's second factor grow old, as it does on a device that is remembered for longer."""
        with application(self._settings()):
            earlier = utc_now() - timedelta(days=1)
            of_citizen = update(BrowserSession).where(BrowserSession.citizen_id == citizen.citizen_id)
            db.session.execute(of_citizen.values(level_two_at=earlier))
            db.session.commit()

    def administrator(self) -> SignsIn:
        """The administrator of the demo, the first time; then others: an app shows each code once in half a minute."""
        return self._of_the_demo("administrator", ADMINISTRATOR, ADMINISTRATOR_PASSWORD) or self.an_operator(
            f"lan-{next(_numbers)}", Role.PROVINCE_ADMINISTRATOR
        )

    def developer(self) -> SignsIn:
        """The developer of the demo, the first time; then others of the same unit."""
        return self._of_the_demo("developer", DEVELOPER, DEVELOPER_PASSWORD) or self.an_operator(
            f"minh-{next(_numbers)}", Role.UNIT_DEVELOPER, like=DEVELOPER
        )

    def an_operator(self, username: str, role: Role, *, like: str = "") -> SignsIn:
        """A new operator.

        Args:
            username: What they are called.
            role: What they may do.
            like: Somebody of the same unit.
        """
        key = pyotp.random_base32(32)
        with application(self._settings()):
            accounts = services().operator_desk.accounts
            unit = next((each.unit for each in accounts.all() if each.username == like), None)
            made = accounts.create(
                username, OPERATOR_PASSWORD, service="Sen ID", key=key, post=Post(role.value, unit)
            )
            assert isinstance(made, Enrolled), made
            db.session.commit()
        return SignsIn(username, OPERATOR_PASSWORD, app=Authenticator(key))

    def _of_the_demo(self, what: str, username: str, password: str) -> SignsIn | None:
        if username in _met:
            return None
        _met.add(username)
        secrets = json.loads((self.folder / "demo.json").read_text())
        return SignsIn(username, password, app=Authenticator(secrets[f"totp:{what}"]))

    def _settings(self) -> Settings:
        return Settings(env="demo", issuer=self.provider, data_dir=self.folder)

    def idp(self, *arguments: str, typed: str | None = None) -> str:
        """Run a command of `idp` on the demo's data."""
        issuer = {"IDP_ISSUER": self.provider, "IDP_POPULATION_URL": self.address("POPULATION")}
        return idp(*arguments, environment={**self.environment, **issuer}, typed=typed)

    def messages(self, recipient: str) -> list[dict[str, Any]]:
        """Mail and SMS that went to a phone number or address, newest first."""
        with application(self._settings()):
            return [message.as_dict() for message in services().messages.list(recipient)]

    def code_sent_to(self, recipient: str) -> str:
        """The six digits of the newest message, once it has arrived."""
        message = until(lambda: self.messages(recipient), what=f"a message to {recipient}")[0]
        return re.search(r"(?<!\d)\d{6}(?!\d)", message["text"]).group()


_met: set[str] = set()
_numbers = count(1)
