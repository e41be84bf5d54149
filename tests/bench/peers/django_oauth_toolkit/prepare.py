"""Makes its tables, key, applications and people: `prepare.py PEOPLE`, with the variables of settings.py.

Run by the peer's own Python. SECRET, REDIRECT_URI and PASSWORD say what everybody is registered with.
"""

import os
import sys
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "settings"
_key = Path(os.environ["STORE"]) / "key.pem"
if not _key.exists():
    from jwcrypto.jwk import JWK

    _key.write_bytes(JWK.generate(kty="RSA", size=2048).export_to_pem(private_key=True, password=None))

import django  # noqa: E402  the key is read with the settings

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402  only once Django is set up
from django.core.management import call_command  # noqa: E402  likewise
from oauth2_provider.models import Application  # noqa: E402  likewise


def main() -> None:
    """Make everything."""
    call_command("migrate", verbosity=0)
    for number in range(int(sys.argv[1])):
        get_user_model().objects.create_user(f"citizen-{number}", password=os.environ["PASSWORD"])
    for client_id, grant in (
        ("portal", Application.GRANT_AUTHORIZATION_CODE),
        ("nightly-sync", Application.GRANT_CLIENT_CREDENTIALS),
        ("lgsp", Application.GRANT_CLIENT_CREDENTIALS),
    ):
        Application.objects.create(
            client_id=client_id,
            client_secret=os.environ["SECRET"],
            client_type=Application.CLIENT_CONFIDENTIAL,
            authorization_grant_type=grant,
            redirect_uris=os.environ["REDIRECT_URI"],
            algorithm=Application.RS256_ALGORITHM,
            name=client_id,
        )


if __name__ == "__main__":
    main()
