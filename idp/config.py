"""Settings: typed, frozen, read once from `IDP_…` variables; half a configuration does not start.

`docs/configuration.md` is written from the descriptions here (`idp settings`).
"""

from datetime import timedelta
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import SettingsConfigDict

from idp.crypto.sealing import parse_key
from idp.protocol_settings import ProtocolSettings

DEMO_SECRET = "demo-secret-key-of-an-invented-province"  # noqa: S105  refused in production
DEMO_KEY = "RGVtbyBrZXksIGtub3duIHRvIGV2ZXJ5Ym9keSAxMjM="
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class ConfigurationError(Exception):
    """A setting is missing or wrong. The text is one sentence that says what to fix."""


class Settings(ProtocolSettings):
    """Everything about the provider that a deployment decides."""

    model_config = SettingsConfigDict(
        env_prefix="IDP_", frozen=True, extra="ignore", hide_input_in_errors=True
    )

    env: Literal["demo", "production"] = Field(
        "production",
        description="`demo` shows a banner, sends mail and SMS to the messages page, and allows http.",
    )
    debug: bool = Field(False, description="Tracebacks on error pages. Never in production.")
    issuer: str = Field(
        "http://localhost:8000",
        description="The issuer identifier: the public address, without a trailing slash.",
    )
    port: int = Field(8000, ge=1, le=65535, description="TCP port of `idp serve`.")
    host: str = Field("127.0.0.1", description="Address `idp serve` listens on.")
    workers: int = Field(1, ge=1, le=64, description="Processes of `idp serve`.")
    threads: int = Field(4, ge=1, le=256, description="Threads per process of `idp serve`.")
    embedded_worker: bool = Field(
        True, description="`idp serve` delivers mail and sign-outs itself; else run `idp worker`."
    )
    data_dir: Path = Field(
        Path("instance"), description="Folder of the embedded database and the demo's secrets."
    )
    database_url: str = Field(
        "", description="`sqlite:///…` or `postgresql+psycopg://…`. Empty: SQLite in the data folder."
    )
    secret_key: SecretStr = Field(
        SecretStr(DEMO_SECRET),
        description="Signs form tokens and short-lived cookies. At least 32 characters.",
    )
    key_encryption_key: SecretStr = Field(
        SecretStr(DEMO_KEY),
        description="Base64 of 32 bytes. Encrypts signing keys and personal data at rest.",
    )
    trusted_proxies: str = Field(
        "", description="Addresses or networks, comma separated, whose X-Forwarded-For/-Proto headers count."
    )
    admin_host: str = Field(
        "", description="Host name the console is bound to. Empty: the issuer's own host."
    )

    population_url: str = Field(
        "in-process:tiny",
        description="The population register: `http(s)://…`, or `in-process:tiny|demo` for a copy inside the process.",
    )
    population_api_key: SecretStr = Field(
        SecretStr("demo-consumer-key"), description="The key by which the register knows this provider."
    )
    population_jwks: str = Field(
        "",
        description="JSON Web Key Set that the register's answers are checked with. Empty: fetched once (demo only).",
    )
    population_timeout: timedelta = Field(
        timedelta(seconds=3), description="How long one try at the register may take. There is one retry."
    )
    mail_url: str = Field(
        "messages:",
        description="`smtp://user:password@host:port`, `smtps://…`, or `messages:` for the demo's page.",
    )
    mail_from: str = Field("Sen ID <khong-tra-loi@anlien.example>", description="Sender of mail.")
    sms_url: str = Field(
        "messages:", description="An HTTP gateway's URL, or `messages:` for the demo's page."
    )

    province: str = Field("Tỉnh An Liên", description="Name of the province, Vietnamese.")
    province_en: str = Field("An Liên Province", description="Name of the province, English.")
    province_code: str = Field(
        "",
        pattern=r"^([0-9]{2})?$",
        description="The province's code in the register; `vn_resident_of_province` compares with it. Empty: not told.",
    )
    service_name: str = Field(
        "Sen ID", description="Name of the sign-in service, on every page and in messages."
    )
    support_line: str = Field("1900 0000", description="Telephone number of the support line.")
    support_hours: str = Field("7:00–21:00", description="When the support line answers.")
    theme_css: str = Field(
        "", description="Path of a style sheet that sets the province's six colours. Empty: jade."
    )
    emblem: str = Field("", description="Path of an SVG emblem. Empty: the lotus.")

    session_idle: timedelta = Field(
        timedelta(hours=1), description="A browser session ends after this long unused."
    )
    session_lifetime: timedelta = Field(
        timedelta(hours=12), description="A browser session ends this long after sign-in."
    )
    remembered_session_idle: timedelta = Field(
        timedelta(days=7), description="Idle limit of a session on a device its owner asked to remember."
    )
    remembered_session_lifetime: timedelta = Field(
        timedelta(days=30), description="Absolute limit of a session on a remembered device."
    )
    shared_session_idle: timedelta = Field(
        timedelta(minutes=15), description="Idle limit of a session on a device said to be somebody else's."
    )
    shared_session_lifetime: timedelta = Field(
        timedelta(hours=1), description="Absolute limit of a session on a device that is not one's own."
    )
    sign_out_wait: timedelta = Field(
        timedelta(seconds=1),
        description="How long the signed-out page waits for the applications to confirm, at most.",
    )
    level_two_lifetime: timedelta = Field(
        timedelta(hours=12),
        description="How long a second factor counts; afterwards level 2 asks for it again.",
    )
    pending_lifetime: timedelta = Field(
        timedelta(hours=1), description="A sign-in that was begun waits this long."
    )
    registration_lifetime: timedelta = Field(
        timedelta(hours=24), description="A registration that was begun is kept this long."
    )
    code_lifetime: timedelta = Field(
        timedelta(seconds=50),
        le=timedelta(seconds=60),
        description="Life of an authorization code; a minute at most (RFC 9700: short).",
    )
    access_token_lifetime: timedelta = Field(timedelta(minutes=10), description="Life of an access token.")
    id_token_lifetime: timedelta = Field(timedelta(minutes=10), description="Life of an ID token.")
    refresh_token_lifetime: timedelta = Field(
        timedelta(days=30), description="Absolute life of a refresh token family."
    )
    refresh_token_idle: timedelta = Field(
        timedelta(days=14), description="A refresh token unused for this long is dead."
    )
    refresh_grace: timedelta = Field(
        timedelta(seconds=30),
        le=timedelta(minutes=2),
        description="A spent refresh token gives the same successor again for this long; two minutes at most.",
    )
    consent_lifetime: timedelta = Field(
        timedelta(days=365), description="A remembered consent is asked again after this."
    )
    one_time_code_lifetime: timedelta = Field(
        timedelta(minutes=5), description="Life of a code sent by SMS or mail."
    )
    identity_tries_per_person: int = Field(
        5, ge=1, description="Answers of the population register a day about one person, and to one person."
    )
    identity_tries_per_network: int = Field(
        60,
        ge=1,
        description="Claims of identity a day from one network that do not match. A commune may share one.",
    )
    leaked_passwords: Path | None = Field(
        None,
        description="Sorted file of SHA-1 digests of leaked passwords, `DIGEST[:COUNT]` a line. Empty: none.",
    )
    dpop_nonces: bool = Field(
        False,
        description="Every DPoP proof has to hold a nonce of this provider, not only those of clients registered so.",
    )
    secret_overlap: timedelta = Field(
        timedelta(days=14), description="A rotated client secret still works this long."
    )
    operator_session_idle: timedelta = Field(timedelta(minutes=15), description="Idle limit in the console.")
    operator_session_lifetime: timedelta = Field(
        timedelta(hours=8), description="Absolute limit in the console."
    )
    key_rotation_overlap: timedelta = Field(
        timedelta(hours=24), description="A retired signing key stays published this long."
    )
    allow_private_addresses: bool = Field(
        False, description="Outgoing requests may reach private addresses (demo: loopback is always reached)."
    )

    @field_validator("issuer")
    @classmethod
    def _issuer_is_an_origin(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
            raise ValueError("must be an http(s) address without query or fragment")
        if value.endswith("/"):
            raise ValueError("must not end with a slash")
        return value

    @field_validator("key_encryption_key")
    @classmethod
    def _key_is_whole(cls, value: SecretStr) -> SecretStr:
        parse_key(value.get_secret_value())
        return value

    @field_validator("secret_key")
    @classmethod
    def _secret_is_long(cls, value: SecretStr) -> SecretStr:
        if len(value.get_secret_value()) < 32:
            raise ValueError("must have at least 32 characters")
        return value

    @model_validator(mode="after")
    def _production_is_safe(self) -> Self:
        if self.env == "production":
            for wrong, what_to_do in self._dangers():
                if wrong:
                    raise ValueError(what_to_do)
        return self

    def _dangers(self) -> list[tuple[bool, str]]:
        return [
            (self.debug, "IDP_DEBUG must be off in production"),
            (not self.issuer.startswith("https://"), "IDP_ISSUER must be an https address in production"),
            (
                self.secret_key.get_secret_value() == DEMO_SECRET,
                "IDP_SECRET_KEY must be set to a secret of your own",
            ),
            (
                self.key_encryption_key.get_secret_value() == DEMO_KEY,
                "IDP_KEY_ENCRYPTION_KEY must be set to a key of your own (base64 of 32 random bytes)",
            ),
            (
                not self.population_url.startswith("https://"),
                "IDP_POPULATION_URL must be the https address of the population register",
            ),
            (
                not self.population_jwks,
                "IDP_POPULATION_JWKS must hold the keys the register signs with",
            ),
            (self.mail_url == "messages:", "IDP_MAIL_URL must name a mail server"),
            (self.sms_url == "messages:", "IDP_SMS_URL must name an SMS gateway"),
            (self.registration == "open", "IDP_REGISTRATION must be closed in production: invite instead"),
        ]

    @property
    def is_demo(self) -> bool:
        """Whether this is a demonstration with invented people."""
        return self.env == "demo"

    @property
    def database(self) -> str:
        """The database URL in force."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'sen.db').absolute()}"

    @property
    def is_loopback_http(self) -> bool:
        """Whether the issuer is plain http on this machine: cookies then cannot be `Secure`."""
        parts = urlsplit(self.issuer)
        return parts.scheme == "http" and parts.hostname in _LOOPBACK

    @property
    def cookies_secure(self) -> bool:
        """Whether cookies carry `Secure` and the `__Host-` prefix: everywhere but on plain-http loopback."""
        return not self.is_loopback_http

    def cookie_name(self, name: str) -> str:
        """The full name of a cookie. Cookies ignore ports, so every name of ours begins with `sen_`."""
        return f"__Host-sen_{name}" if self.cookies_secure else f"sen_{name}"

    @property
    def sealing_key(self) -> bytes:
        """The key-encryption key, 32 bytes."""
        return parse_key(self.key_encryption_key.get_secret_value())

    @classmethod
    def from_environment(cls, **overrides: Any) -> Self:
        """Read the settings once.

        Raises:
            ConfigurationError: Something is missing or wrong; the text says what to fix.
        """
        try:
            return cls(**overrides)
        except ValidationError as cause:
            raise ConfigurationError(_one_sentence(cause)) from None


def _one_sentence(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    reason = str(first["msg"]).removeprefix("Value error, ")
    if not first["loc"]:
        return f"{reason}."
    return f"IDP_{str(first['loc'][0]).upper()}: {reason}."
