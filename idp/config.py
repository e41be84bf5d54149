"""Settings: typed, frozen, read once from `IDP_…` variables; half a configuration does not start.

`docs/configuration.md` is written from the descriptions here (`idp settings`).
"""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from idp.crypto.sealing import parse_key
from idp.protocol_settings import ProtocolSettings
from idp.variables import ConfigurationError, Secret, at_least, at_most, between, setting

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


def _whole_key(value: Secret) -> Secret:
    parse_key(value.reveal())
    return value


def _long_secret(value: Secret) -> Secret:
    if len(value.reveal()) < 32:
        raise ValueError("must have at least 32 characters")
    return value


def _redis_address(value: Secret) -> Secret:
    url = value.reveal()
    if url and urlsplit(url).scheme not in ("redis", "rediss", "unix"):
        raise ValueError("must be empty, or begin with redis://, rediss:// or unix://")
    return value


def _province_code(value: str) -> str:
    if value and not (len(value) == 2 and value.isascii() and value.isdigit()):
        raise ValueError("must be two digits, or empty")
    return value


@dataclass(frozen=True, kw_only=True)
class Settings(ProtocolSettings):
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
    port: int = setting(8000, "TCP port of `idp serve`.", between(1, 65535))
    host: str = setting("127.0.0.1", "Address `idp serve` listens on.")
    workers: int = setting(1, "Processes of `idp serve`.", between(1, 64))
    threads: int = setting(16, "Threads per process of `idp serve`.", between(1, 256))
    hashing_profile: Literal["owasp-19", "owasp-46", "rfc9106-64"] = setting(
        "owasp-19", "What a password hash costs (Argon2id): 19 MiB twice, 46 MiB once, or 64 MiB three times."
    )
    hashing_threads: int = setting(1, "Password hashes made at once in each process.", between(1, 64))
    hashing_waiting: int = setting(
        12,
        "Requests per process that may wait for a password hash; further ones get 503. Two threads are kept free.",
        between(0, 250),
    )
    embedded_worker: bool = setting(
        True, "`idp serve` delivers mail and sign-outs itself; else run `idp worker`."
    )
    data_dir: Path = setting(Path("instance"), "Folder of the embedded database and the demo's secrets.")
    database_url: str = setting(
        "", "`sqlite:///…` or `postgresql+psycopg://…`. Empty: SQLite in the data folder."
    )
    redis_url: Secret = setting(
        Secret(""),
        "`redis://…`, `rediss://…` or `unix://…` of a server that keeps rates. Empty: the database does.",
        _redis_address,
    )
    secret_key: Secret = setting(
        Secret(DEMO_SECRET),
        "Signs form tokens and short-lived cookies. At least 32 characters.",
        _long_secret,
    )
    key_encryption_key: Secret = setting(
        Secret(DEMO_KEY), "Base64 of 32 bytes. Encrypts signing keys and personal data at rest.", _whole_key
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
        timedelta(seconds=1), "How long the signed-out page waits for the applications to confirm, at most."
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
                self.secret_key.reveal() == DEMO_SECRET,
                "IDP_SECRET_KEY must be set to a secret of your own",
            ),
            (
                self.key_encryption_key.reveal() == DEMO_KEY,
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
        return parse_key(self.key_encryption_key.reveal())
