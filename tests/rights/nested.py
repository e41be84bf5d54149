"""What belongs to other things, or to the province: made when a walk needs it, for people and programs alike."""

import secrets
import uuid
from datetime import timedelta

from idp.operators.change_requests import Kind
from idp.operators.inviting import Wish as Invitation
from idp.operators.personal_exports import RECORDS
from idp.outbound.logout_delivery import KIND
from idp.relying_parties.invitations import Wish as Permission
from idp.store.db import db
from idp.store.models import Banner, Breach, Client, Operator, OperatorPasskey, OutboxEntry
from idp.store.repositories.breaches import Scope
from idp.web.current import services
from tests.builders import a_citizen
from tests.moments import START

DAY = timedelta(days=1)
ANOTHER = "another"
"""Who is the second person, whoever asked."""


class Nested:
    """Makes them, and makes them anew once they are used up.

    Args:
        boss: A province administrator: asks, invites and agrees where nobody else is meant.
    """

    def __init__(self, boss: Operator) -> None:
        self._boss = boss
        self._citizens: dict[str, str] = {}
        self._breaches: dict[str, str] = {}

    def request(self, subject: str, unit: str | None, by: str, kind: Kind = Kind.CLIENT_CHANGE) -> str:
        """What somebody asks for and nobody has decided on."""
        asked = services().change_requests.ask(kind, subject, unit=unit, asked_by=by)
        db.session.commit()
        return asked.id

    def copy(self, subject: str, by: str) -> str:
        """A copy that somebody asked for, and another has agreed to."""
        requests, exports = services().change_requests, services().personal_exports
        asked = exports.ask(requests, subject, {"export": RECORDS, **_today()}, "x", by)
        requests.approve(asked.id, ANOTHER)
        db.session.commit()
        return asked.id

    def invitation(self, unit: str | None) -> str:
        """A link to an account that nobody has followed yet."""
        wish = Invitation(f"{uuid.uuid4().hex}@so.example", "unit_developer", unit or "")
        made = services().operator_desk.inviting.invite(self._boss, wish)
        db.session.commit()
        return str(made.id)

    def delivery(self, client_id: str) -> str:
        """A sign-out on its way to an application."""
        found = db.session.query(OutboxEntry).filter_by(client_id=client_id, kind=KIND).first()
        if found is None:
            services().outbox.add(KIND, {"x": "x"}, client_id=client_id, group=f"group-{client_id}")
            db.session.commit()
            return self.delivery(client_id)
        return found.id

    def secret(self, client: Client) -> str:
        """One of two secrets of an application: it may be revoked."""
        made = [
            services().client_desk.secrets.kept(client.client_id, secrets.token_urlsafe(32)) for _ in range(2)
        ]
        client.secrets = [each.written() for each in made]
        db.session.commit()
        return made[0].id

    def passkey(self, operator: Operator) -> str:
        """A passkey of somebody who has another factor, too."""
        made = OperatorPasskey(
            id=str(uuid.uuid4()),
            operator_id=operator.id,
            digest=secrets.token_urlsafe(32),
            credential_id=b"x",
            public_key=b"x",
            sign_count=0,
            name="x",
            created_at=START,
        )
        db.session.add(made)
        db.session.commit()
        return made.id

    def session(self, operator: Operator) -> str:
        """A session of somebody at a browser nobody uses."""
        opened = services().operator_desk.sessions.start(operator, None)
        db.session.commit()
        return opened.session.id

    def citizen(self, name: str = "one") -> str:
        """An account of a citizen; another one for every name."""
        if name not in self._citizens:
            self._citizens[name] = a_citizen().id
        return self._citizens[name]

    def breach(self, name: str = "one") -> str:
        """A breach whose people were counted and whose file is open; another one for every name."""
        known = db.session.get(Breach, self._breaches.get(name, ""))
        if known is None or known.closed_at is not None or known.found is None:
            breaches, now = services().watch.breaches, services().clock()
            known = breaches.begin("x", now, Scope(now - DAY, now + DAY), self._boss.id)
            breaches.count(known, self._boss.id)
            self._breaches[name] = known.id
            db.session.commit()
        return known.id

    def banner(self) -> str:
        """An announcement that is shown."""
        found = db.session.query(Banner).filter_by(withdrawn_at=None).first()
        if found is None:
            now = services().clock()
            times = now - DAY, now + DAY
            found = services().watch.banners.add(
                "maintenance", ("Bảo trì", "Maintenance"), *times, self._boss.id
            )
            db.session.commit()
        return str(found.id)

    def permission(self) -> str:
        """A permission to register."""
        made = services().client_desk.invitations.issue(Permission(scopes=("openid",)))
        db.session.commit()
        return str(made.invitation.id)

    def key(self) -> str:
        """A signing key of the ring."""
        return services().key_requests.ring()[0].kid


def _today() -> dict[str, object]:
    now = services().clock()
    return {
        "since": (now - DAY).isoformat(),
        "until": (now + DAY).isoformat(),
        "clients": [],
        "names": [],
    }
