"""`docs/configuration.md`, written from the settings themselves so that it cannot be wrong."""

from datetime import timedelta
from typing import Any

from idp.config import Settings
from idp.protocol_settings import ProtocolSettings
from idp.relying_parties.member_words import member_rows
from idp.variables import Secret, iso_duration

_HEAD = """# Configuration

Every setting is an environment variable, read once at start. A wrong one stops the start with one sentence.
This page is made by `idp settings`; a test compares the two. Durations are ISO 8601 (`PT30S`, `P7D`) or seconds.

With `IDP_ENV=production` the provider refuses: an `http` issuer, a secret or key left at its demo value, the
in-process register, mail or SMS that goes to the demo's messages page, open registration, and the debug switch.

| variable | default | what it decides |
|---|---|---|"""

_MEMBERS = """
## Registering an application

`idp client add FILE|-` takes a JSON object with these members (RFC 7591, OpenID Connect Dynamic Client Registration,
and from `require_pkce` on our own). Others are ignored. A wrong one is told in one sentence, and the command ends
with 2; nothing is registered then.

| member | what it decides |
|---|---|"""


def as_markdown() -> str:
    """The whole page."""
    extensions = ProtocolSettings.described()
    own = {name: each for name, each in Settings.described().items() if name not in extensions}
    rows = [
        f"| `IDP_{name.upper()}` | {_shown(each.default)} | {each.description} |"
        for name, each in {**own, **extensions}.items()
    ]
    members = [f"| `{name}` | {said} |" for name, said in member_rows()]
    return "\n".join([_HEAD, *rows, _MEMBERS, *members])


def _shown(default: Any) -> str:
    match default:
        case Secret():
            if not default.reveal():
                return "empty"
            return "a demo value, refused in production"
        case timedelta():
            return f"`{iso_duration(default)}`"
        case bool():
            return f"`{str(default).lower()}`"
        case "" | {}:
            return "empty"
        case _:
            return f"`{default}`"
