"""What all services stand on: the session, secrets, keys, the audit log, and the ways out of the house."""

from functools import cached_property

from idp.audit.checkpoints import Checkpoints
from idp.audit.log import AuditLog
from idp.audit.retention import Retention
from idp.clock import Clock
from idp.config import Settings
from idp.connections import connect_register
from idp.crypto.passwords import Passwords
from idp.crypto.sealing import Sealer
from idp.keys.ring import KeyRing
from idp.keys.rotation import Rotation
from idp.keys.trial_keys import TrialKeys
from idp.outbound.addresses import Policy
from idp.outbound.http import Outgoing
from idp.outbound.letters import Letters
from idp.outbound.outbox import Outbox
from idp.registry.port import PopulationRegister
from idp.store.db import DatabaseSession
from idp.store.replica import StaleReads
from idp.store.repositories.audit_records import AuditRecords
from idp.store.repositories.audit_stretches import AuditStretches
from idp.store.repositories.installation_secrets import InstallationSecrets
from idp.store.repositories.log_months import LogMonths
from idp.store.repositories.messages import Messages
from idp.store.repositories.running_processes import RunningProcesses
from idp.store.repositories.signing_keys import SigningKeys


class Foundation:
    """The lower half of the object graph. Everything is built at the start, from the inside out.

    Args:
        settings: What the deployment decided.
        session: The session of the running request or command.
        clock: The only source of time.
        passwords: Hashes passwords; tests bring a cheap one.

    Raises:
        ConfigurationError: Something cannot be built from these settings.
    """

    def __init__(
        self, settings: Settings, session: DatabaseSession, clock: Clock, passwords: Passwords
    ) -> None:
        self.settings = settings
        self.session = session
        self.clock = clock
        self.passwords = passwords
        # Now, and not when first asked for: a wrong setting stops the start, and no two threads build one twice.
        for part in type(self).__mro__:
            for name, made in vars(part).items():
                if isinstance(made, cached_property):
                    getattr(self, name)

    def prepare_installation(self) -> None:
        """Make what an installation makes once: its own secrets and its first signing keys. Does not commit."""
        self.installation.make_missing()
        self.rotation.make_missing()

    # What everything stands on

    @cached_property
    def stale(self) -> StaleReads:
        return StaleReads(self.settings.database_replica_url, self.session, self.clock)

    @cached_property
    def sealer(self) -> Sealer:
        return Sealer(*self.settings.sealing_keys)

    @cached_property
    def installation(self) -> InstallationSecrets:
        return InstallationSecrets(self.session, self.sealer)

    @cached_property
    def audit(self) -> AuditLog:
        return AuditLog(self.session, self.clock)

    @cached_property
    def audit_records(self) -> AuditRecords:
        return AuditRecords(self.session)

    @cached_property
    def checkpoints(self) -> Checkpoints:
        return Checkpoints(self.audit_records, self.audit)

    @cached_property
    def log_months(self) -> LogMonths:
        return LogMonths(self.session)

    @cached_property
    def retention(self) -> Retention:
        stretches, keep = AuditStretches(self.session), self.settings.audit_retention
        return Retention(self.log_months, stretches, self.audit, keep, self.clock)

    @cached_property
    def running_processes(self) -> RunningProcesses:
        return RunningProcesses(self.session, self.clock)

    @cached_property
    def signing_keys(self) -> SigningKeys:
        return SigningKeys(self.session)

    @cached_property
    def ring(self) -> KeyRing:
        return KeyRing(lambda: self.signing_keys.published(self.clock()), self.sealer, self.clock)

    @cached_property
    def rotation(self) -> Rotation:
        return Rotation(self.signing_keys, self.ring, self.sealer, self.audit, self.clock)

    @cached_property
    def trial_keys(self) -> TrialKeys:
        return TrialKeys(self.signing_keys, self.ring, self.sealer, self.clock)

    # What leaves the house

    @cached_property
    def outbox(self) -> Outbox:
        return Outbox(self.session, self.sealer, self.clock)

    @cached_property
    def letters(self) -> Letters:
        return Letters(self.outbox, self.settings, self.clock)

    @cached_property
    def messages(self) -> Messages:
        return Messages(self.session, self.sealer, self.clock)

    @cached_property
    def outgoing(self) -> Outgoing:
        return Outgoing(Policy.of(self.settings))

    @cached_property
    def register(self) -> PopulationRegister:
        return connect_register(self.settings, self.clock)
