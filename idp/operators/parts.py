"""The parts that several services of the operators' side are made of."""

from dataclasses import dataclass

from idp.audit.log import AuditLog
from idp.clock import Clock
from idp.crypto.passwords import Passwords
from idp.operators.addresses import Addresses
from idp.operators.app_key import AppKeys
from idp.operators.links import Links
from idp.operators.notices import OperatorNotices
from idp.operators.pace import Pace
from idp.operators.passkeys import Passkeys
from idp.operators.units import UnitDirectory
from idp.store.repositories.operator_sessions import OperatorSessions
from idp.store.repositories.operators import Operators


@dataclass(frozen=True, kw_only=True)
class Parts:
    """Each stands once."""

    operators: Operators
    sessions: OperatorSessions
    units: UnitDirectory
    addresses: Addresses
    links: Links
    notices: OperatorNotices
    passkeys: Passkeys
    app_keys: AppKeys
    passwords: Passwords
    pace: Pace
    audit: AuditLog
    clock: Clock
