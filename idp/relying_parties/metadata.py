"""The members of a registration (RFC 7591, 2; OpenID Connect Dynamic Client Registration 1.0, 2) and our own.

Unknown members are ignored. Members that would promise something this provider does not do are unknown.
"""

from datetime import date
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct, convert, field, to_builtins
from msgspec.structs import fields

from idp.relying_parties.faults import Fault, Problem
from idp.relying_parties.validation import SHOWN, TEXT_IS, Validation

LONGEST_URI = 2_000
MOST_URIS = 50

# `$` would let a line break follow.
Text = Annotated[str, Meta(min_length=1, max_length=300, extra={SHOWN: True})]
Name = Annotated[str, Meta(min_length=1, max_length=120, extra={SHOWN: True})]
Uri = Annotated[str, Meta(min_length=1, max_length=LONGEST_URI)]
Token = Annotated[str, Meta(min_length=1, max_length=100, pattern=r"^[\x21\x23-\x5b\x5d-\x7e]+\Z")]
Audience = Annotated[str, Meta(min_length=1, max_length=300, pattern=r"^[\x21-\x7e]+\Z")]
Uris = Annotated[list[Uri], Meta(max_length=MOST_URIS)]
Identifier = Annotated[str, Meta(min_length=1, max_length=128, pattern=r"^[A-Za-z0-9][A-Za-z0-9._~:-]*\Z")]


class Purpose(Struct, frozen=True, omit_defaults=True):
    """What a scope is for, in both languages."""

    vi: Text | None = None
    en: Text | None = None


class ScopeGround(Struct, frozen=True):
    """On what ground an application has a scope."""

    legal_basis: Literal["law", "consent"]
    legal_reference: Text | None = None
    purpose: Annotated[Purpose, Meta(extra={TEXT_IS: "vi"})] = Purpose()
    retention: Name | None = None
    optional: bool = False
    commune: Annotated[str, Meta(pattern=r"^[0-9]{5}\Z")] | None = None
    until: date | None = None

    def written(self) -> dict[str, Any]:
        """As it was sent, with what is usual and without what is absent."""
        return {name: value for name, value in to_builtins(self).items() if value is not None}


class Contact(Struct, frozen=True, omit_defaults=True):
    """Somebody who answers for an application."""

    name: Name | None = None
    email: Annotated[str, Meta(max_length=254, pattern=r"^[^@\s]+@[^@\s]+\Z", extra={SHOWN: True})] | None = (
        None
    )
    phone: Annotated[str, Meta(max_length=40, pattern=r"^[0-9+(). -]*\Z", extra={SHOWN: True})] | None = None


class TokenExchange(Struct, frozen=True):
    """What an application may exchange tokens for: whose tokens, for whom, with which scopes."""

    clients: Annotated[list[Identifier], Meta(min_length=1, max_length=20)]
    audiences: Annotated[list[Audience], Meta(min_length=1, max_length=20)]
    scopes: Annotated[list[Token], Meta(min_length=1, max_length=50)]


