"""The services of citizens, applications and the protocol. What stands on all of them is in `services.py`."""

from functools import cached_property

from idp.citizens.accounts import Accounts
from idp.citizens.assembly import AccountRooms, Doors, Ground, Surroundings, build_account_rooms, build_doors
from idp.citizens.authenticator_app import AuthenticatorApp
from idp.citizens.contact_change import ContactChange
from idp.citizens.details_on_demand import DetailsOnDemand
from idp.citizens.factor_changes import FactorChanges
from idp.citizens.help_desk import HelpDesk
from idp.citizens.help_desk_assembly import build_help_desk
from idp.citizens.history import History
from idp.citizens.leaked_passwords import LeakedPasswords
from idp.citizens.managed_grants import ManagedGrants
from idp.citizens.officers import OfficerDirectory, build_officers
from idp.citizens.password_change import PasswordChange
from idp.citizens.password_policy import PasswordPolicy
from idp.citizens.people import People
from idp.citizens.proofing.assembly import FrontDesk, build_front_desk
from idp.citizens.proofing.registration import Registration
from idp.citizens.proofing.securing import Securing
from idp.citizens.proofing.waiting import WaitingVerifications
from idp.citizens.recovery import Recovery
from idp.citizens.recovery_codes import PrintedCodes
from idp.citizens.second_factor import SecondFactor
from idp.citizens.sessions import Sessions
from idp.citizens.sign_in import SignIn
from idp.citizens.sms_factor import SmsFactor
from idp.citizens.test_people import Sandbox, TestPeople
from idp.citizens.throttle import Throttle
from idp.citizens.waiting_room import WaitingRoom, build_waiting_room
from idp.connections import offer, published_keys
from idp.foundation import Foundation
from idp.oauth.assembly import Means, build_provider
from idp.oauth.client_documents import ClientDocuments
from idp.oauth.client_keys import ClientKeys
from idp.oauth.endpoints.end_session import EndSession
from idp.oauth.ports import Outside
from idp.oauth.server import Provider
from idp.oauth.slowness import Slowness
from idp.oauth.trial import provider_for_trials
from idp.outbound.logout_desk import LogoutDesk, build_logout_desk
from idp.registry.connect import of_invented_people
from idp.relying_parties.assembly import ClientDesk, DeskMeans, DeskStores, build_client_desk
from idp.store.repositories.authorizations import Authorizations
from idp.store.repositories.citizens import Citizens
from idp.store.repositories.clients import Clients
from idp.store.repositories.consents import Consents
from idp.store.repositories.known_clients import KnownClients
from idp.store.repositories.officers import Officers
from idp.store.repositories.pending_authorizations import PendingAuthorizations
from idp.store.repositories.pushed_requests import PushedRequests
from idp.store.repositories.refresh_tokens import Lifetimes, RefreshTokens
from idp.store.repositories.revoked_tokens import RevokedTokens
from idp.store.repositories.used_assertions import UsedAssertions
from idp.store.repositories.visits import Visits


