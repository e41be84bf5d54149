"""`docs/configuration.md`, written from the settings themselves so that it cannot be wrong."""

from datetime import timedelta
from typing import Any

from idp.config import Settings
from idp.observing_settings import ObservingSettings
from idp.protocol_settings import ProtocolSettings
from idp.relying_parties.member_words import member_rows
from idp.serving_settings import ServingSettings
from idp.store_settings import StoreSettings
from idp.variables import Secret, iso_duration

_HEAD = """# Configuration

Every setting is an environment variable, read once at start. A wrong one stops the start with one sentence.
This page is made by `idp settings`; a test compares the two. Durations are ISO 8601 (`PT30S`, `P7D`) or seconds.

Instead of a variable, `IDP_…_FILE` may name a file that holds its value (a mounted secret, a systemd credential); a
line break at its end does not count, and setting both stops the start. `IDP_SECRET_KEY` and `IDP_KEY_ENCRYPTION_KEY`
may be lists, parted by commas or line breaks: the first one signs or encrypts, all of them verify or decrypt
([backup.md](backup.md) has the steps of a rotation).

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
    extensions = {
        **ServingSettings.described(),
        **StoreSettings.described(),
        **ProtocolSettings.described(),
        **ObservingSettings.described(),
    }
    own = {name: each for name, each in Settings.described().items() if name not in extensions}
    rows = [
        f"| `IDP_{name.upper()}` | {_shown(each.default)} | {each.description} |"
        for name, each in {**own, **extensions}.items()
    ]
    members = [f"| `{name}` | {said} |" for name, said in member_rows()]
    return "\n".join([_HEAD, *rows, _MEMBERS, *members])


def _shown(default: Any) -> str:
    match default:
        case Secret() if default.reveal():
            return "a demo value, refused in production"
        case timedelta():
            return f"`{iso_duration(default)}`"
        case bool():
            return f"`{str(default).lower()}`"
        case "" | {} | Secret():
            return "empty"
        case _:
            return f"`{default}`"
