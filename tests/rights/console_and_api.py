"""What each page of the console and the desk is in the API: operations, or why it takes people."""

from dataclasses import dataclass

DECIDING = "approving, deciding, being the second person"
PERMITTING = "giving a permission to register"
CITIZENS = "helping citizens, suspending their accounts"
FINDING = "finding a person by their number, phone or mail address"
AFFECTED = "the accounts that a breach affects, as a list"
COPY = "a copy of one person's releases"
RECORDS = "a copy of records about citizens, the whole log among them"
REMOVING = "removing an application that is not retired"
TRYING = "trying an application"
TOP = "a province administrator's second factor, and letting one back in"
PERSONAL = "an operator's mail address, passkeys and single sessions"
OWN = "signing in; factors, passwords and sessions of one's own"
NEWCOMERS = "signing up as a developer, the guide, the token decoder"

FOR_PEOPLE = (
    DECIDING,
    PERMITTING,
    CITIZENS,
    FINDING,
    AFFECTED,
    COPY,
    RECORDS,
    REMOVING,
    TRYING,
    TOP,
    PERSONAL,
    OWN,
    NEWCOMERS,
)
"""What takes people, as docs/api.md words it; the reasons stand there."""

PROGRAMS_ONLY: dict[str, str] = {}
"""Operations that no page has, and why."""


@dataclass(frozen=True)
class Same:
    """What looking at a page and acting on it are in the API: operations, and what takes people."""

    look: tuple[str, ...] = ()
    act: tuple[str, ...] = ()


_EDIT = Same(("getClient",), ("changeClient",))
_TYPED = Same(act=("createClient", "changeClient"))

