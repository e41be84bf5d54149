"""Whether what a token was issued from still holds: the authorization, its session, the citizen, the application."""

from idp.oauth.records import Standing


def holds(standing: Standing) -> bool:
    """Whether tokens of this authorization are good now.

    Without `offline_access` nothing outlives the browser session it was given in (RFC 9700, 4.14.2).
    """
    kept = standing.authorization.is_offline or not standing.session_ended
    in_force = standing.authorization.revoked_at is None and not standing.token_revoked
    return kept and in_force and standing.citizen.is_active and standing.client.is_live
