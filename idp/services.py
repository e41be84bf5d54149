"""The object graph, by hand: each service stands once, with what it is made of."""

from datetime import timedelta
from functools import cached_property

from idp.audit.checkpoints import EVERY
from idp.citizens import totp
from idp.citizens.proofing import waiting
from idp.connections import about_clients, ending_letters, logout_minter, logout_trier
from idp.house import House
from idp.keys.resealing import Resealing
from idp.oauth.scopes import SCOPES
from idp.operators import assembly as operator_side
from idp.operators.assembly import OperatorDesk, build_operator_desk
from idp.operators.change_requests import ChangeRequests, Handler, Kind
from idp.operators.key_requests import KeyRequests
from idp.operators.personal_exports import PersonalExports
from idp.operators.request_notices import RequestNotices
from idp.operators.suspensions import Suspensions
from idp.outbound.assembly import message_deliverers
from idp.outbound.delivery import Deliverer
from idp.outbound.housekeeping import BATCH, Chore, removals
from idp.outbound.logout_delivery import LogoutDelivery
from idp.relying_parties.client_changes import ClientChanges
from idp.relying_parties.coach import Coach
from idp.relying_parties.coach_logout import LogoutTrial
from idp.relying_parties.ending_warnings import EndingWarnings
from idp.relying_parties.life import Life
from idp.relying_parties.member_checks import MemberChecks
from idp.relying_parties.sealed_secrets import SealedSecrets
from idp.relying_parties.untold import untold
from idp.store.repositories.audit_search import AuditSearch
from idp.store.repositories.call_counts import CallCounts
from idp.store.repositories.change_requests import ChangeRequestRows
from idp.store.repositories.coach_checks import CoachChecks
from idp.store.repositories.expired_rows import ExpiredRows
from idp.store.repositories.incidents import Incidents
from idp.store.repositories.operators import Operators
from idp.store.repositories.protocol_calls import ProtocolCalls
from idp.store.repositories.running_processes import EVERY as EVERY_MINUTE
from idp.store.repositories.sealed_values import SealedValues
from idp.store.repositories.sent_warnings import SentWarnings
from idp.store.repositories.units import Units
from idp.watching import assembly as watching_side
from idp.watching.assembly import Watch, build_watch

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
                installation=self.installation,
                passwords=self.passwords,
                audit=self.audit,
                outbox=self.outbox,
                codes=totp,
                counts=self.throttle,
            )
        )

    # Acts that need two people

    @cached_property
    def change_handlers(self) -> dict[str, Handler]:
        """What an approved request of each kind does."""
        return {
            **self.key_requests.handlers(),
            **self.personal_exports.handlers(),
            # Looked up late: what answers a request is itself made with the requests.
            **about_clients(lambda request: self.client_changes.approve(request)),  # noqa: PLW0108  looked up late
            Kind.OPERATOR_ROLE: self.operator_desk.roster.promote,
        }

    @cached_property
    def personal_exports(self) -> PersonalExports:
        return PersonalExports(self.clock)

    @cached_property
    def key_requests(self) -> KeyRequests:
        return KeyRequests(self.rotation)

    @cached_property
    def change_requests(self) -> ChangeRequests:
        rows = ChangeRequestRows(self.session, self.clock)
        requests = ChangeRequests(rows, self.change_handlers, self.audit, self.clock)
        mail = RequestNotices(self.operator_desk.notices, Operators(self.session, self.clock).find)
        requests.on_ask.append(mail.asked)
        requests.on_decision.append(mail.decided)
        return requests

    # Applications, as operators look after them

    @cached_property
    def member_checks(self) -> MemberChecks:
        return MemberChecks(
            self.outgoing.get,
            self.clients.names_by_operators,
            self.clock,
            lambda name: bool(self.clients.find(name)),
        )

    @cached_property
    def client_changes(self) -> ClientChanges:
        registrations = self.client_desk.registrations
        life = Life(registrations)
        life.coach_is_complete = self.coach.is_complete
        units = Units(self.session, self.clock)
        life.untold = lambda document: untold(document, tuple(SCOPES))
        life.stopped_by = Suspensions(AuditSearch(self.session), units, self.clients).unit_of
        changes = ClientChanges(registrations, self.clients, life, self.change_requests)
        self.change_requests.on_decision.append(changes.returned)
        return changes

    @cached_property
    def ending_warnings(self) -> EndingWarnings:
        return EndingWarnings(
            self.clients,
            self.client_desk.secret_uses,
            SentWarnings(self.session),
            contacts=self.client_desk.registrations.history.contacts,
            tell=ending_letters(self.operator_desk.notices),
            clock=self.clock,
        )

    # Applications, as their developers try them

    @cached_property
    def calls(self) -> ProtocolCalls:
        return ProtocolCalls(self.session)

    @cached_property
    def call_counts(self) -> CallCounts:
        return CallCounts(self.session)

    @cached_property
    def coach(self) -> Coach:
        return Coach(self.clients, self.calls, CoachChecks(self.session), self.clock)

    @cached_property
    def logout_trial(self) -> LogoutTrial:
        mint = logout_trier(self.provider)
        return LogoutTrial(self.logouts.visits, self.calls, mint, self.outgoing, self.clock)

    # Watching

    @cached_property
    def watch(self) -> Watch:
        return build_watch(
            watching_side.Ground(
                settings=self.settings,
                session=self.session,
                stale=self.stale,
                clock=self.clock,
                sealer=self.sealer,
                ring=self.ring,
                audit=self.audit,
                register=self.register,
            )
        )

    # What the worker does

    @cached_property
    def incidents(self) -> Incidents:
        return Incidents(self.session, self.clock)

    @cached_property
    def resealing(self) -> Resealing:
        secrets = SealedSecrets(self.clients, self.sealer)
        return Resealing(SealedValues(self.session), self.sealer, [secrets], self.clock)

    @cached_property
    def deliverers(self) -> dict[str, Deliverer]:
        return {
            **message_deliverers(self.settings, self.messages, self.clock),
            **self.waiting_room.deliverers(),
            waiting.KIND: self.front_desk.retry,
            **self.logouts.deliverers(self._telling()),
        }

    @cached_property
    def chores(self) -> list[Chore]:
        overlap, every = self.settings.key_rotation_overlap, self.settings.key_rotation_every
        return [
            Chore("end sessions that have run out", timedelta(minutes=1), self.sessions.end_expired),
            Chore("end sessions of barred accounts", timedelta(minutes=1), self.sessions.end_barred),
            Chore(
                "return drafts nobody decided on", timedelta(hours=1), self.client_changes.return_forgotten
            ),
            Chore("end approvals nobody gave", timedelta(minutes=1), self.waiting_room.end_expired),
            Chore("rotate keys on schedule", timedelta(hours=1), lambda: self.rotation.rotate_due(every)),
            Chore("forget retired keys", timedelta(hours=1), lambda: self.rotation.forget_retired(overlap)),
            Chore("warn of what ends soon", timedelta(minutes=1), self.ending_warnings.go_on),
            Chore("judge registrations by lint", timedelta(minutes=1), self.client_desk.lint.nightly),
            Chore("write a checkpoint of the audit log", EVERY, self.checkpoints.write),
            Chore("make months of the logs ahead", timedelta(hours=1), self.retention.make_ahead),
            Chore("drop what of the audit log is over", timedelta(hours=1), self.retention.drop_records),
            Chore("drop months of the other logs", timedelta(hours=1), self.retention.drop_others),
            Chore("say that this process runs", EVERY_MINUTE, self.running_processes.note),
            Chore("count events by the hour", timedelta(minutes=1), self.watch.rollup.count),
            Chore("ask the register how it is", timedelta(minutes=1), self.watch.pulse.take),
            Chore("check the audit log where asked for", timedelta(seconds=20), self.watch.checks.go_on),
            Chore("remove calls beyond the latest", timedelta(minutes=1), self.calls.remove_surplus),
            Chore("remove incidents beyond the most", timedelta(minutes=10), self.incidents.remove_surplus),
            Chore("seal anew", timedelta(seconds=10), lambda: self.resealing.go_on(BATCH)),
            *removals(ExpiredRows(self.session, self.clock)),
        ]

    def _telling(self) -> LogoutDelivery:
        return LogoutDelivery(
            clients=self.clients,
            visits=self.logouts.visits,
            mint=logout_minter(self.provider),
            http=self.outgoing,
            audit=self.audit,
            calls=self.calls,
            clock=self.clock,
        )
