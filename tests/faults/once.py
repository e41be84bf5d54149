"""Two more who spend what is good once: a program that signs who it is, and a citizen with an authenticator app."""

import time
import uuid
from collections.abc import Callable

from joserfc import jwt
from joserfc.jwk import ECKey

from idp.citizens.totp import STEP_SECONDS
from tests.builders import TOTP_KEY, a_machine, one_time_code
from tests.client_keys import ASSERTION
from tests.faults.office import Regular
from tests.faults.record import Record, Spent, Watched
from tests.pages import ids_in
from tests.walker import Answer, OverHttp, Walker

SIGNER = "signer"
KEY = ECKey.generate_key("P-256")


def register(issuer: str) -> None:
    """Let the program that signs in. Needs an app context."""
    public = {**KEY.as_dict(private=False), "kid": KEY.thumbprint(), "use": "sig"}
    metadata = {"token_endpoint_auth_method": "private_key_jwt", "jwks": {"keys": [public]}}
    a_machine(
        SIGNER, secret=None, scopes=("sen:banners.write",), audiences=[f"{issuer}/api/v1"], metadata=metadata
    )


class Signer(Regular):
    """Asks for a token by an assertion, and shows the same assertion again."""

    def once(self) -> None:
        """One assertion, twice."""
        name = str(uuid.uuid4())
        form = {
            "grant_type": "client_credentials",
            "client_id": SIGNER,
            "client_assertion_type": ASSERTION,
            "client_assertion": self._assertion(name),
        }
        program = Watched(self._record)
        for _ in range(2):
            answer = program.post(f"{self._address}/oauth/token", data=form)
            self._record.spent.append(Spent("assertion", name, _worked(answer.status_code)))

    def _assertion(self, name: str) -> str:
        now = int(time.time())
        claims = {
            "iss": SIGNER,
            "sub": SIGNER,
            "aud": self._address,
            "iat": now,
            "exp": now + 60,
            "jti": name,
        }
        return jwt.encode({"alg": "ES256", "kid": KEY.thumbprint()}, claims, KEY, ["ES256"])


class Careful(Regular):
    """Signs in with the code of an authenticator app; at the next sign-in types the used code first.

    Args:
        address: The provider's.
        login: The citizen's telephone number.
        record: Takes down everything.
        now: The time of the authenticator, in seconds.
    """

    def __init__(
        self, address: str, login: str, record: Record, now: Callable[[], float] = time.time
    ) -> None:
        super().__init__(address, record)
        self._login, self._now = login, now
        self._used: str = ""
        self._last_step = 0

    def once(self) -> None:
        """One sign-in, where the app shows a code that was not used yet."""
        step = int(self._now()) // STEP_SECONDS
        if step == self._last_step:
            return
        code = one_time_code(TOTP_KEY, step * STEP_SECONDS)
        browser = OverHttp()
        browser.session = Watched(self._record)
        walker = Walker(self._address, browser, self._login)
        page = walker.arrive_at_code(browser.get(f"{self._address}/account"))
        if self._used and "otp" in ids_in(page.text):
            page = self._typed(walker, page, self._used)
        if "otp" in ids_in(page.text):
            self._typed(walker, page, code)
            self._used, self._last_step = code, step

    def _typed(self, walker: Walker, page: Answer, code: str) -> Answer:
        answer = walker.type_code(page, code)
        worked = None if answer.status >= 500 or answer.status == 429 else answer.location is not None
        self._record.spent.append(Spent("TOTP step", f"{self._login} {code}", worked))
        return answer


def _worked(status: int) -> bool | None:
    return None if status >= 500 or status == 429 else status == 200
