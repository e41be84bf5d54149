"""Which right each page of the console needs: one row for each endpoint and method. What has no row is refused."""

from typing import NamedTuple

from idp.operators.rights import Right


class Need(NamedTuple):
    """What looking at a page needs, and what sending its form needs."""

    look: Right | None
    act: Right | None = None


NEEDS: dict[str, Need] = {
    "admin_sign_in.confirm": Need(Right.SIGN_IN, Right.SIGN_IN),
    "admin_overview.start": Need(Right.SIGN_IN),
    "admin_overview.activity": Need(Right.SEE_AUDIT),
    "admin_clients.every": Need(Right.SEE_CLIENTS),
    "admin_clients.choose_kind": Need(Right.DRAFT_CLIENTS),
    "admin_clients.create": Need(Right.DRAFT_CLIENTS, Right.DRAFT_CLIENTS),
    "admin_address_check.check_redirect": Need(None, Right.DRAFT_CLIENTS),
    "admin_client.overview": Need(Right.SEE_CLIENTS),
    "admin_client.edit": Need(Right.DRAFT_CLIENTS, Right.DRAFT_CLIENTS),
    "admin_client.connection": Need(Right.DRAFT_CLIENTS, Right.DRAFT_CLIENTS),
    "admin_client.data": Need(Right.DRAFT_CLIENTS, Right.DRAFT_CLIENTS),
    "admin_client.log": Need(Right.SEE_CLIENTS),
    "admin_client_acts.suspend": Need(None, Right.SUSPEND_CLIENTS),
    "admin_client_acts.resume": Need(None, Right.SUSPEND_CLIENTS),
    "admin_client_acts.strict": Need(None, Right.DRAFT_CLIENTS),
    "admin_client_acts.remove": Need(Right.REMOVE_CLIENTS, Right.REMOVE_CLIENTS),
    "admin_invitations.every": Need(Right.INVITE_CLIENTS),
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
}


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
