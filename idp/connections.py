"""Where parts meet that do not know each other: the protocol and registrations, sign-outs, the register."""

from collections.abc import Callable
from typing import Any

from idp.assurance import OWN_LEVELS
from idp.clock import Clock
from idp.config import Settings
from idp.oauth.client import RegisteredClient
from idp.oauth.client_assertion import ALGORITHMS_OF
from idp.oauth.client_auth import offered_methods
from idp.oauth.client_keys import ClientKeys
from idp.oauth.logout_token import LogoutTokens
from idp.oauth.logout_trial import logout_trial
from idp.oauth.profiles import PROFILES
from idp.oauth.scopes import LAW_ONLY, SCOPES
from idp.oauth.server import Provider
from idp.oauth.supported import (
    AUTHORIZATION_DETAILS_TYPES,
    CONTENT_ENCRYPTIONS,
    DELIVERY_MODES,
    ENCRYPTION_ALGORITHMS,
    GRANTS,
    ID_TOKEN_ALGORITHMS,
    RESPONSE_TYPES,
    SUBJECT_TYPES,
)
from idp.operators.change_requests import Applied, Handler, Impossible, Kind, Outcome, Overtaken
from idp.operators.ending_letters import EndingLetters
from idp.operators.notices import OperatorNotices
from idp.outbound.logout_delivery import Mint
from idp.registry.connect import from_url
from idp.registry.port import PopulationRegister
from idp.relying_parties.coach_logout import Mint as TrialMint
from idp.relying_parties.ending_warnings import DueWarning
from idp.relying_parties.life import Stopped
from idp.relying_parties.offer import Offer
from idp.relying_parties.outcomes import Changed
from idp.relying_parties.profile_check import PublishedKeys
from idp.store.models import ChangeRequest, Client
from idp.variables import ConfigurationError


def logout_minter(provider: Provider) -> Mint:
    """What makes logout tokens for the applications that a session was used for."""
    tokens = LogoutTokens(provider.issuer, provider.keys, provider.subjects, provider.clock)
    return lambda client, citizen_id, session_id: tokens.issue(
        RegisteredClient(client), citizen_id, session_id
    )


def logout_trier(provider: Provider) -> TrialMint:
    """What makes the logout tokens that the coach tries applications with."""
    tokens = LogoutTokens(provider.issuer, provider.keys, provider.subjects, provider.clock)
    return lambda client, citizen_id, session_id: logout_trial(
        tokens, RegisteredClient(client), citizen_id, session_id
    )


def about_clients(approve: Callable[[ChangeRequest], object]) -> dict[str, Handler]:
    """What an approved request about an application does.

    Args:
        approve: Does it, and says what came of it.
    """

    def decided(request: ChangeRequest) -> Outcome:
        match approve(request):
            case Changed():
                return Applied()
            case Stopped(why, faults):
                return Impossible(tuple(fault.sentence for fault in faults) or (str(why),))
            case _:
                return Overtaken()

    return {Kind.CLIENT_APPROVAL: decided, Kind.CLIENT_CHANGE: decided}


def ending_letters(notices: OperatorNotices) -> Callable[[DueWarning], int]:
    """What writes to those who answer for an application that something of it ends."""
    letters = EndingLetters(notices)

    def write(due: DueWarning) -> int:
        client, ending = due.client, due.ending
        return letters.write(
            ending.what.value,
            application=(client.client_id, client.name, client.unit),
            name=ending.name,
            last_day=ending.last_day,
            days_left=due.days_left,
            last_used=due.last_used,
            contacts=due.contacts,
        )

    return write


def published_keys(keys: ClientKeys) -> PublishedKeys:
    """What gets the keys that applications publish, and keeps them for a while."""

    def of(client: Client) -> dict[str, Any] | None:
        found = next(keys.of(RegisteredClient(client)), None)
        return {**found.as_dict(private=False)} if found is not None else None

    return of


def connect_register(settings: Settings, clock: Clock) -> PopulationRegister:
    """The population register behind `IDP_POPULATION_URL`. Nothing is asked of it yet.

    Raises:
        ConfigurationError: The address or the keys are not usable.
    """
    try:
        return from_url(
            settings.population_url,
            api_key=settings.population_api_key.reveal(),
            jwks=settings.population_jwks,
            timeout=settings.population_timeout,
            may_fetch_keys=settings.is_demo,
            clock=clock,
        )
    except ValueError as cause:
        raise ConfigurationError(f"IDP_POPULATION_URL: {cause}") from cause


DEMO_SECRET_CHARACTERS = 8


def offer(settings: Settings) -> Offer:
    """What an application can be registered for: what the protocol speaks.

    Args:
        settings: In a demonstration a test tool may bring the secret it always uses, however short.
    """
    return Offer(
        scopes=tuple(SCOPES),
        law_only=LAW_ONLY,
        default_scopes=("openid", "profile", "email", "phone", "address"),
        auth_methods=offered_methods(by_certificate=bool(settings.mtls_address)),
        grant_types=tuple(grant.GRANT_TYPE for grant in GRANTS),
        response_types=RESPONSE_TYPES,
        signing_algorithms=ID_TOKEN_ALGORITHMS,
        encryption_algorithms=ENCRYPTION_ALGORITHMS,
        content_encryptions=CONTENT_ENCRYPTIONS,
        subject_types=SUBJECT_TYPES,
        levels=tuple(int(level) for level in OWN_LEVELS),
        delivery_modes=DELIVERY_MODES,
        authorization_details_types=tuple(AUTHORIZATION_DETAILS_TYPES),
        profiles=PROFILES,
        assertion_algorithms=ALGORITHMS_OF,
        shortest_secret=DEMO_SECRET_CHARACTERS if settings.is_demo else Offer.shortest_secret,
    )
