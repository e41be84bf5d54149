"""How the operators' side is put together."""

from dataclasses import dataclass

from idp.audit.log import AuditLog
from idp.clock import Clock
from idp.config import Settings
from idp.crypto.passwords import Passwords
from idp.crypto.sealing import Sealer
from idp.operators.accounts import Accounts
from idp.operators.pace import Pace
from idp.operators.ports import AppCodes, Counts
from idp.operators.sessions import ConsoleSessions
from idp.operators.sign_in import OperatorSignIn, Proof
from idp.store.db import DatabaseSession
from idp.store.repositories.operator_sessions import OperatorSessions
from idp.store.repositories.operators import Operators


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What it stands on."""

    settings: Settings
    session: DatabaseSession
    clock: Clock
    sealer: Sealer
    passwords: Passwords
    audit: AuditLog
    codes: AppCodes
    counts: Counts


@dataclass(frozen=True, kw_only=True)
class OperatorDesk:
    """Accounts of operators, and their way into the console."""

    accounts: Accounts
    sessions: ConsoleSessions
    sign_in: OperatorSignIn
    codes: AppCodes


def build_operator_desk(on: Ground) -> OperatorDesk:
    """Build it."""
    operators = Operators(on.session, on.clock)
    rows = OperatorSessions(on.session, on.clock)
    pace = Pace(on.counts, on.clock)
    sessions = ConsoleSessions(rows, on.sealer, on.settings, on.clock)
    proof = Proof(
        operators=operators,
        passwords=on.passwords,
        sealer=on.sealer,
        codes=on.codes,
        pace=pace,
        clock=on.clock,
    )
    return OperatorDesk(
        accounts=Accounts(
            operators=operators,
            sessions=rows,
            passwords=on.passwords,
            sealer=on.sealer,
            codes=on.codes,
            pace=pace,
            audit=on.audit,
        ),
        sessions=sessions,
        sign_in=OperatorSignIn(proof, sessions, on.audit),
        codes=on.codes,
    )
