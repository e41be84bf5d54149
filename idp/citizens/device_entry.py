"""A code that a device shows is typed in a browser: counted, so that nobody finds one by trying (RFC 8628, 5.1)."""

from dataclasses import dataclass
from datetime import timedelta

from idp.audit.events.sign_in import SignInSlowed
from idp.audit.log import AuditLog
from idp.citizens.entrance import Browser
from idp.citizens.throttle import Slowed, Throttle
from idp.clock import Clock
from idp.store.repositories.device_authorizations import DeviceAuthorizations

OF_ONE_SESSION, OF_ONE_NETWORK, PERIOD = 10, 60, timedelta(minutes=10)
"""Codes that are not there. A commune may share one network, and people mistype; 60 of 11 thousand million are few."""


@dataclass(frozen=True)
class Unknown:
    """No device waits under this code."""


class DeviceEntry:
    """Leads from a code to the device that shows it."""

    def __init__(
        self, devices: DeviceAuthorizations, throttle: Throttle, audit: AuditLog, clock: Clock
    ) -> None:
        self._devices = devices
        self._throttle = throttle
        self._audit = audit
        self._clock = clock

    def enter(self, user_code: str, browser: Browser) -> str | Unknown | Slowed:
        """Take up the request of a device.

        Args:
            user_code: In its one spelling.
            browser: Where it was typed.

        Returns:
            What the browser has to keep to go on with it; or why it cannot.
        """
        limits = self._limits(browser)
        if not all(self._throttle.take(key, most, PERIOD) for key, most in limits.items()):
            self._audit.record(SignInSlowed(what="user_code", citizen_id=_citizen(browser)))
            return Slowed(self._clock() + PERIOD)
        taken_up = self._devices.claim(user_code)
        if taken_up is None:
            return Unknown()
        for key in limits:
            self._throttle.put_back(key)
        return taken_up

    def _limits(self, browser: Browser) -> dict[str, int]:
        limits = {f"user_code:network:{browser.network}": OF_ONE_NETWORK}
        if browser.session is not None:
            limits[f"user_code:session:{browser.session.id}"] = OF_ONE_SESSION
        return limits


def _citizen(browser: Browser) -> str | None:
    return browser.session.citizen_id if browser.session else None
