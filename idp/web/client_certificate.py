"""The certificate of a connection, as the proxy in front tells it (RFC 8705, 6.5).

nginx: `proxy_set_header X-SSL-Client-Cert $ssl_client_escaped_cert; proxy_set_header X-SSL-Client-Verify
$ssl_client_verify;`. `idp/web/proxies.py` takes both headers away from everybody who is no trusted proxy.
"""

import logging
from urllib.parse import unquote

from flask import request

from idp.oauth.client_certificate import Certificate, NoCertificate
from idp.web.current import settings

CERTIFICATE, VERDICT = "X-SSL-Client-Cert", "X-SSL-Client-Verify"
_TRUSTED = "SUCCESS"
_LONGEST = 16 * 1024
_log = logging.getLogger("idp.web.client_certificate")


def client_certificate() -> Certificate | None:
    """The certificate the client holds the key of; None where it showed none, or none is asked for here."""
    escaped = request.headers.get(CERTIFICATE, "") if settings().mtls_address else ""
    if not escaped:
        return None
    try:
        if len(escaped) > _LONGEST:
            raise NoCertificate("too long")
        return Certificate.of_pem(unquote(escaped), is_trusted=request.headers.get(VERDICT) == _TRUSTED)
    except NoCertificate as cause:
        # The client then stands there without one, and is told so.
        _log.warning("the proxy sent a certificate that cannot be read: %s", cause)
        return None
