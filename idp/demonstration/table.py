"""Who can sign in to the demonstration, in lines to print."""

from collections.abc import Iterator

import pyotp

from idp.demonstration.people import (
    ADMINISTRATOR,
    ADMINISTRATOR_PASSWORD,
    DEVELOPER,
    DEVELOPER_PASSWORD,
    FREE,
    PASSWORD,
    PEOPLE,
)
from idp.demonstration.secrets import DemoSecrets


def who_can_sign_in(secrets: DemoSecrets) -> Iterator[str]:
    """Everybody, with password and the code of this moment; then who has no account yet.

    Args:
        secrets: The keys of their authenticators.
    """
    rows = [("sign in as", "phone or number", "password", "code now")]
    for person in PEOPLE:
        code = _code(secrets.find(f"totp:{person.number}"))
        rows.append((person.name, f"{person.phone} / {person.number}", PASSWORD, code))
    for name, place, password, key in (
        (ADMINISTRATOR, "/admin", ADMINISTRATOR_PASSWORD, "totp:administrator"),
        (DEVELOPER, "/developers", DEVELOPER_PASSWORD, "totp:developer"),
    ):
        rows.append((f"{name} ({place})", name, password, _code(secrets.find(key))))
    yield ""
    for name, login, password, code in rows:
        yield f"  {name:<22}{login:<28}{password:<30}{code}"
    yield "\n  no account yet, to register by hand (name, number, birth date):"
    for person in FREE:
        yield f"  {person.name:<32}{person.number:<16}{'/'.join(reversed(person.birth.split('-')))}"


def _code(key: str | None) -> str:
    return pyotp.TOTP(key).now() if key else "none needed"
