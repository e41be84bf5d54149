"""Registration, verification and recovery, put together from the inside out."""

from dataclasses import dataclass

from idp.citizens.assembly import Doors, Ground, Surroundings
from idp.citizens.password_change import Chooser
from idp.citizens.proofing.dossiers import Dossiers
from idp.citizens.proofing.opening import Archive, Opening
from idp.citizens.proofing.register_word import RegisterWord
from idp.citizens.proofing.registration import Mail, Registration, Registry
from idp.citizens.proofing.retry import VerificationRetry
from idp.citizens.proofing.securing import Keys, Securing
from idp.citizens.proofing.tries import Tries
from idp.citizens.proofing.verification import Verification
from idp.citizens.proofing.waiting import Desk, WaitingVerifications
from idp.citizens.recovery import Aftermath, Proofs, Recovery
from idp.outbound.outbox import Outbox
from idp.registry.port import PopulationRegister
from idp.store.repositories.citizens import Citizens
from idp.store.repositories.pending_verifications import PendingVerifications
from idp.store.repositories.recovery_attempts import RecoveryAttempts
from idp.store.repositories.registrations import Registrations


@dataclass(frozen=True, kw_only=True)
class FrontDesk:
    """Where citizens come before they can sign in, and what the worker does for them later."""

    registration: Registration
    securing: Securing
    verifications: WaitingVerifications
    recovery: Recovery
    retry: VerificationRetry


def build_front_desk(
    on: Ground, doors: Doors, around: Surroundings, register: PopulationRegister, outbox: Outbox
) -> FrontDesk:
    """Build the parts of registering, verifying and recovering."""
    citizens = Citizens(on.session, on.clock)
    registry = _registry(on, doors, citizens, register)
    waiting = _waiting(on, doors, registry, outbox)
    dossiers = Dossiers(
        Registrations(on.session, on.clock), on.sealer, on.settings.registration_lifetime, on.clock
    )
    mail = Mail(codes=doors.one_time_codes, letters=on.letters, notices=doors.notices)
    return FrontDesk(
        registration=Registration(dossiers, registry, mail, on.audit, on.clock),
        securing=Securing(
            dossiers=dossiers,
            keys=Keys(
                policy=around.policy,
                passwords=on.passwords,
                citizens=citizens,
                installation=on.installation,
            ),
            mail=mail,
            opening=_opening(on, doors, registry, waiting),
            entrance=doors.entrance,
            clock=on.clock,
        ),
        verifications=waiting,
        recovery=_recovery(on, doors, around),
        retry=VerificationRetry(waiting, registry.verification, citizens),
    )


def _registry(on: Ground, doors: Doors, citizens: Citizens, register: PopulationRegister) -> Registry:
    return Registry(
        verification=Verification(register, on.clock),
        tries=Tries(doors.throttle, on.settings),
        word=RegisterWord(citizens, on.installation, on.sealer, on.audit),
        citizens=citizens,
        installation=on.installation,
    )


def _waiting(on: Ground, doors: Doors, registry: Registry, outbox: Outbox) -> WaitingVerifications:
    desk = Desk(
        verification=registry.verification,
        word=registry.word,
        tries=registry.tries,
        installation=on.installation,
        notices=doors.notices,
        audit=on.audit,
    )
    return WaitingVerifications(PendingVerifications(on.session, on.clock), outbox, desk, on.sealer, on.clock)


def _opening(on: Ground, doors: Doors, registry: Registry, waiting: WaitingVerifications) -> Opening:
    archive = Archive(
        citizens=registry.citizens,
        installation=on.installation,
        word=registry.word,
        waiting=waiting,
        printed=doors.printed_codes,
        sealer=on.sealer,
    )
    return Opening(archive, on.letters, on.audit, on.clock)


def _recovery(on: Ground, doors: Doors, around: Surroundings) -> Recovery:
    return Recovery(
        rows=RecoveryAttempts(on.session, on.clock),
        proofs=Proofs(
            logins=doors.logins,
            credentials=doors.credentials,
            codes=doors.one_time_codes,
            factors=doors.second_factor,
            printed=doors.printed_codes,
            throttle=doors.throttle,
            letters=on.letters,
        ),
        aftermath=Aftermath(
            chooser=Chooser(around.policy, around.people),
            passwords=on.passwords,
            sessions=doors.sessions,
            attempts=doors.attempts,
            authorizations=around.authorizations,
            guesses=doors.guesses,
            notices=doors.notices,
        ),
        audit=on.audit,
        sealer=on.sealer,
        clock=on.clock,
    )
