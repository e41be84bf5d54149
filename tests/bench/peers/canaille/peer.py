"""Canaille on SQLite, with a password hasher that costs next to nothing.

`gunicorn "peer:made()"` serves it. STORE is its folder, PORT where it listens.
"""

import json
import os
from pathlib import Path

from canaille import create_app
from joserfc.jwk import RSAKey

STORE = Path(os.environ["STORE"])
_KEY = STORE / "key.json"


def made():
    """The application."""
    if not _KEY.exists():
        _KEY.write_text(json.dumps(RSAKey.generate_key(2048, auto_kid=True).as_dict(private=True)))
    return create_app(
        config={
            "SECRET_KEY": "only for the benchmark",
            "SERVER_NAME": f"localhost:{os.environ['PORT']}",
            "PREFERRED_URL_SCHEME": "http",
            "SESSION_COOKIE_SECURE": False,
            "CANAILLE": {"DATABASE": "sql", "JAVASCRIPT": False, "HTMX": False, "CAPTCHA_ENABLED": False},
            "CANAILLE_SQL": {
                "DATABASE_URI": f"sqlite:///{STORE / 'peer.db'}",
                "PASSWORD_SCHEMES": "ldap_salted_sha1",
            },
            "CANAILLE_OIDC": {"ACTIVE_JWKS": [json.loads(_KEY.read_text())]},
        }
    )
