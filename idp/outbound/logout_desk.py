"""Everything about telling applications of the end of a session, put together."""

from dataclasses import dataclass

from idp.audit.log import AuditLog
from idp.clock import Clock
from idp.outbound import departures, logout_delivery
from idp.outbound.delivery import Deliverer
from idp.outbound.departures import Departures, LeavingAll, TellingRemoved
from idp.outbound.logout_delivery import LogoutDelivery, LogoutQueue
from idp.outbound.logout_report import LogoutReport
from idp.outbound.outbox import Outbox
from idp.store.repositories.authorizations import Authorizations
from idp.store.repositories.clients import Clients
from idp.store.repositories.visits import Visits


@dataclass(frozen=True, kw_only=True)
class LogoutDesk:
    """Who is told, when, and how far that has come."""

    visits: Visits
    queue: LogoutQueue
    departures: Departures
    report: LogoutReport

    def deliverers(self, telling: LogoutDelivery) -> dict[str, Deliverer]:
        """Who delivers what was queued here.

        Args:
            telling: Tells one application.
        """
        return {
            logout_delivery.KIND: telling,
            departures.KIND: LeavingAll(self.departures),
            departures.REMOVED: TellingRemoved(self.departures),
        }


def build_logout_desk(
    visits: Visits,
    clients: Clients,
    authorizations: Authorizations,
    outbox: Outbox,
    *,
    audit: AuditLog,
    clock: Clock,
) -> LogoutDesk:
    """Build it.

    Args:
        visits: Which applications a session was used for.
        clients: The registered applications.
        authorizations: What they were given.
        outbox: Takes what is to be said.
        audit: The audit log.
        clock: The only source of time.
    """
    queue = LogoutQueue(outbox, visits, clients)
    return LogoutDesk(
        visits=visits,
        queue=queue,
        departures=Departures(
            visits=visits,
            clients=clients,
            authorizations=authorizations,
            queue=queue,
            outbox=outbox,
            audit=audit,
            clock=clock,
        ),
        report=LogoutReport(outbox.entries, visits),
    )
