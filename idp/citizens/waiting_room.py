"""Everything about asking citizens who are elsewhere, put together: devices, requests in the background, notices."""

from dataclasses import dataclass

from idp.citizens import approval_notices
from idp.citizens.approval_notices import ApprovalNotices
from idp.citizens.assembly import Doors, Ground
from idp.citizens.device_entry import DeviceEntry
from idp.citizens.directory import Directory
from idp.citizens.test_people import TestPeople
from idp.citizens.throttle import Throttle
from idp.outbound import ping_delivery
from idp.outbound.delivery import Deliverer
from idp.outbound.housekeeping import BATCH
from idp.outbound.http import Outgoing
from idp.outbound.outbox import Outbox
from idp.outbound.ping_delivery import PingDelivery
from idp.store.repositories.backchannel_requests import BackchannelRequests
from idp.store.repositories.citizens import Citizens
from idp.store.repositories.clients import Clients
from idp.store.repositories.device_authorizations import DeviceAuthorizations


@dataclass(frozen=True, kw_only=True)
class WaitingRoom:
    """Where requests wait for a citizen, who is told of them, and who is told of the answer."""

    devices: DeviceAuthorizations
    entry: DeviceEntry
    approvals: BackchannelRequests
    directory: Directory
    counts: Throttle
    notices: ApprovalNotices
    pings: PingDelivery

    def tell_citizen(self, request_id: str) -> None:
        """Have a citizen told that a request waits; the same work whether or not there is somebody."""
        self.notices.queue(request_id)

    def end_expired(self) -> int:
        """Tell applications of requests that nobody answered in time; how many those were. For housekeeping."""
        expired = self.approvals.expire(BATCH)
        for client_id, said in expired:
            self.pings.queue(client_id, said["auth_req_id"], said["client_notification_token"])
        return len(expired)

    def deliverers(self) -> dict[str, Deliverer]:
        """Who delivers what was queued here."""
        return {approval_notices.KIND: self.notices, ping_delivery.KIND: self.pings}


def build_waiting_room(
    on: Ground, doors: Doors, *, people: TestPeople, clients: Clients, outbox: Outbox, outgoing: Outgoing
) -> WaitingRoom:
    """Build it.

    Args:
        on: What all of it stands on.
        doors: The ways of signing in.
        people: Those of the sandbox.
        clients: The registered applications.
        outbox: Takes what is to be said.
        outgoing: The way out.
    """
    devices = DeviceAuthorizations(on.session, on.sealer, lambda: on.installation.get("codes"), on.clock)
    approvals = BackchannelRequests(on.session, on.sealer, on.clock)
    return WaitingRoom(
        devices=devices,
        entry=DeviceEntry(devices, doors.throttle, on.audit, on.clock),
        approvals=approvals,
        directory=Directory(doors.logins, doors.credentials, people),
        counts=doors.throttle,
        notices=ApprovalNotices(
            outbox=outbox,
            requests=approvals,
            citizens=Citizens(on.session, on.clock),
            clients=clients,
            notices=doors.notices,
            throttle=doors.throttle,
        ),
        pings=PingDelivery(outbox, clients, outgoing),
    )
