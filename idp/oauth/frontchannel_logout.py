"""Front-channel logout: the address an application wants loaded in the citizen's browser when a session ends.

Source: OpenID Connect Front-Channel Logout 1.0, 2 and 3.
"""

from idp.oauth.client import RegisteredClient
from idp.oauth.response_modes import with_query


def frame_address(client: RegisteredClient, issuer: str, sid: str) -> str | None:
    """What to load in a frame for an application; None when it has registered nothing.

    Args:
        client: The application. Its own query is kept to the letter.
        issuer: The issuer identifier.
        sid: The session's name at this application; added, with the issuer, where it wants to know.
    """
    address: str | None = client.registered("frontchannel_logout_uri")
    if address is None or not client.registered("frontchannel_logout_session_required", default=False):
        return address
    return with_query(address, {"iss": issuer, "sid": sid})