PAGES: dict[str, Same] = {
    "admin_sign_in.enter": Same((OWN,), (OWN,)),
    "admin_sign_in.confirm": Same((OWN,), (OWN,)),
    "admin_sign_in.leave": Same(act=(OWN,)),
    "admin_passkey.enter": Same(act=(OWN,)),
    "admin_passkey.options": Same(act=(OWN,)),
    "admin_passkey.confirm": Same(act=(OWN,)),
    "admin_passkey.confirm_options": Same(act=(OWN,)),
    "admin_enrol.start": Same((OWN,), (OWN,)),
    "admin_enrol.factor": Same((OWN,)),
    "admin_enrol.passkey_options": Same(act=(OWN,)),
    "admin_enrol.with_passkey": Same(act=(OWN,)),
    "admin_enrol.with_app": Same(act=(OWN,)),
    "admin_me.overview": Same((OWN,)),
    "admin_me.language": Same(act=(OWN,)),
    "admin_me.email": Same(act=(OWN,)),
    "admin_me.end_session": Same(act=(OWN,)),
    "admin_me.end_others": Same(act=(OWN,)),
    "admin_my_address.confirm_address": Same((OWN,), (OWN,)),
    "admin_my_factors.passkey_options": Same(act=(OWN,)),
    "admin_my_factors.add_passkey": Same(act=(OWN,)),
    "admin_my_factors.rename_passkey": Same(act=(OWN,)),
    "admin_my_factors.remove_passkey": Same(act=(OWN,)),
    "admin_my_factors.app": Same((OWN,), (OWN,)),
    "admin_my_factors.remove_app": Same(act=(OWN,)),
    "admin_my_factors.password": Same(act=(OWN,)),
    "admin_operators.every": Same(("listOperators", "listInvitations")),
    "admin_operators.invite": Same(("listUnits",), ("inviteOperator", "inviteAgain")),
    "admin_operators.revoke": Same(act=("revokeInvitation",)),
    "admin_operator.overview": Same(("getOperator", PERSONAL)),
    "admin_operator.move": Same(act=("moveOperator",)),
    "admin_operator.suspend": Same(act=("suspendOperator",)),
    "admin_operator.resume": Same(act=("resumeOperator", TOP)),
    "admin_operator.end_sessions": Same(act=("endOperatorSessions",)),
    "admin_operator.reset_factor": Same(act=("resetFactor", TOP)),
    "admin_units.every": Same(("listUnits",)),
    "admin_units.create": Same(("listUnits",), ("createUnit",)),
    "admin_units.change": Same(("listUnits",), ("changeUnit",)),
    "admin_overview.start": Same(("getFigures", "getLint", "listBreaches", "listKeys")),
    "admin_overview.activity": Same(("searchAudit",)),
    "admin_clients.every": Same(("listClients",)),
    "admin_clients.choose_kind": Same(("createClient",)),
    "admin_clients.create": Same(("createClient",), ("createClient",)),
    "admin_address_check.check_redirect": _TYPED,
    "admin_member_check.check_member": _TYPED,
    "admin_client_checks.checks": Same(("listChecks",)),
    "admin_client.overview": Same(("getClient",)),
    "admin_client.edit": _EDIT,
    "admin_client.connection": _EDIT,
    "admin_client.data": _EDIT,
    "admin_client.log": Same(("listActs",)),
    "admin_client_history.every": Same(("listVersions",)),
    "admin_client_history.restore": Same(act=("restoreVersion",)),
    "admin_client_lint.lint": Same(("getLint",)),
    "admin_client_life.ask": Same(("getLint",), ("submitClient",)),
    "admin_client_life.withdraw": Same(act=("withdrawRequest",)),
    "admin_client_life.go_live": Same(act=("goLive",)),
    "admin_client_life.live_at_once": Same(act=(DECIDING,)),
    "admin_client_life.discard": Same(act=("discardClient",)),
    "admin_client_life.retire": Same(("getClient",), ("retireClient",)),
    "admin_client_acts.suspend": Same(act=("suspendClient",)),
    "admin_client_acts.resume": Same(act=("resumeClient",)),
    "admin_client_acts.strict": Same(act=("changeClient",)),
    "admin_client_acts.remove": Same(("getClient",), ("removeClient", REMOVING)),
    "admin_requests.every": Same(("listRequests",)),
    "admin_requests.view": Same(("getRequest",)),
    "admin_requests.decide": Same(act=(DECIDING,)),
    "admin_requests.withdraw": Same(act=("withdrawRequest",)),
    "admin_invitations.every": Same(("listRegistrationTokens",)),
    "admin_invitations.create": Same((PERMITTING,), (PERMITTING,)),
    "admin_invitations.shown_once": Same((PERMITTING,)),
    "admin_invitations.revoke": Same(act=("revokeRegistrationToken",)),
    "admin_secrets.secrets": Same(("listSecrets",)),
    "admin_secrets.rotate": Same(act=("rotateSecret",)),
    "admin_secrets.revoke": Same(act=("revokeSecret",)),
    "admin_secrets.shown_once": Same(("createClient", "rotateSecret")),
    "admin_trial.start": Same(act=(TRYING,)),
    "admin_trial.callback": Same((TRYING,)),
    "admin_deliveries.every": Same(("listDeliveries",)),
    "admin_deliveries.again": Same(act=("deliverAgain",)),
    "admin_incidents.every": Same(("listIncidents", "findIncident")),
    "admin_audit.search": Same(("searchAudit",)),
    "admin_audit.person": Same(act=(FINDING,)),
    "admin_audit.of_person": Same(("listReleases",)),
    "admin_audit.export": Same(act=("exportAudit",)),
    "admin_audit.checks": Same(("listAuditChecks",)),
    "admin_audit.check": Same(act=("askAuditCheck",)),
    "admin_lists.clients": Same(("listClients",)),
    "admin_audit_copy.ask": Same((RECORDS,), (RECORDS,)),
    "admin_audit_copy.take": Same(act=(RECORDS,)),
    "admin_personal_export.ask": Same((COPY,), (COPY,)),
    "admin_personal_export.take": Same(act=(COPY,)),
    "admin_breaches.every": Same(("listBreaches",)),
    "admin_breaches.create": Same(("openBreach",), ("openBreach",)),
    "admin_breach.overview": Same(("getBreach", "listBreachNotes")),
    "admin_breach.edit": Same(("getBreach",), ("changeBreach",)),
    "admin_breach.count": Same(act=("countBreach",)),
    "admin_breach_people.ask": Same((AFFECTED,), (AFFECTED,)),
    "admin_breach_people.take": Same(act=(AFFECTED,)),
    "admin_breach.note": Same(act=("noteBreach",)),
    "admin_breach.report": Same(act=("reportBreach",)),
    "admin_breach.close": Same(act=("closeBreach",)),
    "admin_breach.notice": Same(("getBreachNotice",)),
    "admin_banners.every": Same(("listBanners",)),
    "admin_banners.create": Same(("listBanners",), ("createBanner",)),
    "admin_banners.withdraw": Same(act=("withdrawBanner",)),
    "admin_keys.every": Same(("listKeys",)),
    "admin_keys.rotate": Same(("listKeys",), ("rotateKeys",)),
    "admin_keys.revoke": Same(("listKeys",), ("revokeKey",)),
    "admin_citizens.find": Same((CITIZENS,), (CITIZENS,)),
    "admin_citizens.case": Same((CITIZENS,)),
    "admin_citizens.unlock": Same(act=(CITIZENS,)),
    "admin_citizens.reset_factor": Same(act=(CITIZENS,)),
    "admin_citizens.sign_out": Same(act=(CITIZENS,)),
    "admin_citizens.suspend": Same(act=(CITIZENS,)),
    "admin_citizens.let_back": Same(act=(CITIZENS,)),
    "developers_apps.every": Same(("listClients",)),
    "developers_apps.create": Same(("createClient",), ("createClient",)),
    "developers_app.overview": Same(("getClient",)),
    "developers_app.edit": _EDIT,
    "developers_secrets.secrets": Same(("listSecrets",)),
    "developers_secrets.renew": Same(act=("rotateSecret",)),
    "developers_secrets.shown_once": Same(("createClient", "rotateSecret")),
    "developers_lint.lint": Same(("getLint",)),
    "developers_faults.faults": Same(("getFaults",), ("switchFaults",)),
    "developers_attempt.attempt": Same((TRYING,), (TRYING,)),
    "developers_answer.answer": Same((TRYING,), (TRYING,)),
    "developers_calls.calls": Same(("listCalls",)),
    "developers_coach.coach": Same(("getCoach",)),
    "developers_coach.try_logout": Same(act=("tryLogout",)),
    "developers_incidents.find": Same(("findIncident", "listIncidents")),
    "developers_decoder.decode": Same((NEWCOMERS,)),
    "developers_guide.api": Same((NEWCOMERS,)),
    "developers_guide.chapter": Same((NEWCOMERS,)),
    "developers_guide.start": Same((NEWCOMERS,)),
    "developers_sign_up.start": Same((NEWCOMERS,), (NEWCOMERS,)),
    "developers_sign_up.sent": Same((NEWCOMERS,)),
}
"""By endpoint. A page that is not here fails, and so does one that is here and is no page any more."""

CSV_COLUMNS = {
    "client_id": "client_id",
    "name": "client_name",
    "name_en": "client_name#en",
    "unit": "unit",
    "state": "state",
    "profile": "profile",
    "kind": "kind",
    "created_at": "client_id_issued_at",
    "updated_at": "updated_at",
}
"""The columns of the console's table of applications, and the members of `listClients` that hold the same."""
