"""What each member of a registration means, for `docs/configuration.md`."""

from idp.relying_parties.metadata import MEMBERS

_ENCRYPTED = {
    "id_token": "ID tokens",
    "userinfo": "UserInfo",
    "authorization": "signed authorization responses",
    "introspection": "signed introspection answers",
}

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
    "token_endpoint_auth_method": "`client_secret_basic` (default), `client_secret_post`, `client_secret_jwt`, "
    "`private_key_jwt` (default of `fapi2`), `none`.",
    "token_endpoint_auth_signing_alg": "The only algorithm of its client assertions: `RS256`, `PS256`, `ES256`, "
    "`EdDSA`, `Ed25519` for `private_key_jwt`; `HS256`, `HS384`, `HS512` for `client_secret_jwt`.",
    "dpop_bound_access_tokens": "Whether each token request must bring a DPoP proof, so that its access tokens are "
    "bound to a key.",
    "require_dpop_nonce": "Whether each DPoP proof must hold a nonce of this provider (`IDP_DPOP_NONCES`: for all).",
    "tls_client_certificate_bound_access_tokens": "Whether its access tokens are bound to its TLS certificate.",
    "tls_client_auth_subject_dn": "The subject of the certificate it shows for `tls_client_auth`, as in RFC 4514.",
    "tls_client_auth_san_dns": "Instead: a host name in that certificate.",
    "tls_client_auth_san_uri": "Instead: a URI in it.",
    "tls_client_auth_san_ip": "Instead: an IP address in it.",
    "tls_client_auth_san_email": "Instead: an e-mail address in it.",
    "scope": "Scopes it may ask for. Left out: those of `scope_policy`, else `openid profile email phone address`.",
    "contacts": "E-mail addresses of the people in charge. Never shown to citizens.",
    "client_uri": "Home page.",
    "logo_uri": "Logo, shown when signing in.",
    "policy_uri": "Privacy policy, linked when signing in.",
    "tos_uri": "Terms of use, linked when signing in.",
    **{
        f"{name}_uri#{language}": f"The same for pages in {spoken}; wins over `{name}_uri` there."
        for name in ("client", "logo", "policy", "tos")
        for language, spoken in (("vi", "Vietnamese"), ("en", "English"))
    },
    "software_id": "Which program it is, whichever version and wherever it is installed. Kept.",
    "software_version": "Which version of it. Kept.",
    "jwks": "Public keys, in place of `jwks_uri`.",
    "jwks_uri": "Where the public keys are.",
    "subject_type": "`pairwise` (default) or `public`.",
    "sector_identifier_uri": "Its host is the sector where neither `sector` nor `unit` is given. Fetched, "
    "and compared with `redirect_uris`, where an application registers itself; an operator vouches instead.",
    "id_token_signed_response_alg": "`RS256` (default), `ES256`, `EdDSA`, `PS256`.",
    **{
        f"{kind}_encrypted_response_alg": f"Encrypts {what} to a key of `jwks` or `jwks_uri`: `ECDH-ES`, "
        "`ECDH-ES+A128KW`, `ECDH-ES+A256KW`, `RSA-OAEP-256`."
        for kind, what in _ENCRYPTED.items()
    },
    **{
        f"{kind}_encrypted_response_enc": "With it, `A128CBC-HS256` (default), `A128GCM` or `A256GCM`."
        for kind in _ENCRYPTED
    },
    "userinfo_signed_response_alg": "Left out: UserInfo answers JSON. Else a signed token.",
    "request_object_signing_alg": "The one algorithm its request objects (RFC 9101) are signed with. Left out: any.",
    "require_signed_request_object": "Whether only signed requests count. Always for `fapi2_signed`.",
    "request_uris": "Where its request objects may be fetched from, and nowhere else.",
    "require_pushed_authorization_requests": "Whether only pushed requests count (RFC 9126). Always for `fapi2`.",
    "authorization_signed_response_alg": "Of signed authorization responses (`response_mode=jwt`): `RS256` (default).",
    "introspection_signed_response_alg": "Introspection always answers it with a signed token (RFC 9701).",
    "default_max_age": "Seconds after which citizens show their password again.",
    "require_auth_time": "Kept; `auth_time` is always in the ID token.",
    "default_acr_values": "Authentication levels wished for where the request names none.",
    "initiate_login_uri": "https address at which others begin a sign-in.",
    "post_logout_redirect_uris": "Where a citizen may come back to after signing out.",
    "backchannel_logout_uri": "Where logout tokens are posted.",
    "backchannel_logout_session_required": "Whether logout tokens must carry `sid`; they always do.",
    "frontchannel_logout_uri": "Loaded in a frame of the signed-out page; scheme, host and port of a redirect URI.",
    "frontchannel_logout_session_required": "Whether that address gets `iss` and `sid`. Default false.",
    "authorization_details_types": "Types of authorization details it may ask for (RFC 9396): `nop_ho_so`.",
    "token_exchange": "What it may exchange tokens for (RFC 8693): `clients` whose tokens it may bring, `audiences` "
    "and `scopes` of the tokens it gets. Left out: nothing.",
    "backchannel_token_delivery_mode": "How it learns that a citizen has decided (CIBA): `poll` or `ping`.",
    "backchannel_client_notification_endpoint": "Where it is pinged. Needed for `ping`.",
    "backchannel_authentication_request_signing_alg": "Algorithm its CIBA requests are signed with; all of them are, "
    "if it is registered.",
    "backchannel_user_code_parameter": "`false` only: citizens have no user codes.",
    "device_number_shown": "Whether its devices show a number that the citizen picks among three (default false: "
    "programs that know nothing but RFC 8628 cannot show it).",
    "require_pkce": "Default true. False excuses a confidential client, until a date.",
    "pkce_exempt_until": "Last day of that excuse, `YYYY-MM-DD`; given alone it is the excuse. Default: a year.",
    "sector": "Whose pairwise subjects are shared. Default: `unit`, else the one host of the redirect URIs.",
    "unit": "Owner unit.",
    "minimum_level": "Authentication level citizens need, 1 (default) or 2.",
    "profile": "`plain` (default), `machine`, `fapi2` (high security), or `fapi2_signed` (with message signing).",
    "audiences": "Interfaces its access tokens are meant for.",
    "scope_policy": "For each scope: `legal_basis` (`law`, `consent`), `legal_reference` (needed for `law`), `purpose` "
    "(text, or `vi` and `en`), `retention`, `until` (the last day of the ground, `YYYY-MM-DD`), `optional` (the "
    "citizen may refuse), and for `cu_tru` the code of the `commune` whose application it is.",
    "kind": "What kind of application it is: `web`, `high_security`, `machine`, `kiosk`, `spa`, `native`, `resource`. "
    "It follows from the other members, and is refused where it does not.",
    "technical_contact": "Who answers technical questions: `name`, `email`, `phone`, or an address alone. Kept sealed.",
    "legal_contact": "Who answers for the data it gets: the same.",
}


def member_rows() -> list[tuple[str, str]]:
    """Every member that is understood, in the order they are documented in.

    Raises:
        KeyError: One has no description.
    """
    return [(name, _SAYS[name]) for name in MEMBERS]
