"""The object graph, by hand: each service stands once, with what it is made of."""

from datetime import timedelta
from functools import cached_property

from idp.audit.checkpoints import EVERY
from idp.citizens import totp
from idp.citizens.proofing import waiting
from idp.connections import logout_minter
from idp.house import House
from idp.operators import assembly as operator_side
from idp.operators.assembly import OperatorDesk, build_operator_desk
from idp.outbound.assembly import message_deliverers
from idp.outbound.delivery import Deliverer
from idp.outbound.housekeeping import Chore, removals
from idp.store.repositories.expired_rows import ExpiredRows
from idp.store.repositories.incidents import Incidents

EXTENSION = "sen_id"
"""Under this name an application holds its services."""


class Services(House):
    """What the pages, the protocol endpoints and the commands work with."""

    # Operators

    @cached_property
    def operator_desk(self) -> OperatorDesk:
        return build_operator_desk(
            operator_side.Ground(
                settings=self.settings,
                session=self.session,
                clock=self.clock,
                sealer=self.sealer,
                passwords=self.passwords,
                audit=self.audit,
                codes=totp,
                counts=self.throttle,
            )
        )

    # What the worker does

    @cached_property
    def incidents(self) -> Incidents:
        return Incidents(self.session, self.clock)

    @cached_property
    def deliverers(self) -> dict[str, Deliverer]:
        return {
            **message_deliverers(self.settings, self.messages, self.clock),
            **self.waiting_room.deliverers(),
            waiting.KIND: self.front_desk.retry,
            **self.logouts.deliverers(self.clients, logout_minter(self.provider), self.outgoing, self.audit),
        }

    @cached_property
    def chores(self) -> list[Chore]:
        overlap = self.settings.key_rotation_overlap
        return [
            Chore("end sessions that have run out", timedelta(minutes=1), self.sessions.end_expired),
            Chore("end sessions of barred accounts", timedelta(minutes=1), self.sessions.end_barred),
            Chore("forget retired keys", timedelta(hours=1), lambda: self.rotation.forget_retired(overlap)),
            Chore("write a checkpoint of the audit log", EVERY, self.checkpoints.write),
            Chore("remove incidents beyond the most", timedelta(minutes=10), self.incidents.remove_surplus),
            *removals(ExpiredRows(self.session, self.clock)),
        ]
