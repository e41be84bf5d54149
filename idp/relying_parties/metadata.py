"""The members of a registration (RFC 7591, 2; OpenID Connect Dynamic Client Registration 1.0, 2) and our own.

Unknown members are ignored. Members that would promise something this provider does not do are unknown.
"""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from idp.relying_parties.faults import Fault, Problem
from idp.relying_parties.scripts import has_hidden_signs

LONGEST_URI = 2_000
MOST_URIS = 50


def _clean(text: str) -> str:
    if has_hidden_signs(text):
        raise ValueError(Problem.HIDDEN_SIGNS.name)
    return text.strip()


def _words(value: Any) -> Any:
    return {"vi": value} if isinstance(value, str) else value


Text = Annotated[str, StringConstraints(min_length=1, max_length=300), AfterValidator(_clean)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=120), AfterValidator(_clean)]
Uri = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_URI)]
Token = Annotated[
    str, StringConstraints(min_length=1, max_length=100, pattern=r"^[\x21\x23-\x5b\x5d-\x7e]+$")
]
Audience = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=r"^[\x21-\x7e]+$")]
Uris = Annotated[list[Uri], Field(max_length=MOST_URIS)]
Day = Annotated[date, Field(strict=False)]
Identifier = Annotated[
    str, StringConstraints(min_length=1, max_length=128, pattern=r"^[A-Za-z0-9][A-Za-z0-9._~:-]*$")
]


class _Members(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, strict=True, hide_input_in_errors=True)


class Purpose(_Members):
    """What a scope is for, in both languages."""

    vi: Text | None = None
    en: Text | None = None


class ScopeGround(_Members):
    """On what ground an application has a scope."""

    legal_basis: Literal["law", "consent"]
    legal_reference: Text | None = None
    purpose: Annotated[Purpose, BeforeValidator(_words)] = Purpose()
    retention: Name | None = None
    optional: bool = False
    commune: Annotated[str, StringConstraints(pattern=r"^[0-9]{5}$")] | None = None


class TokenExchange(_Members):
    """What an application may exchange tokens for: whose tokens, for whom, with which scopes."""

    clients: Annotated[list[Identifier], Field(min_length=1, max_length=20)]
    audiences: Annotated[list[Audience], Field(min_length=1, max_length=20)]
    scopes: Annotated[list[Token], Field(min_length=1, max_length=50)]


