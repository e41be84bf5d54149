"""How the operators' side is put together."""

from dataclasses import dataclass

from idp.audit.log import AuditLog
from idp.clock import Clock
from idp.config import Settings
from idp.crypto.passwords import Passwords
from idp.crypto.sealing import Sealer
from idp.operators.accounts import Accounts
from idp.operators.addresses import Addresses
from idp.operators.app_key import AppKeys
from idp.operators.directory import PersonnelDirectory
from idp.operators.enrolment import Enrolment
from idp.operators.inviting import Inviting
from idp.operators.links import Links
from idp.operators.notices import OperatorNotices
from idp.operators.own_account import OwnAccount
from idp.operators.pace import Pace
from idp.operators.parts import Parts
from idp.operators.passkey_sign_in import PasskeySignIn
from idp.operators.passkeys import Passkeys
from idp.operators.place import Place
from idp.operators.ports import AppCodes, Counts
from idp.operators.roster import Roster
from idp.operators.sessions import ConsoleSessions
from idp.operators.sign_in import OperatorSignIn, Proof
from idp.operators.sign_up import SignUp
from idp.operators.units import UnitDirectory
from idp.outbound.outbox import Outbox
from idp.store.db import DatabaseSession
from idp.store.repositories.installation_secrets import InstallationSecrets
from idp.store.repositories.operator_enrolments import OperatorEnrolments
from idp.store.repositories.operator_passkeys import OperatorPasskeys, PasskeyChallenges
from idp.store.repositories.operator_sessions import OperatorSessions
from idp.store.repositories.operators import Operators
from idp.store.repositories.units import Units


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What it stands on."""

    settings: Settings
    session: DatabaseSession
    clock: Clock
    sealer: Sealer
    installation: InstallationSecrets
    passwords: Passwords
    audit: AuditLog
    outbox: Outbox
    codes: AppCodes
    counts: Counts


@dataclass(frozen=True, kw_only=True)
class OperatorDesk:
    """Accounts of operators, their units, and their way into the console."""

    accounts: Accounts
    addresses: Addresses
    units: UnitDirectory
    notices: OperatorNotices
    roster: Roster
    directory: PersonnelDirectory
    inviting: Inviting
    enrolment: Enrolment
    sign_up: SignUp
    own_account: OwnAccount
    passkeys: Passkeys
    passkey_sign_in: PasskeySignIn
    sessions: ConsoleSessions
    sign_in: OperatorSignIn
    codes: AppCodes


def build_operator_desk(on: Ground) -> OperatorDesk:
    """Build it."""
    parts = _parts(on)
    accounts, roster = Accounts(parts), Roster(parts)
    sessions = ConsoleSessions(parts.sessions, on.sealer, on.settings, on.clock)
    proof = Proof(operators=parts.operators, passwords=on.passwords, app_keys=parts.app_keys, pace=parts.pace)
    return OperatorDesk(
        accounts=accounts,
        addresses=parts.addresses,
        units=parts.units,
        notices=parts.notices,
        roster=roster,
        directory=PersonnelDirectory(parts, accounts, roster),
        inviting=Inviting(parts),
        enrolment=Enrolment(parts),
        sign_up=SignUp(parts, on.counts),
        own_account=OwnAccount(parts),
        passkeys=parts.passkeys,
        passkey_sign_in=PasskeySignIn(parts.passkeys, sessions, on.counts, on.audit, on.clock),
        sessions=sessions,
        sign_in=OperatorSignIn(proof, sessions, on.audit),
        codes=on.codes,
    )


def _parts(on: Ground) -> Parts:
    place, operators = Place.of(on.settings), Operators(on.session, on.clock)
    addresses = Addresses(on.installation, on.sealer)
    notices = OperatorNotices(on.outbox, operators, addresses, place)
    challenges = PasskeyChallenges(on.session, on.clock)
    links = OperatorEnrolments(on.session, on.clock)
    return Parts(
        operators=operators,
        sessions=OperatorSessions(on.session, on.clock),
        units=UnitDirectory(Units(on.session, on.clock), on.audit),
        addresses=addresses,
        links=Links(links, addresses, notices, place, on.clock),
        notices=notices,
        passkeys=Passkeys(OperatorPasskeys(on.session, on.clock), challenges, operators, place, on.clock),
        app_keys=AppKeys(on.codes, on.sealer, on.clock),
        passwords=on.passwords,
        pace=Pace(on.counts, on.clock),
        audit=on.audit,
        clock=on.clock,
    )
