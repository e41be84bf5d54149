"""What clients keep outside of their registration: key sets, and the requests they refer to."""

from dataclasses import dataclass

from idp.oauth.client_keys import ClientKeys
from idp.oauth.request_object import FetchText


@dataclass(frozen=True)
class ClientDocuments:
    """The way to them.

    Args:
        keys: Their public keys, registered or fetched.
        fetch_text: Gets a text from an address a client named; raises when it cannot.
    """

    keys: ClientKeys
    fetch_text: FetchText
