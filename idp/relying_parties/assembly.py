"""How the relying parties' side is put together."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from idp.audit.log import AuditLog
from idp.clock import Clock
from idp.config import Settings
from idp.crypto.sealing import Sealer
from idp.relying_parties.admission import Admission, Counts
from idp.relying_parties.history import History
from idp.relying_parties.invitations import Invitations
from idp.relying_parties.lint import Lint
from idp.relying_parties.lint_facts import LintFacts, Seen
from idp.relying_parties.offer import Offer
from idp.relying_parties.profile_check import ProfileCheck, PublishedKeys
from idp.relying_parties.received import Reader
from idp.relying_parties.registration import Registrations
from idp.relying_parties.secret_rotation import SecretRotation
from idp.relying_parties.secrets import ClientSecrets
from idp.relying_parties.sector_documents import SectorDocuments
from idp.relying_parties.self_registration import SelfRegistration
from idp.relying_parties.software_statements import SoftwareStatements
from idp.relying_parties.terms import Terms
from idp.relying_parties.trials import Trials
from idp.store.db import DatabaseSession
from idp.store.repositories.authorizations import Authorizations
from idp.store.repositories.call_counts import CallCounts
from idp.store.repositories.client_secret_uses import ClientSecretUses
from idp.store.repositories.client_versions import ClientVersions
from idp.store.repositories.clients import Clients
from idp.store.repositories.initial_access_tokens import InitialAccessTokens
from idp.store.repositories.installation_secrets import InstallationSecrets
from idp.store.repositories.units import Units


@dataclass(frozen=True, kw_only=True)
class ClientDesk:
    """Registrations of applications, their own and those of operators, their secrets, and trying them."""

    registrations: Registrations
    secrets: ClientSecrets
    secret_uses: ClientSecretUses
    lint: Lint
    rotation: SecretRotation
    trials: Trials
    profiles: ProfileCheck
    invitations: Invitations
    self_registration: SelfRegistration


@dataclass(frozen=True)
class DeskStores:
    """What the desk keeps things in.

    Args:
        session: The session of the running request or command.
        clients: The registered applications.
        installation: Has the key of the digests of secrets.
        audit: The audit log.
    """

    session: DatabaseSession
    clients: Clients
    installation: InstallationSecrets
    audit: AuditLog


@dataclass(frozen=True)
class DeskMeans:
    """What the desk works with.

    Args:
        offer: What there is to register for.
        fetch: Gets a JSON document from an address an application names.
        published: Gets the keys an application publishes.
        counts: Counts tries.
        clock: The only source of time.
    """

    offer: Offer
    fetch: Callable[[str], Any]
    published: PublishedKeys
    counts: Counts
    clock: Clock


def build_client_desk(settings: Settings, stores: DeskStores, means: DeskMeans) -> ClientDesk:
    """Build it.

    Args:
        settings: What the deployment decided.
        stores: Where things are kept.
        means: What it works with.

    Raises:
        ConfigurationError: A trusted issuer's keys cannot be used.
    """
    clients, audit, clock, offer = stores.clients, stores.audit, means.clock, means.offer
    sealer = Sealer(*settings.sealing_keys)
    secrets = ClientSecrets(lambda: stores.installation.get("client_secrets"), sealer, clock)
    history = History(ClientVersions(stores.session), sealer, clock)
    registrations = Registrations(clients, secrets, history, offer=offer, audit=audit, clock=clock)
    lint = _lint(stores, secrets, history, offer, clock)
    history.on_keep.append(lint.keep)
    tokens = InitialAccessTokens(stores.session, clock)
    is_open = settings.registration == "open"
    admission = Admission(tokens, means.counts, Terms.usual(offer), is_open=is_open)
    statements = SoftwareStatements.of(settings, clock)
    reader = Reader(registrations, offer, statements, SectorDocuments(means.fetch))
    return ClientDesk(
        registrations=registrations,
        secrets=secrets,
        secret_uses=ClientSecretUses(stores.session),
        lint=lint,
        rotation=SecretRotation(clients, secrets, audit, clock),
        trials=Trials(clients, audit, clock),
        profiles=ProfileCheck(offer, means.published, clock),
        invitations=Invitations(tokens, offer, audit, clock),
        self_registration=SelfRegistration(registrations, clients, secrets, admission, reader),
    )


def _lint(stores: DeskStores, secrets: ClientSecrets, history: History, offer: Offer, clock: Clock) -> Lint:
    session = stores.session
    facts = LintFacts(
        secrets=secrets,
        history=history,
        seen=Seen(
            ClientSecretUses(session),
            Authorizations(session, stores.clients.find, clock),
            CallCounts(session),
        ),
        units=Units(session, clock),
        offer=offer,
        clock=clock,
    )
    return Lint(stores.clients, facts.of, clock)
