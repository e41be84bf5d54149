"""The object graph: each service built once, by hand, in one screen."""

from dataclasses import dataclass

from sqlalchemy.orm import Session, scoped_session

from idp.audit.log import AuditLog
from idp.citizens.accounts import Accounts
from idp.citizens.assembly import Ground, Surroundings, build_account_rooms, build_doors
from idp.citizens.authenticators import Authenticators
from idp.citizens.history import History
from idp.citizens.leaked_passwords import LeakedPasswords
from idp.citizens.notices import Unsent
from idp.citizens.password_change import PasswordChange
from idp.citizens.password_policy import PasswordPolicy
from idp.citizens.people import People
from idp.citizens.recovery_codes import PrintedCodes
from idp.citizens.second_factor import SecondFactor
from idp.citizens.sessions import Sessions
from idp.citizens.sign_in import SignIn
from idp.citizens.throttle import Throttle
from idp.clock import Clock
from idp.config import ConfigurationError, Settings
from idp.crypto.passwords import Passwords
from idp.crypto.sealing import Sealer
from idp.keys.ring import KeyRing
from idp.keys.rotation import Rotation
from idp.oauth.assembly import Means, build_provider
from idp.oauth.client_secrets import ClientSecrets
from idp.oauth.ports import Outside
from idp.oauth.server import Provider
from idp.outbound.addresses import Policy
from idp.outbound.http import Outgoing
from idp.store.repositories.authorizations import Authorizations
from idp.store.repositories.clients import Clients
from idp.store.repositories.consents import Consents
from idp.registry.connect import from_url
from idp.registry.port import PopulationRegister
from idp.store.repositories.installation_secrets import InstallationSecrets
from idp.store.repositories.pending_authorizations import PendingAuthorizations
from idp.store.repositories.refresh_tokens import Lifetimes, RefreshTokens
from idp.store.repositories.revoked_tokens import RevokedTokens
from idp.store.repositories.signing_keys import SigningKeys
from idp.store.repositories.used_assertions import UsedAssertions


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
    register: PopulationRegister
    throttle: Throttle
    sessions: Sessions
    printed_codes: PrintedCodes
    second_factor: SecondFactor
    sign_in: SignIn
    accounts: Accounts
    authenticators: Authenticators
    password_change: PasswordChange
    history: History
    people: People
    clients: Clients
    authorizations: Authorizations
    consents: Consents
    pending: PendingAuthorizations
    provider: Provider

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
    ground = Ground(
        settings=settings,
        session=session,
        clock=clock,
        sealer=sealer,
        passwords=passwords,
        installation=installation,
        audit=audit,
        letters=Unsent(),
    )
    doors = build_doors(ground)
    people, clients = People(sealer), Clients(session)
    authorizations = Authorizations(session, clock)
    consents = Consents(session, settings.consent_lifetime, clock)
    rooms = build_account_rooms(
        ground,
        doors,
        Surroundings(
            people=people,
            policy=PasswordPolicy(LeakedPasswords(settings.leaked_passwords)),
            authorizations=authorizations,
            consents=consents,
            clients=clients,
        ),
    )
    refresh_lifetimes = Lifetimes(settings.refresh_token_lifetime, settings.refresh_token_idle)
    outgoing = Outgoing(Policy.of(settings))
    outside = Outside(
        clients=clients,
        authorizations=authorizations,
        refresh_tokens=RefreshTokens(session, lambda: installation.get("codes"), refresh_lifetimes, clock),
        revoked_tokens=RevokedTokens(session),
        used_assertions=UsedAssertions(session),
        people=people,
        record=audit.record,
    )
    means = Means(
        keys=ring,
        salt=lambda: installation.get("pairwise_salt"),
        secret_matches=ClientSecrets(clock).match,
        fetch=outgoing.get_json,
        clock=clock,
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
        register=connect_register(settings, clock),
        throttle=doors.throttle,
        sessions=doors.sessions,
        printed_codes=doors.printed_codes,
        second_factor=doors.second_factor,
        sign_in=doors.sign_in,
        accounts=rooms.accounts,
        authenticators=rooms.authenticators,
        password_change=rooms.password_change,
        history=rooms.history,
        people=people,
        clients=clients,
        authorizations=authorizations,
        consents=consents,
        pending=PendingAuthorizations(session, sealer, settings.pending_lifetime, clock),
        provider=build_provider(settings, outside, means),
    )


def connect_register(settings: Settings, clock: Clock) -> PopulationRegister:
    """The population register behind `IDP_POPULATION_URL`. Nothing is asked of it yet.

    Raises:
        ConfigurationError: The address or the keys are not usable.
    """
    try:
        return from_url(
            settings.population_url,
            api_key=settings.population_api_key.get_secret_value(),
            jwks=settings.population_jwks,
            timeout=settings.population_timeout,
            may_fetch_keys=settings.is_demo,
            clock=clock,
        )
    except ValueError as cause:
        raise ConfigurationError(f"IDP_POPULATION_URL: {cause}") from cause
