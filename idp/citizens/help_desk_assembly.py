"""How the help desk is put together."""

from idp.citizens.account_keys import AccountKeys
from idp.citizens.assembly import Doors, Ground
from idp.citizens.help_desk import HelpDesk
from idp.citizens.help_desk_state import AccountState
from idp.store.repositories.audit_records import AuditRecords
from idp.store.repositories.authorizations import Authorizations


def build_help_desk(on: Ground, doors: Doors, authorizations: Authorizations) -> HelpDesk:
    """Build it.

    Args:
        on: What it stands on.
        doors: The ways into accounts.
        authorizations: What applications may still do.
    """
    return HelpDesk(
        logins=doors.logins,
        credentials=doors.credentials,
        state=AccountState(
            sessions=doors.sessions,
            printed=doors.printed_codes,
            factors=doors.second_factor,
            guesses=doors.guesses,
            records=AuditRecords(on.session),
            clock=on.clock,
        ),
        keys=AccountKeys(
            credentials=doors.credentials,
            printed=doors.printed_codes,
            factors=doors.second_factor,
            guesses=doors.guesses,
            sessions=doors.sessions,
            authorizations=authorizations,
        ),
        notices=doors.notices,
        audit=on.audit,
    )
