"""What each kind of client is held to, where the specifications pull in two directions (`docs/protocol.md`).

A client is registered for one profile and nothing else has to be set: every rule asks the client's profile.
Source: FAPI 2.0 Security Profile, 5.3; FAPI 2.0 Message Signing, 5.3 to 5.5; OpenID Connect Core; RFC 9700.
"""

from dataclasses import dataclass
from datetime import timedelta

PLAIN_ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")
FAPI_ALGORITHMS = ("PS256", "ES256", "EdDSA")


@dataclass(frozen=True, kw_only=True)
class Profile:
    """One set of rules. The defaults are those of a plain OpenID Connect client.

    Args:
        name: As registered.
        signing_algorithms: With which its assertions, request objects and proofs are signed, and what we sign for it.
        auth_methods: How it may authenticate; None for every way there is.
        issuer_is_only_audience: Whether assertions name the issuer, as one string, and no endpoint.
        requires_pushed_requests: Whether its requests are pushed, and parameters in the browser's URL count nothing.
        requires_pkce: Whether nothing excuses it from PKCE.
        requires_redirect_uri: Whether each request names the redirect URI, however few are registered.
        requires_sender_constraint: Whether its tokens are bound to a key or a certificate.
        requires_signed_requests: Whether its authorization requests are signed.
        signs_responses: Whether it is answered with signed authorization responses.
        default_algorithm: What we sign with for it where it has registered nothing.
        rotates_refresh_tokens: Whether a refresh token is used once.
        binds_refresh_tokens: Whether a refresh token stays with the key or certificate it began with.
        takes_foreign_request_uris: Whether its request objects may be fetched from an address.
        allows_device_flow: Whether it may sign citizens in on devices: any device can be put in front of a citizen.
        requires_signed_backchannel_requests: Whether what it asks citizens in the background is signed.
        longest_code_life: The most a code may live.
    """

    name: str
    signing_algorithms: tuple[str, ...] = PLAIN_ALGORITHMS
    auth_methods: tuple[str, ...] | None = None
    issuer_is_only_audience: bool = False
    requires_pushed_requests: bool = False
    requires_pkce: bool = False
    requires_redirect_uri: bool = False
    requires_sender_constraint: bool = False
    requires_signed_requests: bool = False
    signs_responses: bool = False
    default_algorithm: str = "RS256"
    rotates_refresh_tokens: bool = True
    binds_refresh_tokens: bool = False
    takes_foreign_request_uris: bool = True
    allows_device_flow: bool = True
    requires_signed_backchannel_requests: bool = False
    longest_code_life: timedelta = timedelta(minutes=1)


PLAIN = Profile(name="plain")
MACHINE = Profile(name="machine")
FAPI2 = Profile(
    name="fapi2",
    signing_algorithms=FAPI_ALGORITHMS,
    auth_methods=("private_key_jwt", "tls_client_auth", "self_signed_tls_client_auth"),
    issuer_is_only_audience=True,
    requires_pushed_requests=True,
    requires_pkce=True,
    requires_redirect_uri=True,
    requires_sender_constraint=True,
    default_algorithm="ES256",
    rotates_refresh_tokens=False,
    binds_refresh_tokens=True,
    takes_foreign_request_uris=False,
    allows_device_flow=False,
    requires_signed_backchannel_requests=True,
)
FAPI2_SIGNED = Profile(
    **{
        **vars(FAPI2),
        "name": "fapi2_signed",
        "requires_signed_requests": True,
        "signs_responses": True,
    }
)
"""FAPI 2.0 with message signing."""

PROFILES = {profile.name: profile for profile in (PLAIN, MACHINE, FAPI2, FAPI2_SIGNED)}
"""By the name a client is registered with."""
