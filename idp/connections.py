"""Where parts meet that do not know each other: the protocol and registrations, sign-outs, the register."""

from idp.assurance import OWN_LEVELS
from idp.clock import Clock
from idp.config import ConfigurationError, Settings
from idp.oauth.client import RegisteredClient
from idp.oauth.client_assertion import ALGORITHMS_OF
from idp.oauth.client_auth import offered_methods
from idp.oauth.logout_token import LogoutTokens
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
from idp.outbound.logout_delivery import Mint
from idp.registry.connect import from_url
from idp.registry.port import PopulationRegister
from idp.relying_parties.offer import Offer


def logout_minter(provider: Provider) -> Mint:
    """What makes logout tokens for the applications that a session was used for."""
    tokens = LogoutTokens(provider.issuer, provider.keys, provider.subjects, provider.clock)
    return lambda client, citizen_id, session_id: tokens.issue(
        RegisteredClient(client), citizen_id, session_id
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
