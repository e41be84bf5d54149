"""CIBA grant: a program fetches what a citizen allowed who was asked out of its sight (OpenID Connect CIBA, 10.1)."""

from idp.oauth.client import CIBA
from idp.oauth.grants.polled import PolledGrant
from idp.oauth.ports import PolledRequests


class CibaGrant(PolledGrant):
    """Asked for by `auth_req_id`, in the modes poll and ping."""

    GRANT_TYPE = CIBA
    PARAMETER = "auth_req_id"

    @property
    def waiting_room(self) -> PolledRequests:
        """Requests for a citizen's approval."""
        return self.server.outside.waiting_room.approvals