class House(Foundation):
    """Citizens on one side, applications on the other, and the protocol between them."""

    # Citizens

    @cached_property
    def ground(self) -> Ground:
        return Ground(
            settings=self.settings,
            session=self.session,
            stale=self.stale,
            clock=self.clock,
            sealer=self.sealer,
            passwords=self.passwords,
            installation=self.installation,
            audit=self.audit,
            letters=self.letters,
        )

    @cached_property
    def doors(self) -> Doors:
        doors = build_doors(self.ground)
        doors.sessions.on_end.append(self.logouts.queue.session_ended)
        return doors

    @cached_property
    def around(self) -> Surroundings:
        return Surroundings(
            people=self.people,
            policy=PasswordPolicy(LeakedPasswords(self.settings.leaked_passwords)),
            authorizations=self.authorizations,
            consents=self.consents,
            clients=self.clients,
            departures=self.logouts.departures,
        )

    @cached_property
    def rooms(self) -> AccountRooms:
        return build_account_rooms(self.ground, self.doors, self.around)

    @cached_property
    def front_desk(self) -> FrontDesk:
        return build_front_desk(self.ground, self.doors, self.around, self.register, self.outbox)

    @cached_property
    def people(self) -> People:
        return People(self.sealer, self.clock)

    @cached_property
    def details(self) -> DetailsOnDemand:
        citizens = Citizens(self.session, self.clock)
        officers = Officers(self.session, self.clock)
        return DetailsOnDemand(
            self.register, citizens, officers, sealer=self.sealer, audit=self.audit, clock=self.clock
        )

    @cached_property
    def sandbox(self) -> Sandbox:
        register = of_invented_people(self.clock)
        citizens = Citizens(self.session, self.clock)
        officers = Officers(self.session, self.clock)
        return Sandbox(
            TestPeople(citizens, register, self.installation, self.sealer, self.clock),
            DetailsOnDemand(
                register, citizens, officers, sealer=self.sealer, audit=self.audit, clock=self.clock
            ),
        )

    @cached_property
    def throttle(self) -> Throttle:
        return self.doors.throttle

    @cached_property
    def sessions(self) -> Sessions:
        return self.doors.sessions

    @cached_property
    def printed_codes(self) -> PrintedCodes:
        return self.doors.printed_codes

    @cached_property
    def second_factor(self) -> SecondFactor:
        return self.doors.second_factor

    @cached_property
    def sign_in(self) -> SignIn:
        return self.doors.sign_in

    @cached_property
    def accounts(self) -> Accounts:
        return self.rooms.accounts

    @cached_property
    def factor_changes(self) -> FactorChanges:
        return self.rooms.factor_changes

    @cached_property
    def authenticator_app(self) -> AuthenticatorApp:
        return self.rooms.authenticator_app

    @cached_property
    def sms_factor(self) -> SmsFactor:
        return self.rooms.sms_factor

    @cached_property
    def password_change(self) -> PasswordChange:
        return self.rooms.password_change

    @cached_property
    def contact_change(self) -> ContactChange:
        return self.rooms.contact_change

    @cached_property
    def history(self) -> History:
        return self.rooms.history

    @cached_property
    def help_desk(self) -> HelpDesk:
        return build_help_desk(self.ground, self.doors, self.authorizations)

    @cached_property
    def registration(self) -> Registration:
        return self.front_desk.registration

    @cached_property
    def securing(self) -> Securing:
        return self.front_desk.securing

    @cached_property
    def verifications(self) -> WaitingVerifications:
        return self.front_desk.verifications

    @cached_property
    def recovery(self) -> Recovery:
        return self.front_desk.recovery

    # Applications and the protocol

    @cached_property
    def clients(self) -> Clients:
        return Clients(self.session)

    @cached_property
    def known_clients(self) -> KnownClients:
        return KnownClients(self.session)

    @cached_property
    def authorizations(self) -> Authorizations:
        return Authorizations(self.session, self.known_clients.find, self.clock)

    @cached_property
    def consents(self) -> Consents:
        return Consents(self.session, self.settings.consent_lifetime, self.clock)

    @cached_property
    def pending(self) -> PendingAuthorizations:
        return PendingAuthorizations(self.session, self.sealer, self.settings.pending_lifetime, self.clock)

    @cached_property
    def logouts(self) -> LogoutDesk:
        visits = Visits(self.session, self.clock)
        kept = visits, self.clients, self.authorizations, self.outbox
        return build_logout_desk(*kept, audit=self.audit, clock=self.clock)

    @cached_property
    def managed_grants(self) -> ManagedGrants:
        return ManagedGrants(self.consents, self.authorizations, self.logouts.departures, self.details)

    @cached_property
    def officers(self) -> OfficerDirectory:
        return build_officers(self.ground, self.details, self.logouts.departures, self.authorizations)

    @cached_property
    def client_desk(self) -> ClientDesk:
        stores = DeskStores(self.session, self.clients, self.installation, self.audit)
        published = published_keys(self.client_documents.keys)
        means = DeskMeans(offer(self.settings), self.outgoing.get_json, published, self.throttle, self.clock)
        desk = build_client_desk(self.settings, stores, means)
        desk.registrations.on_suspend.append(self.logouts.departures.suspended)
        desk.registrations.on_remove.append(self.logouts.departures.removed)
        return desk

    @cached_property
    def refresh_tokens(self) -> RefreshTokens:
        lifetimes = Lifetimes(self.settings.refresh_token_lifetime, self.settings.refresh_token_idle)
        key, find_client = (lambda: self.installation.get("codes")), self.known_clients.find
        return RefreshTokens(self.session, find_client, key, lifetimes, self.clock)

    @cached_property
    def waiting_room(self) -> WaitingRoom:
        return build_waiting_room(
            self.ground,
            self.doors,
            people=self.sandbox.people,
            clients=self.clients,
            outbox=self.outbox,
            outgoing=self.outgoing,
        )

    @cached_property
    def client_documents(self) -> ClientDocuments:
        return ClientDocuments(ClientKeys(self.outgoing.get_json, self.clock), self.outgoing.get_text)

    @cached_property
    def provider(self) -> Provider:
        outside = Outside(
            clients=self.known_clients,
            authorizations=self.authorizations,
            refresh_tokens=self.refresh_tokens,
            revoked_tokens=RevokedTokens(self.session),
            used_assertions=UsedAssertions(self.session),
            pushed_requests=PushedRequests(self.session, self.sealer, self.clock),
            documents=self.client_documents,
            waiting_room=self.waiting_room,
            people=self.people,
            departures=self.logouts.departures,
            grants=self.managed_grants,
            record=self.audit.record,
            wait=Slowness(self.session.commit).wait,
        )
        means = Means(
            keys=self.ring,
            salt=lambda: self.installation.get("pairwise_salt"),
            secret_matches=self.client_desk.secrets.matches,
            open_secrets=self.client_desk.secrets.opened,
            nonce_key=lambda: self.installation.get("dpop_nonces"),
            clock=self.clock,
        )
        return build_provider(self.settings, outside, means)

    @cached_property
    def trial_provider(self) -> Provider:
        return provider_for_trials(self.provider)

    @cached_property
    def end_session(self) -> EndSession:
        return EndSession(self.settings.issuer, self.ring, self.clients, self.provider.subjects)
