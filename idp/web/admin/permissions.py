"""Which right each page of the console needs: one row for each endpoint and method. What has no row is refused."""

from typing import NamedTuple

from idp.operators.rights import Right


class Need(NamedTuple):
    """What looking at a page needs, and what sending its form needs."""

    look: Right | None
    act: Right | None = None


OPEN = frozenset(
    {
        "admin_enrol.factor",
        "admin_enrol.passkey_options",
        "admin_enrol.start",
        "admin_enrol.with_app",
        "admin_enrol.with_passkey",
        "admin_passkey.enter",
        "admin_passkey.options",
        "admin_sign_in.enter",
        "admin_sign_in.leave",
        "developers_decoder.decode",
        "developers_guide.api",
        "developers_guide.chapter",
        "developers_guide.start",
        "developers_sign_up.sent",
        "developers_sign_up.start",
    }
)
"""Pages of the console and the desk for those who are not signed in. Every other one has a row below."""

NEEDS: dict[str, Need] = {
    "admin_sign_in.confirm": Need(Right.SIGN_IN, Right.SIGN_IN),
    "admin_passkey.confirm": Need(None, Right.SIGN_IN),
    "admin_passkey.confirm_options": Need(None, Right.SIGN_IN),
    "admin_me.overview": Need(Right.SIGN_IN),
    "admin_me.language": Need(None, Right.SIGN_IN),
    "admin_me.email": Need(None, Right.SIGN_IN),
    "admin_me.end_session": Need(None, Right.SIGN_IN),
    "admin_me.end_others": Need(None, Right.SIGN_IN),
    "admin_my_address.confirm_address": Need(Right.SIGN_IN, Right.SIGN_IN),
    "admin_my_factors.passkey_options": Need(None, Right.SIGN_IN),
    "admin_my_factors.add_passkey": Need(None, Right.SIGN_IN),
    "admin_my_factors.rename_passkey": Need(None, Right.SIGN_IN),
    "admin_my_factors.remove_passkey": Need(None, Right.SIGN_IN),
    "admin_my_factors.app": Need(Right.SIGN_IN, Right.SIGN_IN),
    "admin_my_factors.remove_app": Need(None, Right.SIGN_IN),
    "admin_my_factors.password": Need(None, Right.SIGN_IN),
    "admin_operators.every": Need(Right.SEE_OPERATORS),
    "admin_operators.invite": Need(Right.CHANGE_OPERATORS, Right.CHANGE_OPERATORS),
    "admin_operators.revoke": Need(None, Right.CHANGE_OPERATORS),
    "admin_operator.overview": Need(Right.SEE_OPERATORS),
    "admin_operator.move": Need(None, Right.CHANGE_OPERATORS),
    "admin_operator.suspend": Need(None, Right.CHANGE_OPERATORS),
    "admin_operator.resume": Need(None, Right.CHANGE_OPERATORS),
    "admin_operator.end_sessions": Need(None, Right.CHANGE_OPERATORS),
    "admin_operator.reset_factor": Need(None, Right.CHANGE_OPERATORS),
    "admin_units.every": Need(Right.SEE_UNITS),
    "admin_units.create": Need(Right.CHANGE_UNITS, Right.CHANGE_UNITS),
    "admin_units.change": Need(Right.SEE_UNITS, Right.CHANGE_UNITS),
    "admin_overview.start": Need(Right.SIGN_IN),
    "admin_overview.activity": Need(Right.SEE_AUDIT),
    "admin_clients.every": Need(Right.SEE_CLIENTS),
    "admin_clients.choose_kind": Need(Right.DRAFT_CLIENTS),
    "admin_clients.create": Need(Right.DRAFT_CLIENTS, Right.DRAFT_CLIENTS),
    "admin_address_check.check_redirect": Need(None, Right.DRAFT_CLIENTS),
    "admin_member_check.check_member": Need(None, Right.DRAFT_CLIENTS),
    "admin_client_checks.checks": Need(Right.SEE_CLIENTS),
    "admin_client.overview": Need(Right.SEE_CLIENTS),
    "admin_client.edit": Need(Right.DRAFT_CLIENTS, Right.DRAFT_CLIENTS),
    "admin_client.connection": Need(Right.DRAFT_CLIENTS, Right.DRAFT_CLIENTS),
    "admin_client.data": Need(Right.DRAFT_CLIENTS, Right.DRAFT_CLIENTS),
    "admin_client.log": Need(Right.SEE_CLIENTS),
    "admin_client_history.every": Need(Right.SEE_CLIENTS),
    "admin_client_history.restore": Need(None, Right.DRAFT_CLIENTS),
    "admin_client_lint.lint": Need(Right.SEE_CLIENTS),
    "admin_client_life.ask": Need(Right.DRAFT_CLIENTS, Right.DRAFT_CLIENTS),
    "admin_client_life.withdraw": Need(None, Right.DRAFT_CLIENTS),
    "admin_client_life.go_live": Need(None, Right.DRAFT_CLIENTS),
    "admin_client_life.live_at_once": Need(None, Right.APPROVE_CLIENTS),
    "admin_client_life.discard": Need(None, Right.DRAFT_CLIENTS),
    "admin_client_life.retire": Need(Right.REMOVE_CLIENTS, Right.REMOVE_CLIENTS),
    "admin_requests.every": Need(Right.SIGN_IN),
    "admin_requests.view": Need(Right.SIGN_IN),
    "admin_requests.decide": Need(None, Right.SIGN_IN),
    "admin_requests.withdraw": Need(None, Right.SIGN_IN),
    "admin_client_acts.suspend": Need(None, Right.SUSPEND_CLIENTS),
    "admin_client_acts.resume": Need(None, Right.SUSPEND_CLIENTS),
    "admin_client_acts.strict": Need(None, Right.DRAFT_CLIENTS),
    "admin_client_acts.remove": Need(Right.REMOVE_CLIENTS, Right.REMOVE_CLIENTS),
    "admin_invitations.every": Need(Right.SEE_INVITATIONS),
    "admin_invitations.create": Need(Right.INVITE_CLIENTS, Right.INVITE_CLIENTS),
    "admin_invitations.shown_once": Need(Right.INVITE_CLIENTS),
    "admin_invitations.revoke": Need(None, Right.INVITE_CLIENTS),
    "admin_secrets.secrets": Need(Right.SEE_CLIENTS),
    "admin_secrets.rotate": Need(None, Right.DRAFT_CLIENTS),
    "admin_secrets.revoke": Need(None, Right.DRAFT_CLIENTS),
    "admin_secrets.shown_once": Need(Right.DRAFT_CLIENTS),
    "admin_trial.start": Need(None, Right.TRY_CLIENTS),
    "admin_trial.callback": Need(Right.TRY_CLIENTS),
    "admin_deliveries.every": Need(Right.SEE_DELIVERIES),
    "admin_deliveries.again": Need(None, Right.RETRY_DELIVERIES),
    "admin_incidents.every": Need(Right.SEE_INCIDENTS),
    "admin_audit.search": Need(Right.SEE_AUDIT),
    "admin_audit.person": Need(None, Right.SEE_AUDIT),
    "admin_audit.of_person": Need(Right.SEE_AUDIT),
    "admin_audit.export": Need(None, Right.SEE_AUDIT),
    "admin_audit.checks": Need(Right.SEE_AUDIT),
    "admin_audit.check": Need(None, Right.SEE_AUDIT),
    "admin_lists.clients": Need(Right.SEE_CLIENTS),
    "admin_audit_copy.ask": Need(Right.EXPORT_PERSONAL, Right.EXPORT_PERSONAL),
    "admin_audit_copy.take": Need(None, Right.EXPORT_PERSONAL),
    "admin_personal_export.ask": Need(Right.EXPORT_PERSONAL, Right.EXPORT_PERSONAL),
    "admin_personal_export.take": Need(None, Right.EXPORT_PERSONAL),
    "admin_breaches.every": Need(Right.SEE_BREACHES),
    "admin_breaches.create": Need(Right.CHANGE_BREACHES, Right.CHANGE_BREACHES),
    "admin_breach.overview": Need(Right.SEE_BREACHES),
    "admin_breach.edit": Need(Right.CHANGE_BREACHES, Right.CHANGE_BREACHES),
    "admin_breach.count": Need(None, Right.CHANGE_BREACHES),
    "admin_breach_people.ask": Need(Right.EXPORT_PERSONAL, Right.EXPORT_PERSONAL),
    "admin_breach_people.take": Need(None, Right.EXPORT_PERSONAL),
    "admin_breach.note": Need(None, Right.CHANGE_BREACHES),
    "admin_breach.report": Need(None, Right.CHANGE_BREACHES),
    "admin_breach.close": Need(None, Right.CHANGE_BREACHES),
    "admin_breach.notice": Need(Right.SEE_BREACHES),
    "admin_banners.every": Need(Right.SEE_BANNERS),
    "admin_banners.create": Need(Right.CHANGE_BANNERS, Right.CHANGE_BANNERS),
    "admin_banners.withdraw": Need(None, Right.CHANGE_BANNERS),
    "admin_keys.every": Need(Right.SEE_KEYS),
    "admin_keys.rotate": Need(Right.ROTATE_KEYS, Right.ROTATE_KEYS),
    "admin_keys.revoke": Need(Right.ROTATE_KEYS, Right.ROTATE_KEYS),
    "admin_citizens.find": Need(Right.HELP_CITIZENS, Right.HELP_CITIZENS),
    "admin_citizens.case": Need(Right.HELP_CITIZENS),
    "admin_citizens.unlock": Need(None, Right.HELP_CITIZENS),
    "admin_citizens.reset_factor": Need(None, Right.HELP_CITIZENS),
    "admin_citizens.sign_out": Need(None, Right.HELP_CITIZENS),
    "admin_citizens.suspend": Need(None, Right.SUSPEND_CITIZENS),
    "admin_citizens.let_back": Need(None, Right.SUSPEND_CITIZENS),
    "developers_apps.every": Need(Right.SEE_SANDBOX),
    "developers_apps.create": Need(Right.DRAFT_CLIENTS, Right.DRAFT_CLIENTS),
    "developers_app.overview": Need(Right.SEE_SANDBOX),
    "developers_app.edit": Need(Right.DRAFT_CLIENTS, Right.DRAFT_CLIENTS),
    "developers_secrets.secrets": Need(Right.USE_SANDBOX),
    "developers_secrets.renew": Need(None, Right.DRAFT_CLIENTS),
    "developers_secrets.shown_once": Need(Right.DRAFT_CLIENTS),
    "developers_lint.lint": Need(Right.SEE_SANDBOX),
    "developers_faults.faults": Need(Right.USE_SANDBOX, Right.USE_SANDBOX),
    "developers_attempt.attempt": Need(Right.USE_SANDBOX, Right.USE_SANDBOX),
    "developers_answer.answer": Need(Right.USE_SANDBOX, Right.USE_SANDBOX),
    "developers_calls.calls": Need(Right.SEE_CALLS),
    "developers_coach.coach": Need(Right.SEE_SANDBOX),
    "developers_coach.try_logout": Need(None, Right.USE_SANDBOX),
    "developers_incidents.find": Need(Right.SEE_INCIDENTS),
}


WITHOUT_APPROVAL = Right.DRAFT_CLIENTS
"""Is enough while nobody has approved an application; from then on `CHANGE_CLIENTS` is needed in its place."""

STAYS_WITH_DRAFTERS = frozenset({"admin_client_life.go_live"})
"""What whoever drafted an application may do with it after its approval, too."""


def needed_for(endpoint: str | None, method: str, *, is_approved: bool) -> Right | None:
    """The right a request about one application needs.

    Args:
        endpoint: As the router names it.
        method: Of the request.
        is_approved: Whether somebody has approved the application.
    """
    right = needed(endpoint, method)
    grows = is_approved and right is WITHOUT_APPROVAL and endpoint not in STAYS_WITH_DRAFTERS
    return Right.CHANGE_CLIENTS if grows else right


def needed(endpoint: str | None, method: str) -> Right | None:
    """The right a request needs; None when nobody has it.

    Args:
        endpoint: As the router names it.
        method: Of the request; GET, HEAD and OPTIONS look, all others act.
    """
    need = NEEDS.get(endpoint or "")
    if need is None:
        return None
    return need.look if method in ("GET", "HEAD", "OPTIONS") else need.act
