"""What each member of a registration means, for `docs/configuration.md`."""

from idp.relying_parties.metadata import MEMBERS

_SAYS: dict[str, str] = {
    "client_id": "Optional preset identifier: letters, digits and `. _ ~ : -`, 128 at most. Left out: one is made.",
    "client_secret": "Optional preset secret: 32 printable ASCII characters or more (demo: 8). Left out: one is made.",
    "client_name": "Name shown to citizens, Vietnamese.",
    "client_name#vi": "The same, and wins over `client_name`.",
    "client_name#en": "Name shown to citizens, English.",
    "application_type": "`web` (default) or `native`, which may have redirect URIs of a private scheme.",
    "redirect_uris": "Where answers go, compared to the character; https, or http on loopback. Needed for citizens.",
    "response_types": '`["code"]` (default for citizens) or `[]`.',
    "grant_types": "Default `authorization_code`, with `refresh_token` where `scope` has `offline_access`; "
    "`client_credentials` for machines; `[]` for an interface that only checks tokens.",
    "token_endpoint_auth_method": "`client_secret_basic` (default), `client_secret_post`, `private_key_jwt`, `none`.",
    "token_endpoint_auth_signing_alg": "Algorithm of client assertions: `RS256`, `PS256`, `ES256`, `EdDSA`.",
    "scope": "Scopes it may ask for. Left out: those of `scope_policy`, else `openid profile email phone address`.",
    "contacts": "E-mail addresses of the people in charge. Never shown to citizens.",
    "client_uri": "Home page.",
    "logo_uri": "Logo, shown when signing in.",
    "policy_uri": "Privacy policy, linked when signing in.",
    "tos_uri": "Terms of use, linked when signing in.",
    "jwks": "Public keys, in place of `jwks_uri`.",
    "jwks_uri": "Where the public keys are.",
    "subject_type": "`pairwise` (default) or `public`.",
    "sector_identifier_uri": "Its host is the sector where neither `sector` nor `unit` is given. Not fetched yet.",
    "id_token_signed_response_alg": "`RS256` (default), `ES256`, `EdDSA`, `PS256`.",
    "default_max_age": "Seconds after which citizens show their password again.",
    "require_auth_time": "Kept; `auth_time` is always in the ID token.",
    "default_acr_values": "Authentication levels wished for where the request names none.",
    "initiate_login_uri": "https address at which others begin a sign-in.",
    "post_logout_redirect_uris": "Where a citizen may come back to after signing out.",
    "backchannel_logout_uri": "Where logout tokens are posted.",
    "backchannel_logout_session_required": "Whether logout tokens must carry `sid`; they always do.",
    "require_pkce": "Default true. False excuses a confidential client, until a date.",
    "pkce_exempt_until": "Last day of that excuse, `YYYY-MM-DD`; given alone it is the excuse. Default: a year.",
    "sector": "Whose pairwise subjects are shared. Default: `unit`, else the one host of the redirect URIs.",
    "unit": "Owner unit.",
    "minimum_level": "Authentication level citizens need, 1 (default) or 2.",
    "profile": "`plain` (default), `machine`, `fapi2` (high security), or `fapi2_signed` (with message signing).",
    "audiences": "Interfaces its access tokens are meant for.",
    "scope_policy": "For each scope: `legal_basis` (`law`, `consent`), `legal_reference` (needed for `law`), `purpose` "
    "(text, or `vi` and `en`), `retention`, `optional` (the citizen may refuse).",
}


def member_rows() -> list[tuple[str, str]]:
    """Every member that is understood, in the order they are documented in.

    Raises:
        KeyError: One has no description.
    """
    return [(name, _SAYS[name]) for name in MEMBERS]
