"""The object graph: each service built once, by hand, in one screen."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session, scoped_session

from idp.assurance import OWN_LEVELS
from idp.audit.checkpoints import EVERY, Checkpoints
from idp.audit.log import AuditLog
from idp.citizens import totp
from idp.citizens.accounts import Accounts
from idp.citizens.assembly import Ground, Surroundings, build_account_rooms, build_doors
from idp.citizens.authenticator_app import AuthenticatorApp
from idp.citizens.contact_change import ContactChange
from idp.citizens.factor_changes import FactorChanges
from idp.citizens.history import History
from idp.citizens.leaked_passwords import LeakedPasswords
from idp.citizens.password_change import PasswordChange
from idp.citizens.password_policy import PasswordPolicy
from idp.citizens.people import People
from idp.citizens.proofing import waiting
from idp.citizens.proofing.assembly import build_front_desk
from idp.citizens.proofing.registration import Registration
from idp.citizens.proofing.securing import Securing
from idp.citizens.proofing.waiting import WaitingVerifications
from idp.citizens.recovery import Recovery
from idp.citizens.recovery_codes import PrintedCodes
from idp.citizens.second_factor import SecondFactor
from idp.citizens.sessions import Sessions
from idp.citizens.sign_in import SignIn
from idp.citizens.sms_factor import SmsFactor
from idp.citizens.throttle import Throttle
from idp.clock import Clock
from idp.config import ConfigurationError, Settings
from idp.crypto.passwords import Passwords
from idp.crypto.sealing import Sealer
from idp.keys.ring import KeyRing
from idp.keys.rotation import Rotation
from idp.oauth.assembly import Means, build_provider
from idp.oauth.client import RegisteredClient
from idp.oauth.endpoints.end_session import EndSession
from idp.oauth.logout_token import LogoutTokens
from idp.oauth.ports import Outside
from idp.oauth.scopes import LAW_ONLY, SCOPES
from idp.oauth.server import Provider
from idp.oauth.supported import (
    CLIENT_AUTH_METHODS,
    GRANTS,
    ID_TOKEN_ALGORITHMS,
    RESPONSE_TYPES,
    SUBJECT_TYPES,
)
from idp.oauth.trial import provider_for_trials
from idp.operators import assembly as operator_side
from idp.operators.assembly import OperatorDesk, build_operator_desk
from idp.outbound import logout_delivery
from idp.outbound.addresses import Policy
from idp.outbound.assembly import message_deliverers
from idp.outbound.delivery import Deliverer
from idp.outbound.housekeeping import Chore, removals
from idp.outbound.http import Outgoing
from idp.outbound.letters import Letters
from idp.outbound.logout_delivery import LogoutDelivery, LogoutQueue, Mint
from idp.outbound.logout_report import LogoutReport
from idp.outbound.outbox import Outbox
from idp.registry.connect import from_url
from idp.registry.port import PopulationRegister
from idp.relying_parties.assembly import ClientDesk, build_client_desk
from idp.relying_parties.offer import Offer
from idp.store.repositories.audit_records import AuditRecords
from idp.store.repositories.authorizations import Authorizations
from idp.store.repositories.clients import Clients
from idp.store.repositories.consents import Consents
from idp.store.repositories.expired_rows import ExpiredRows
from idp.store.repositories.installation_secrets import InstallationSecrets
from idp.store.repositories.messages import Messages
from idp.store.repositories.pending_authorizations import PendingAuthorizations
from idp.store.repositories.refresh_tokens import Lifetimes, RefreshTokens
from idp.store.repositories.revoked_tokens import RevokedTokens
from idp.store.repositories.signing_keys import SigningKeys
from idp.store.repositories.used_assertions import UsedAssertions
from idp.store.repositories.visits import Visits


EXTENSION = "sen_id"
"""Under this name an application holds its services."""


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
    factor_changes: FactorChanges
    authenticator_app: AuthenticatorApp
    sms_factor: SmsFactor
    password_change: PasswordChange
    contact_change: ContactChange
    history: History
    people: People
    registration: Registration
    securing: Securing
    verifications: WaitingVerifications
    recovery: Recovery
    clients: Clients
    authorizations: Authorizations
    consents: Consents
    pending: PendingAuthorizations
    provider: Provider
    trial_provider: Provider
    client_desk: ClientDesk
    operator_desk: OperatorDesk
    audit_records: AuditRecords
    checkpoints: Checkpoints
    end_session: EndSession
    outbox: Outbox
    letters: Letters
    messages: Messages
    logout_report: LogoutReport
    deliverers: dict[str, Deliverer]
    chores: list[Chore]

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
    rotation = Rotation(signing_keys, ring, sealer, audit, clock)
    outbox = Outbox(session, sealer, clock)
    letters = Letters(outbox, settings, clock)
    messages = Messages(session, sealer, clock)
    ground = Ground(
        settings=settings,
        session=session,
        clock=clock,
        sealer=sealer,
        passwords=passwords,
        installation=installation,
        audit=audit,
        letters=letters,
    )
    doors = build_doors(ground)
    people, clients = People(sealer), Clients(session)
    authorizations = Authorizations(session, clock)
    consents = Consents(session, settings.consent_lifetime, clock)
    around = Surroundings(
        people=people,
        policy=PasswordPolicy(LeakedPasswords(settings.leaked_passwords)),
        authorizations=authorizations,
        consents=consents,
        clients=clients,
    )
    rooms = build_account_rooms(ground, doors, around)
    register = connect_register(settings, clock)
    front_desk = build_front_desk(ground, doors, around, register, outbox)
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
    client_desk = build_client_desk(
        clients, lambda: installation.get("client_secrets"), offer(), audit, clock
    )
    means = Means(
        keys=ring,
        salt=lambda: installation.get("pairwise_salt"),
        secret_matches=client_desk.secrets.matches,
        fetch=outgoing.get_json,
        clock=clock,
    )
    provider = build_provider(settings, outside, means)
    visits = Visits(session)
    audit_records = AuditRecords(session)
    checkpoints = Checkpoints(audit_records, audit)
    doors.sessions.on_end.append(LogoutQueue(outbox, visits).session_ended)
    return Services(
        settings=settings,
        clock=clock,
        sealer=sealer,
        passwords=passwords,
        installation=installation,
        audit=audit,
        ring=ring,
        rotation=rotation,
        register=register,
        throttle=doors.throttle,
        sessions=doors.sessions,
        printed_codes=doors.printed_codes,
        second_factor=doors.second_factor,
        sign_in=doors.sign_in,
        accounts=rooms.accounts,
        factor_changes=rooms.factor_changes,
        authenticator_app=rooms.authenticator_app,
        sms_factor=rooms.sms_factor,
        password_change=rooms.password_change,
        contact_change=rooms.contact_change,
        history=rooms.history,
        people=people,
        registration=front_desk.registration,
        securing=front_desk.securing,
        verifications=front_desk.verifications,
        recovery=front_desk.recovery,
        clients=clients,
        authorizations=authorizations,
        consents=consents,
        pending=PendingAuthorizations(session, sealer, settings.pending_lifetime, clock),
        provider=provider,
        trial_provider=provider_for_trials(provider),
        client_desk=client_desk,
        operator_desk=build_operator_desk(
            operator_side.Ground(
                settings=settings,
                session=session,
                clock=clock,
                sealer=sealer,
                passwords=passwords,
                audit=audit,
                codes=totp,
                counts=doors.throttle,
            )
        ),
        audit_records=audit_records,
        checkpoints=checkpoints,
        end_session=EndSession(settings.issuer, ring, clients, provider.subjects),
        outbox=outbox,
        letters=letters,
        messages=messages,
        logout_report=LogoutReport(outbox.entries, visits),
        deliverers={
            **message_deliverers(settings, messages, clock),
            waiting.KIND: front_desk.retry,
            logout_delivery.KIND: LogoutDelivery(clients, logout_minter(provider), outgoing, audit),
        },
        chores=[
            Chore("end sessions that have run out", timedelta(minutes=1), doors.sessions.end_expired),
            Chore(
                "forget retired keys",
                timedelta(hours=1),
                lambda: rotation.forget_retired(settings.key_rotation_overlap),
            ),
            Chore("write a checkpoint of the audit log", EVERY, checkpoints.write),
            *removals(ExpiredRows(session, clock)),
        ],
    )


def logout_minter(provider: Provider) -> Mint:
    """What makes logout tokens for the applications that a session was used for."""
    tokens = LogoutTokens(provider.issuer, provider.keys, provider.subjects, provider.clock)
    return lambda client, citizen_id, session_id: tokens.issue(RegisteredClient(client), citizen_id, session_id)


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


def offer() -> Offer:
    """What an application can be registered for: what the protocol speaks."""
    return Offer(
        scopes=tuple(SCOPES),
        law_only=LAW_ONLY,
        default_scopes=("openid", "profile", "email", "phone", "address"),
        auth_methods=CLIENT_AUTH_METHODS,
        grant_types=tuple(grant.GRANT_TYPE for grant in GRANTS),
        response_types=RESPONSE_TYPES,
        signing_algorithms=ID_TOKEN_ALGORITHMS,
        subject_types=SUBJECT_TYPES,
        levels=tuple(int(level) for level in OWN_LEVELS),
    )
