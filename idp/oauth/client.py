"""A registered application, as Authlib's grants ask it (RFC 7591, 2)."""

import re
from datetime import date
from typing import Any

from authlib.oauth2.rfc6749 import ClientMixin

from idp.oauth.profiles import PLAIN, PROFILES, Profile
from idp.oauth.records import ClientRecord
from idp.oauth.scopes import ADMINISTRATIVE, DATA_SCOPES, SCOPES, ScopePolicy, policy_of

TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"  # noqa: S105  a grant's name
JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"
CIBA = "urn:openid:params:grant-type:ciba"

_LOOPBACK = re.compile(r"http://(?P<host>127\.0\.0\.1|\[::1\])(?::(?P<port>[0-9]{1,5}))?(?P<rest>[/?].*)?")
_LAST_PORT = 65_535
_OWN_MACHINE = re.compile(r"https?://(?:127\.0\.0\.1|\[::1\]|localhost)(?::[0-9]{1,5})?(?:[/?].*)?")


class RegisteredClient(ClientMixin):
    """Answers from the registration; defaults as RFC 7591 states them.

    Args:
        record: The registration.
        trial_uri: Where the answer goes, too, while an operator tries the application: to the console.
        today: The day in Việt Nam. Without it no ground that ends is good.
    """

    def __init__(
        self, record: ClientRecord, trial_uri: str | None = None, *, today: date | None = None
    ) -> None:
        self.record = record
        self._today = today
        self.client_id = record.client_id
        self._trial_uri = trial_uri

    def on(self, today: date) -> "RegisteredClient":
        """The same application on a day: grounds that have ended by then open nothing."""
        return RegisteredClient(self.record, self._trial_uri, today=today)

    def registered(self, member: str, default: Any = None) -> Any:
        """A member of the registered metadata."""
        return self.record.metadata_.get(member, default)

    @property
    def profile(self) -> Profile:
        """The rules it is held to."""
        return PROFILES.get(self.record.profile, PLAIN)

    def signing_algorithm(self, member: str) -> str:
        """With which algorithm something is signed for it: the registered one, else that of its profile.

        Args:
            member: Where it is registered: `id_token_signed_response_alg`, ...
        """
        registered = self.registered(member)
        return registered if registered in self.profile.signing_algorithms else self.profile.default_algorithm

    @property
    def auth_method(self) -> str:
        """The one way it authenticates."""
        return str(self.registered("token_endpoint_auth_method", "client_secret_basic"))

    @property
    def is_public(self) -> bool:
        """Whether it has nothing to authenticate with."""
        return self.auth_method == "none"

    @property
    def is_resource_server(self) -> bool:
        """Whether it is an interface: it checks tokens, and gets none but for those it is sent."""
        return self.registered("grant_types") in ([], [TOKEN_EXCHANGE])

    @property
    def audiences(self) -> list[str]:
        """The interfaces its tokens may be meant for.

        Of an application under construction nobody has approved any: its tokens open what runs on the developer's own
        machine, and no interface that checks nothing but our signature.
        """
        registered = list(self.record.audiences)
        if not self.record.is_for_test_people:
            return registered
        return [address for address in registered if _OWN_MACHINE.fullmatch(address)]

    def own_audiences(self) -> set[str]:
        """The names under which tokens are meant for it."""
        return {self.client_id, *(self.audiences if self.is_resource_server else ())}

    @property
    def redirect_uris(self) -> list[str]:
        """Where its answers may go."""
        return list(self.registered("redirect_uris", []))

    def policy(self, scope: str) -> ScopePolicy | None:
        """On what ground it may have a scope; None when it may not.

        A scope with personal data behind it that was registered without a ground needs the citizen's consent.
        """
        listed = self.registered("scope")
        if scope != "openid" and scope not in (listed.split() if listed else self.record.scope_policy):
            return None
        return policy_of(scope, self.record.scope_policy.get(scope), self._today)

    def data_scopes(self) -> list[str]:
        """The scopes with personal data behind them that it may ask for."""
        return [scope for scope in DATA_SCOPES if self.policy(scope)]

    def interface_scopes(self) -> list[str]:
        """The scopes of interfaces, not of citizens' data, that it was registered for."""
        listed = str(self.registered("scope") or " ".join(self.record.scope_policy)).split()
        return [scope for scope in dict.fromkeys(listed) if scope not in SCOPES and self.policy(scope)]

    def may_omit_pkce(self, today: date) -> bool:
        """Whether it is excused from PKCE today: only a confidential client, and not past its date."""
        until = self.record.pkce_exempt_until
        is_strict = self.is_public or self.profile.requires_pkce
        excused = not self.record.require_pkce and not is_strict
        return excused and (until is None or today <= until)

    def get_client_id(self) -> str:
        """Its identifier."""
        return self.client_id

    def get_default_redirect_uri(self) -> str | None:  # type: ignore[override]  # Authlib means None, too
        """The redirect URI a request means that names none: there must be exactly one."""
        return self.redirect_uris[0] if len(self.redirect_uris) == 1 else None

    def get_allowed_scope(self, scope: Any) -> str:
        """What citizens may let it have of the scopes asked for; unknown ones are ignored, each is counted once."""
        asked = dict.fromkeys((scope or "").split())
        return " ".join(name for name in asked if self.policy(name) and not name.startswith(ADMINISTRATIVE))

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        """Whether an answer may go there: the registered string.

        For a public client the port of a loopback address may differ (RFC 8252, 7.3).
        """
        if redirect_uri in self.redirect_uris or redirect_uri == self._trial_uri:
            return True
        return self.is_public and any(_same_but_port(known, redirect_uri) for known in self.redirect_uris)

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:  # noqa: ARG002  the same everywhere
        """Whether it authenticates so; at every endpoint in the same way."""
        return method == self.auth_method

    def check_response_type(self, response_type: str) -> bool:
        """Whether it may ask for this kind of answer."""
        return response_type in self.registered("response_types", ["code"])

    def check_grant_type(self, grant_type: str) -> bool:
        """Whether it may use this grant."""
        return grant_type in self.registered("grant_types", ["authorization_code"])


def _same_but_port(registered: str, asked: str) -> bool:
    # As text: a parser would repair what is no spelling of an address, and take it for one that is registered.
    known, given = _LOOPBACK.fullmatch(registered), _LOOPBACK.fullmatch(asked)
    if known is None or given is None or int(given["port"] or 0) > _LAST_PORT:
        return False
    return known["host"] == given["host"] and known["rest"] == given["rest"]
