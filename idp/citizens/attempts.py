"""Half signed in: the password was right, the second factor is due. Kept here, never in an address."""

from datetime import timedelta

from idp.clock import Clock
from idp.crypto.digests import digest, matches, new_secret
from idp.store.models import Citizen, SignInAttempt
from idp.store.repositories.sign_in_attempts import SignInAttempts

LIFETIME = timedelta(minutes=10)
"""Long enough for a phone that slept, or a code that comes late."""


class Attempts:
    """Browsers between their two factors, each bound to the request it came for."""

    def __init__(self, store: SignInAttempts, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def begin(
        self, citizen: Citizen, *, request: str | None, is_shared_device: bool
    ) -> tuple[SignInAttempt, str]:
        """Note that a password was right; the attempt, and the value of the cookie that says so.

        Args:
            citizen: Whose password.
            request: The handle of the authorization request that led here, if one did.
            is_shared_device: The citizen said that the device is not their own.
        """
        cookie = new_secret()
        now = self._clock()
        attempt = SignInAttempt(
            digest=digest(cookie),
            citizen_id=citizen.id,
            citizen=citizen,
            request_digest=digest(request) if request else None,
            is_shared_device=is_shared_device,
            created_at=now,
            expires_at=now + LIFETIME,
        )
        self._store.add(attempt)
        return attempt, cookie

    def find(self, cookie: str | None, *, request: str | None) -> SignInAttempt | None:
        """The attempt behind a cookie, if it is still open and was begun for this request."""
        found = self._store.find(digest(cookie)) if cookie else None
        if found is None or not _same(found.request_digest, request):
            return None
        return found

    def finish(self, attempt: SignInAttempt) -> bool:
        """Spend an attempt. True for exactly one caller."""
        return self._store.finish(attempt.digest)

    def void_all_of(self, citizen: Citizen) -> None:
        """End every attempt of a citizen: the password it began with no longer counts."""
        self._store.finish_all_of(citizen.id)


def _same(bound_to: str | None, request: str | None) -> bool:
    if bound_to is None or request is None:
        return bound_to is None and request is None
    return matches(bound_to, digest(request))
