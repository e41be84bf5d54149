"""Settings: typed, frozen, read once from `IDP_…` variables; half a configuration does not start.

`docs/configuration.md` is written from the descriptions here (`idp settings`).
"""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from idp.crypto.sealing import parse_key
from idp.observing_settings import ObservingSettings
from idp.protocol_settings import ProtocolSettings
from idp.serving_settings import ServingSettings
from idp.store_settings import StoreSettings
from idp.variables import ConfigurationError, Secret, at_least, at_most, setting

DEMO_SECRET = "demo-secret-key-of-an-invented-province"  # noqa: S105  refused in production
DEMO_KEY = "RGVtbyBrZXksIGtub3duIHRvIGV2ZXJ5Ym9keSAxMjM="
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


def _origin(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
        raise ValueError("must be an http(s) address without query or fragment")
    if value.endswith("/"):
        raise ValueError("must not end with a slash")
    return value


def _whole_keys(value: Secret) -> Secret:
    keys = [parse_key(text) for text in value.listed()]
    if len(set(keys)) != len(keys) or not keys:
        raise ValueError("must be one key, or a list of different ones")
    return value


def _long_secrets(value: Secret) -> Secret:
    if min((len(text) for text in value.listed()), default=0) < 32:
        raise ValueError("must have at least 32 characters")
    return value


def _province_code(value: str) -> str:
    if value and not (len(value) == 2 and value.isascii() and value.isdigit()):
        raise ValueError("must be two digits, or empty")
    return value


@dataclass(frozen=True, kw_only=True)
class Settings(ProtocolSettings, ServingSettings, StoreSettings, ObservingSettings):
    """Everything about the provider that a deployment decides."""

    env: Literal["demo", "production"] = setting(
        "production", "`demo` shows a banner, sends mail and SMS to the messages page, and allows http."
    )
    debug: bool = setting(False, "Tracebacks on error pages. Never in production.")
    issuer: str = setting(
        "http://localhost:8000",
        "The issuer identifier: the public address, without a trailing slash.",
        _origin,
    )
    embedded_worker: bool = setting(
        True, "`idp serve` delivers mail and sign-outs itself; else run `idp worker`."
    )
    secret_key: Secret = setting(
        Secret(DEMO_SECRET),
        "Signs form tokens and short-lived cookies. At least 32 characters; a list is allowed.",
        _long_secrets,
    )
    key_encryption_key: Secret = setting(
        Secret(DEMO_KEY),
        "Base64 of 32 bytes. Encrypts signing keys and personal data at rest; a list is allowed.",
        _whole_keys,
    )
    trusted_proxies: str = setting(
        "", "Addresses or networks, comma separated, whose X-Forwarded-For/-Proto headers count."
    )
    admin_host: str = setting("", "Host name the console is bound to. Empty: the issuer's own host.")

    population_url: str = setting(
        "in-process:tiny",
        "The population register: `http(s)://…`, or `in-process:tiny|demo` for a copy inside the process.",
    )
    population_api_key: Secret = setting(
        Secret("demo-consumer-key"), "The key by which the register knows this provider."
    )
    population_jwks: str = setting(
        "", "JSON Web Key Set that the register's answers are checked with. Empty: fetched once (demo only)."
    )
    population_timeout: timedelta = setting(
        timedelta(seconds=3), "How long one try at the register may take. There is one retry."
    )
    mail_url: str = setting(
        "messages:", "`smtp://user:password@host:port`, `smtps://…`, or `messages:` for the demo's page."
    )
    mail_from: str = setting("Sen ID <khong-tra-loi@anlien.example>", "Sender of mail.")
    sms_url: str = setting("messages:", "An HTTP gateway's URL, or `messages:` for the demo's page.")

    province: str = setting("Tỉnh An Liên", "Name of the province, Vietnamese.")
    province_en: str = setting("An Liên Province", "Name of the province, English.")
    province_code: str = setting(
        "",
        "The province's code in the register; `vn_resident_of_province` compares with it. Empty: not told.",
        _province_code,
    )
    service_name: str = setting("Sen ID", "Name of the sign-in service, on every page and in messages.")
    support_line: str = setting("1900 0000", "Telephone number of the support line.")
    support_hours: str = setting("7:00–21:00", "When the support line answers.")
    theme_css: str = setting("", "Path of a style sheet that sets the province's six colours. Empty: jade.")
    emblem: str = setting("", "Path of an SVG emblem. Empty: the lotus.")

    session_idle: timedelta = setting(timedelta(hours=1), "A browser session ends after this long unused.")
    session_lifetime: timedelta = setting(
        timedelta(hours=12), "A browser session ends this long after sign-in."
    )
    remembered_session_idle: timedelta = setting(
        timedelta(days=7), "Idle limit of a session on a device its owner asked to remember."
    )
    remembered_session_lifetime: timedelta = setting(
        timedelta(days=30), "Absolute limit of a session on a remembered device."
    )
    shared_session_idle: timedelta = setting(
        timedelta(minutes=15), "Idle limit of a session on a device said to be somebody else's."
    )
    shared_session_lifetime: timedelta = setting(
        timedelta(hours=1), "Absolute limit of a session on a device that is not one's own."
    )
    sign_out_wait: timedelta = setting(
        timedelta(milliseconds=800),
        "How long the signed-out page waits for the applications to confirm, at most: a second with its own time.",
    )
    level_two_lifetime: timedelta = setting(
        timedelta(hours=12), "How long a second factor counts; afterwards level 2 asks for it again."
    )
    pending_lifetime: timedelta = setting(timedelta(hours=1), "A sign-in that was begun waits this long.")
    registration_lifetime: timedelta = setting(
        timedelta(hours=24), "A registration that was begun is kept this long."
    )
    code_lifetime: timedelta = setting(
        timedelta(seconds=50),
        "Life of an authorization code; a minute at most (RFC 9700: short).",
        at_most(timedelta(seconds=60)),
    )
    access_token_lifetime: timedelta = setting(timedelta(minutes=10), "Life of an access token.")
    id_token_lifetime: timedelta = setting(timedelta(minutes=10), "Life of an ID token.")
    refresh_token_lifetime: timedelta = setting(
        timedelta(days=30), "Absolute life of a refresh token family."
    )
    refresh_token_idle: timedelta = setting(
        timedelta(days=14), "A refresh token unused for this long is dead."
    )
    refresh_grace: timedelta = setting(
        timedelta(seconds=30),
        "A spent refresh token gives the same successor again for this long; two minutes at most.",
        at_most(timedelta(minutes=2)),
    )
    consent_lifetime: timedelta = setting(
        timedelta(days=365), "A remembered consent is asked again after this."
    )
    one_time_code_lifetime: timedelta = setting(timedelta(minutes=5), "Life of a code sent by SMS or mail.")
    identity_tries_per_person: int = setting(
        5, "Answers of the population register a day about one person, and to one person.", at_least(1)
    )
    identity_tries_per_network: int = setting(
        60,
        "Claims of identity a day from one network that do not match. A commune may share one.",
        at_least(1),
    )
    leaked_passwords: Path | None = setting(
        None, "Sorted file of SHA-1 digests of leaked passwords, `DIGEST[:COUNT]` a line. Empty: none."
    )
    dpop_nonces: bool = setting(
        False,
        "Every DPoP proof has to hold a nonce of this provider, not only those of clients registered so.",
    )
    secret_overlap: timedelta = setting(timedelta(days=14), "A rotated client secret still works this long.")
    operator_session_idle: timedelta = setting(timedelta(minutes=15), "Idle limit in the console.")
    operator_session_lifetime: timedelta = setting(timedelta(hours=8), "Absolute limit in the console.")
    key_rotation_every: timedelta = setting(
        timedelta(days=90), "Signing keys are rotated by themselves after this long."
    )
    key_rotation_overlap: timedelta = setting(
        timedelta(hours=24), "A retired signing key stays published this long."
    )
    allow_private_addresses: bool = setting(
        False, "Outgoing requests may reach private addresses (demo: loopback is always reached)."
    )

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.env == "production":
            for wrong, what_to_do in self._dangers():
                if wrong:
                    raise ConfigurationError(f"{what_to_do}.")

    def _dangers(self) -> list[tuple[bool, str]]:
        return [
            (self.debug, "IDP_DEBUG must be off in production"),
            (not self.issuer.startswith("https://"), "IDP_ISSUER must be an https address in production"),
            (
                DEMO_SECRET in self.secret_key.listed(),
                "IDP_SECRET_KEY must be set to a secret of your own",
            ),
            (
                parse_key(DEMO_KEY) in self.sealing_keys,
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
    def log_format_in_force(self) -> Literal["json", "text"]:
        """How log lines are written."""
        return self.log_format or ("text" if self.is_demo else "json")

    @property
    def measures_dir(self) -> Path | None:
        """Where the processes of this server keep what they measure; None: nothing is measured."""
        # By port: two servers on one machine may share a data folder, while one of them is replaced.
        return self.data_dir / "metrics" / str(self.port) if self.metrics_token.reveal() else None

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
    def sealing_keys(self) -> tuple[bytes, ...]:
        """The key-encryption keys, 32 bytes each: the first one seals, every one opens."""
        return tuple(parse_key(text) for text in self.key_encryption_key.listed())