class Metadata(_Members):
    """A registration as it was sent. Absent members are None; `completed` fills in the defaults."""

    client_id: Identifier | None = None
    client_secret: Annotated[str, StringConstraints(max_length=255, pattern=r"^[\x20-\x7e]*$")] | None = None
    client_name: Name | None = None
    client_name_vi: Name | None = Field(None, alias="client_name#vi")
    client_name_en: Name | None = Field(None, alias="client_name#en")
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
    scope: (
        Annotated[str, StringConstraints(max_length=2_000, pattern=r"^[\x20\x21\x23-\x5b\x5d-\x7e]*$")] | None
    ) = None
    contacts: Annotated[list[Name], Field(max_length=20)] | None = None
    client_uri: Uri | None = None
    logo_uri: Uri | None = None
    policy_uri: Uri | None = None
    tos_uri: Uri | None = None
    client_uri_vi: Uri | None = Field(None, alias="client_uri#vi")
    client_uri_en: Uri | None = Field(None, alias="client_uri#en")
    logo_uri_vi: Uri | None = Field(None, alias="logo_uri#vi")
    logo_uri_en: Uri | None = Field(None, alias="logo_uri#en")
    policy_uri_vi: Uri | None = Field(None, alias="policy_uri#vi")
    policy_uri_en: Uri | None = Field(None, alias="policy_uri#en")
    tos_uri_vi: Uri | None = Field(None, alias="tos_uri#vi")
    tos_uri_en: Uri | None = Field(None, alias="tos_uri#en")
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
    default_max_age: Annotated[int, Field(ge=0, le=10**9)] | None = None
    require_auth_time: bool | None = None
    default_acr_values: Annotated[list[Token], Field(max_length=10)] | None = None
    initiate_login_uri: Uri | None = None
    post_logout_redirect_uris: Uris | None = None
    backchannel_logout_uri: Uri | None = None
    backchannel_logout_session_required: bool | None = None
    authorization_details_types: Annotated[list[Token], Field(max_length=20)] | None = None
    token_exchange: TokenExchange | None = None
    frontchannel_logout_uri: Uri | None = None
    frontchannel_logout_session_required: bool | None = None
    backchannel_token_delivery_mode: Token | None = None
    backchannel_client_notification_endpoint: Uri | None = None
    backchannel_authentication_request_signing_alg: Token | None = None
    backchannel_user_code_parameter: bool | None = None
    device_number_shown: bool | None = None

    require_pkce: bool | None = None
    pkce_exempt_until: Day | None = None
    sector: Name | None = None
    unit: Name | None = None
    minimum_level: int | None = None
    profile: Literal["plain", "machine", "fapi2", "fapi2_signed"] | None = None
    audiences: Annotated[list[Audience], Field(max_length=20)] | None = None
    scope_policy: dict[Token, ScopeGround] | None = None

    @model_validator(mode="before")
    @classmethod
    def _null_is_absent(cls, document: Any) -> Any:
        # A null says the same as leaving a member out (RFC 7591, 2.2 of RFC 7592 says so for updates).
        if isinstance(document, dict):
            return {name: value for name, value in document.items() if value is not None}
        return document

    @property
    def is_public(self) -> bool:
        """Whether the application has nothing to authenticate with."""
        return self.token_endpoint_auth_method == "none"  # noqa: S105  a method's name

    @property
    def scopes(self) -> tuple[str, ...]:
        """The scopes, each once."""
        return tuple(dict.fromkeys((self.scope or "").split()))


MEMBERS = tuple(field.alias or name for name, field in Metadata.model_fields.items())
"""Every member that is understood, by the name it is registered under."""

STANDARD = MEMBERS[MEMBERS.index("application_type") : MEMBERS.index("require_pkce")]
"""Members of RFC 7591 and OpenID Connect that are kept as they are."""

STANDARD_FIELDS = frozenset(
    name for name, field in Metadata.model_fields.items() if (field.alias or name) in STANDARD
)
"""The same, by the names they have in Python."""


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
    try:
        return Metadata.model_validate(document)
    except ValidationError as wrong:
        return tuple(
            dict.fromkeys(_fault(each) for each in wrong.errors(include_url=False, include_input=False))
        )


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


_WORDS_FOR_TYPES = {
    "string_type": "text is expected",
    "list_type": "a list is expected",
    "dict_type": "an object is expected",
    "model_type": "an object is expected",
    "bool_type": "true or false is expected",
    "int_type": "a whole number is expected",
    "date_from_datetime_parsing": "a date like 2027-12-31 is expected",
    "date_parsing": "a date like 2027-12-31 is expected",
    "date_type": "a date like 2027-12-31 is expected",
}
_PROBLEMS = {
    "missing": (Problem.MISSING, ""),
    "string_too_short": (Problem.EMPTY, ""),
    "string_too_long": (Problem.TOO_LONG, "{max_length} characters"),
    "too_long": (Problem.TOO_MANY, "{max_length}"),
    "literal_error": (Problem.UNKNOWN_VALUE, "one of {expected} is expected"),
    "value_error": (Problem.HIDDEN_SIGNS, ""),
    **{kind: (Problem.WRONG_TYPE, words) for kind, words in _WORDS_FOR_TYPES.items()},
}
_OTHERWISE = (Problem.MALFORMED, "this value has characters or a size that it may not have")


def _fault(error: Any) -> Fault:
    place = [str(step) for step in error["loc"]]
    inside = "".join(f"[{step}]" if step.isdigit() else f".{step}" for step in place[1:] if step != "[key]")
    problem, words = _PROBLEMS.get(str(error["type"]), _OTHERWISE)
    limits = {name: str(value) for name, value in (error.get("ctx") or {}).items()}
    return Fault(place[0] + inside, problem, words.format_map(limits) if limits else words)
