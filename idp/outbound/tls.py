"""How the certificates of other people's servers are checked: one context for everything that leaves the house."""

import ssl
from functools import cache


@cache
def machine_authorities() -> ssl.SSLContext:
    """TLS with the authorities this machine trusts: 1.3 where the other side offers it, at least 1.2 (RFC 9325, 3.1.1).

    Read once: a hundred and fifty certificates take a megabyte, and longer than many an exchange.
    """
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.maximum_version = ssl.TLSVersion.MAXIMUM_SUPPORTED
    return context
