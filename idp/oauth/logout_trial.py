"""Logout tokens to try an application with: a good one, and such as it must refuse (Back-Channel Logout, 2.4, 2.6)."""

from datetime import timedelta

from idp.oauth.client import RegisteredClient
from idp.oauth.faults import Fault, in_signature
from idp.oauth.logout_token import LogoutTokens

AGO = timedelta(hours=1)
"""How long the time of the late one is over: more than clocks differ."""


def logout_trial(
    tokens: LogoutTokens, client: RegisteredClient, citizen_id: str, session_id: str
) -> dict[str, str]:
    """Tokens about one session, by what is to be seen with them, in the order in which they are sent.

    Args:
        tokens: Issues them.
        client: The application.
        citizen_id: Whose session it is.
        session_id: The session.
    """
    said = tokens.claims(client, citizen_id, session_id)
    ago = int(AGO.total_seconds())
    late = {**said, "iat": said["iat"] - ago, "exp": said["exp"] - ago}
    good = tokens.signed(client, said)
    return {
        "forged": in_signature(frozenset({Fault.BAD_SIGNATURE}), good),
        "with_nonce": tokens.signed(client, {**said, "jti": f"{said['jti']}.1", "nonce": "a-nonce"}),
        "good": good,
        "again": good,
        "expired": tokens.signed(client, late),
    }
