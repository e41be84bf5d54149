"""Whether what a token was issued from still holds: the authorization, its session, the citizen, the application."""

from idp.oauth.records import Standing


def holds(standing: Standing) -> bool:
    """Whether tokens of this authorization are good now.

    Without `offline_access` nothing outlives the browser session it was given in (RFC 9700, 4.14.2). A test person's
    authorization is nothing to an application that citizens use, nor a citizen's to one that is only tried out.
    """
    kept = standing.authorization.is_offline or not standing.session_ended
    in_force = standing.authorization.revoked_at is None and not standing.token_revoked
    meet = standing.citizen.is_test_person == standing.client.is_for_test_people
    return kept and in_force and meet and standing.citizen.is_active and standing.client.is_usable
