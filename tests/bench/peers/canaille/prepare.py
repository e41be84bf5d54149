"""Makes its tables, applications and people: `prepare.py PEOPLE`, with the variables of peer.py.

Run by the peer's own Python. SECRET, REDIRECT_URI and PASSWORD say what everybody is registered with.
"""

import os
import sys

from canaille.app import models
from canaille.backends import Backend
from peer import made


def main() -> None:
    """Make everything."""
    application = made()
    with application.app_context(), Backend.instance.session():
        for number in range(int(sys.argv[1])):
            _kept(
                models.User(
                    user_name=f"citizen-{number}",
                    formatted_name=f"Citizen {number}",
                    family_name=str(number),
                    emails=[f"citizen-{number}@dan.example"],
                    password=os.environ["PASSWORD"],
                )
            )
        for client_id, grants, responses in (
            ("portal", ["authorization_code", "refresh_token"], ["code"]),
            ("nightly-sync", ["client_credentials"], []),
            ("lgsp", ["client_credentials"], []),
        ):
            client = models.Client(
                client_id=client_id,
                client_secret=os.environ["SECRET"],
                client_name=client_id,
                contacts=["a@dan.example"],
                redirect_uris=[os.environ["REDIRECT_URI"]],
                grant_types=grants,
                response_types=responses,
                scope=["openid", "profile"],
                token_endpoint_auth_method="client_secret_basic",
            )
            _kept(client)
            client.audience = [client]
            Backend.instance.save(client)


def _kept(model) -> None:
    Backend.instance.save(model)


if __name__ == "__main__":
    main()
