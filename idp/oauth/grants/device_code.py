"""Device authorization grant: a device that has no browser fetches what was allowed on another one (RFC 8628, 3.4)."""

from idp.oauth.client import DEVICE_CODE
from idp.oauth.grants.polled import PolledGrant
from idp.oauth.ports import PolledRequests


class DeviceCodeGrant(PolledGrant):
    """Asked for by `device_code`."""

    GRANT_TYPE = DEVICE_CODE
    PARAMETER = "device_code"

    @property
    def waiting_room(self) -> PolledRequests:
        """Devices that wait for a citizen."""
        return self.server.outside.waiting_room.devices
