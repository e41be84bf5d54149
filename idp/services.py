"""The object graph: each service built once, by hand, in one screen."""

from dataclasses import dataclass

from sqlalchemy.orm import Session, scoped_session

from idp.audit.log import AuditLog
from idp.citizens.assembly import Ground, build_doors
from idp.citizens.notices import Unsent
from idp.citizens.recovery_codes import PrintedCodes
from idp.citizens.second_factor import SecondFactor
from idp.citizens.sessions import Sessions
from idp.citizens.sign_in import SignIn
from idp.citizens.throttle import Throttle
from idp.clock import Clock
from idp.config import Settings
from idp.crypto.passwords import Passwords
from idp.crypto.sealing import Sealer
from idp.keys.ring import KeyRing
from idp.keys.rotation import Rotation
from idp.store.repositories.installation_secrets import InstallationSecrets
from idp.store.repositories.signing_keys import SigningKeys


@dataclass(frozen=True, kw_only=True)
class Services:
    """What the pages, the protocol endpoints and the commands work with."""

    settings: Settings
    clock: Clock
    sealer: Sealer
    passwords: Passwords
    installation: InstallationSecrets
    audit: AuditLog
    ring: KeyRing
    rotation: Rotation
    throttle: Throttle
    sessions: Sessions
    printed_codes: PrintedCodes
    second_factor: SecondFactor
    sign_in: SignIn

    def prepare_installation(self) -> None:
        """Make what an installation makes once: its own secrets and its first signing keys. Does not commit."""
        self.installation.make_missing()
        self.rotation.make_missing()


def build_services(
    settings: Settings, session: "scoped_session[Session]", clock: Clock, passwords: Passwords
) -> Services:
    """Build the graph, from the inside out.

    Args:
        settings: What the deployment decided.
        session: The session of the running request or command.
        clock: The only source of time.
        passwords: Hashes passwords; tests bring a cheap one.
    """
    sealer = Sealer(settings.sealing_key)
    installation = InstallationSecrets(session, sealer)
    audit = AuditLog(session, clock)
    signing_keys = SigningKeys(session)
    ring = KeyRing(signing_keys.all, sealer, clock)
    doors = build_doors(
        Ground(
            settings=settings,
            session=session,
            clock=clock,
            sealer=sealer,
            passwords=passwords,
            installation=installation,
            audit=audit,
            letters=Unsent(),
        )
    )
    return Services(
        settings=settings,
        clock=clock,
        sealer=sealer,
        passwords=passwords,
        installation=installation,
        audit=audit,
        ring=ring,
        rotation=Rotation(signing_keys, ring, sealer, audit, clock),
        throttle=doors.throttle,
        sessions=doors.sessions,
        printed_codes=doors.printed_codes,
        second_factor=doors.second_factor,
        sign_in=doors.sign_in,
    )