class Metadata(Struct, frozen=True, omit_defaults=True):
    """A registration as it was sent. Absent members are None; `completed` fills in the defaults."""

    client_id: Identifier | None = None
    client_secret: Annotated[str, Meta(max_length=255, pattern=r"^[\x20-\x7e]*\Z")] | None = None
    client_name: Name | None = None
    client_name_vi: Name | None = field(default=None, name="client_name#vi")
    client_name_en: Name | None = field(default=None, name="client_name#en")
    application_type: Literal["web", "native"] | None = None
    redirect_uris: Uris | None = None
    response_types: list[Token] | None = None
    grant_types: list[Token] | None = None
    token_endpoint_auth_method: Token | None = None
    token_endpoint_auth_signing_alg: Token | None = None
    dpop_bound_access_tokens: bool | None = None
    require_dpop_nonce: bool | None = None
    tls_client_certificate_bound_access_tokens: bool | None = None
    tls_client_auth_subject_dn: Text | None = None
    tls_client_auth_san_dns: Uri | None = None
    tls_client_auth_san_uri: Uri | None = None
    tls_client_auth_san_ip: Uri | None = None
    tls_client_auth_san_email: Uri | None = None
    scope: Annotated[str, Meta(max_length=2_000, pattern=r"^[\x20\x21\x23-\x5b\x5d-\x7e]*\Z")] | None = None
    contacts: Annotated[list[Name], Meta(max_length=20)] | None = None
    client_uri: Uri | None = None
    logo_uri: Uri | None = None
    policy_uri: Uri | None = None
    tos_uri: Uri | None = None
    client_uri_vi: Uri | None = field(default=None, name="client_uri#vi")
    client_uri_en: Uri | None = field(default=None, name="client_uri#en")
    logo_uri_vi: Uri | None = field(default=None, name="logo_uri#vi")
    logo_uri_en: Uri | None = field(default=None, name="logo_uri#en")
    policy_uri_vi: Uri | None = field(default=None, name="policy_uri#vi")
    policy_uri_en: Uri | None = field(default=None, name="policy_uri#en")
    tos_uri_vi: Uri | None = field(default=None, name="tos_uri#vi")
    tos_uri_en: Uri | None = field(default=None, name="tos_uri#en")
    software_id: Name | None = None
    software_version: Name | None = None
    jwks: dict[str, Any] | None = None
    jwks_uri: Uri | None = None
    subject_type: Token | None = None
    sector_identifier_uri: Uri | None = None
    id_token_signed_response_alg: Token | None = None
    id_token_encrypted_response_alg: Token | None = None
    id_token_encrypted_response_enc: Token | None = None
    userinfo_signed_response_alg: Token | None = None
    userinfo_encrypted_response_alg: Token | None = None
    userinfo_encrypted_response_enc: Token | None = None
    request_object_signing_alg: Token | None = None
    require_signed_request_object: bool | None = None
    request_uris: Uris | None = None
    require_pushed_authorization_requests: bool | None = None
    authorization_signed_response_alg: Token | None = None
    authorization_encrypted_response_alg: Token | None = None
    authorization_encrypted_response_enc: Token | None = None
    introspection_signed_response_alg: Token | None = None
    introspection_encrypted_response_alg: Token | None = None
    introspection_encrypted_response_enc: Token | None = None
    default_max_age: Annotated[int, Meta(ge=0, le=10**9)] | None = None
    require_auth_time: bool | None = None
    default_acr_values: Annotated[list[Token], Meta(max_length=10)] | None = None
    initiate_login_uri: Uri | None = None
    post_logout_redirect_uris: Uris | None = None
    backchannel_logout_uri: Uri | None = None
    backchannel_logout_session_required: bool | None = None
    authorization_details_types: Annotated[list[Token], Meta(max_length=20)] | None = None
    token_exchange: TokenExchange | None = None
    frontchannel_logout_uri: Uri | None = None
    frontchannel_logout_session_required: bool | None = None
    backchannel_token_delivery_mode: Token | None = None
    backchannel_client_notification_endpoint: Uri | None = None
    backchannel_authentication_request_signing_alg: Token | None = None
    backchannel_user_code_parameter: bool | None = None
    device_number_shown: bool | None = None

    require_pkce: bool | None = None
    pkce_exempt_until: date | None = None
    sector: Name | None = None
    unit: Name | None = None
    minimum_level: int | None = None
    profile: Literal["plain", "machine", "fapi2", "fapi2_signed"] | None = None
    audiences: Annotated[list[Audience], Meta(max_length=20)] | None = None
    scope_policy: dict[Token, ScopeGround] | None = None
    kind: Literal["web", "high_security", "machine", "kiosk", "spa", "native", "resource"] | None = None
    technical_contact: Annotated[Contact, Meta(extra={TEXT_IS: "email"})] | None = None
    legal_contact: Annotated[Contact, Meta(extra={TEXT_IS: "email"})] | None = None

    @property
    def is_public(self) -> bool:
        """Whether the application has nothing to authenticate with."""
        return self.token_endpoint_auth_method == "none"  # noqa: S105  a method's name

    @property
    def scopes(self) -> tuple[str, ...]:
        """The scopes, each once."""
        return tuple(dict.fromkeys((self.scope or "").split()))

    def written(self) -> dict[str, Any]:
        """As a document: by the registered names, without what is absent."""
        document: dict[str, Any] = to_builtins(self)
        if self.scope_policy is not None:
            document["scope_policy"] = {name: ground.written() for name, ground in self.scope_policy.items()}
        return document


MEMBERS = tuple(each.encode_name for each in fields(Metadata))
"""Every member that is understood, by the name it is registered under."""

STANDARD = MEMBERS[MEMBERS.index("application_type") : MEMBERS.index("require_pkce")]
"""Members of RFC 7591 and OpenID Connect that are kept as they are."""


def parse(document: Any) -> Metadata | tuple[Fault, ...]:
    """Read the members of a registration, each for itself; how they go together is for `rules.py`.

    Args:
        document: What JSON gave.

    Returns:
        The members, or everything that is wrong with them.
    """
    if not isinstance(document, dict) or not all(isinstance(name, str) for name in document):
        return (Fault("registration", Problem.NOT_AN_OBJECT),)
    if _has_unstorable_text(document):
        return (Fault("registration", Problem.HIDDEN_SIGNS),)
    validation = Validation()
    cleaned = validation.cleaned(document, Metadata)
    return tuple(validation.faults) or convert(cleaned, Metadata)


def _has_unstorable_text(document: Any) -> bool:
    """Whether there is NUL, or half a surrogate pair, anywhere in a document: no database keeps them."""
    left = [document]
    while left:
        value = left.pop()
        if isinstance(value, str) and any(sign == "\0" or "\ud800" <= sign <= "\udfff" for sign in value):
            return True
        if isinstance(value, dict):
            left.extend([*value, *value.values()])
        elif isinstance(value, list):
            left.extend(value)
    return False
