"""Devices that wait for a citizen to sign in elsewhere."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from sqlalchemy.orm import Session, scoped_session

from idp.clock import Clock
from idp.crypto.digests import digest, keyed_digest, new_secret
from idp.crypto.sealing import Sealer
from idp.store.models import DeviceAuthorization
from idp.store.repositories.polled_requests import PolledRequests


class DeviceAuthorizations(PolledRequests[DeviceAuthorization]):
    """Keeps them under the digests of their two codes.

    Args:
        session: The session of the running request.
        sealer: Seals the parameters.
        digest_key: The key of the digests of user codes: they are short, and could be tried one by one.
        clock: The only source of time.
    """

    table = DeviceAuthorization

    def __init__(
        self,
        session: "scoped_session[Session]",
        sealer: Sealer,
        digest_key: Callable[[], bytes],
        clock: Clock,
    ) -> None:
        super().__init__(session, sealer, clock)
        self._digest_key = digest_key

    def add(
        self,
        parameters: Mapping[str, str],
        *,
        client_id: str,
        user_code: str,
        number: str,
        interval_seconds: int,
        lifetime: timedelta,
    ) -> str:
        """Let a device wait. One INSERT.

        Args:
            parameters: Those of its request.
            client_id: Whose device.
            user_code: In its one spelling.
            number: What the device shows and the citizen picks.
            interval_seconds: How long it has to wait between two questions.
            lifetime: How long the citizen has to decide.

        Returns:
            The device code.
        """
        device_code, now = new_secret(), self._clock()
        row = DeviceAuthorization(
            digest=digest(device_code),
            user_code_digest=self._digest(user_code),
            client_id=client_id,
            parameters_sealed=self._sealer.seal_json(dict(parameters), self._where),
            number=number,
            interval_seconds=interval_seconds,
            created_at=now,
            expires_at=now + lifetime,
        )
        self._session.add(row)
        self._session.flush()
        return device_code

    def claim(self, user_code: str) -> str | None:
        """Take up the request a user code stands for, in this browser and no other; the cookie it has to keep.

        Args:
            user_code: In its one spelling.
        """
        browser = new_secret()
        is_there = self._step(
            DeviceAuthorization.user_code_digest == self._digest(user_code),
            self._waits(),
            browser_digest=digest(browser),
        )
        return browser if is_there else None

    def of_browser(self, browser: str) -> DeviceAuthorization | None:
        """The request that was taken up in a browser, while it waits."""
        return self._one(DeviceAuthorization.browser_digest == digest(browser), self._waits())

    def _digest(self, user_code: str) -> str:
        return keyed_digest(self._digest_key(), "user_code", user_code)
