"""A citizen is told that an application waits for their approval: a letter says where, and holds no link to it.

Source: OpenID Connect CIBA, 7 and 15 (what the citizen is asked, and that requests may not become a nuisance).
"""

from datetime import timedelta
from typing import Any

from idp.citizens.notices import Notice, Notices
from idp.citizens.throttle import Throttle
from idp.outbound.delivery import Deliverer, Send
from idp.outbound.outbox import Outbox, Parcel
from idp.store.models import BackchannelRequest, Citizen
from idp.store.repositories.backchannel_requests import BackchannelRequests
from idp.store.repositories.citizens import Citizens
from idp.store.repositories.clients import Clients

KIND = "approval_notice"
MOST, PERIOD = 3, timedelta(hours=1)
"""Letters to one citizen about one application. Further requests wait on the page all the same."""

_KEEP_TRYING = timedelta(minutes=30)


class ApprovalNotices(Deliverer):
    """Writes to citizens.

    It is done by the worker, so that a request about somebody we know takes no longer than one about nobody.
    """

    def __init__(
        self,
        *,
        outbox: Outbox,
        requests: BackchannelRequests,
        citizens: Citizens,
        clients: Clients,
        notices: Notices,
        throttle: Throttle,
    ) -> None:
        self._outbox = outbox
        self._requests = requests
        self._citizens = citizens
        self._clients = clients
        self._notices = notices
        self._throttle = throttle

    def queue(self, request_id: str) -> None:
        """Have a citizen told of a request, in the running transaction. One INSERT, whoever is meant."""
        self._outbox.add(KIND, {"request_id": request_id}, keep_trying=_KEEP_TRYING)

    def prepare(self, parcel: Parcel) -> Send:  # noqa: ARG002  the signature is the caller's
        """Nothing leaves by this way itself."""
        return lambda: None

    def delivered(self, parcel: Parcel, result: Any) -> None:  # noqa: ARG002  the signature is the caller's
        """Queue the letters, if there is somebody to write to and the request still waits."""
        waiting = self._requests.named_anyone(parcel.payload["request_id"])
        citizen = self._citizens.find(waiting.citizen_id) if waiting and waiting.citizen_id else None
        if waiting is not None and citizen is not None and citizen.is_active:
            self._tell(citizen, waiting)

    def _tell(self, citizen: Citizen, waiting: BackchannelRequest) -> None:
        client = self._clients.find(waiting.client_id)
        if client is None or not client.is_usable:
            return
        if self._throttle.take(f"{KIND}:{citizen.id}:{client.client_id}", MOST, PERIOD):
            name = (citizen.locale == "en" and client.name_en) or client.name
            self._notices.tell(citizen, Notice.APPROVAL_ASKED, application=name)
