"""Kinds of applications. What kind one is follows from how it is registered."""

from collections.abc import Sequence

from idp.relying_parties.decoupled_rules import DEVICE_CODE
from idp.store.models import Client

MACHINE = "machine"
HIGH_SECURITY = ("fapi2", "fapi2_signed")


def kind_from(
    *,
    profile: str | None,
    grant_types: Sequence[str] | None,
    application_type: str | None,
    auth_method: str | None,
) -> str:
    """The kind of an application, by the members of its registration that decide it.

    Args:
        profile: `plain`, `machine`, `fapi2` or `fapi2_signed`.
        grant_types: All of them; None means what is usual.
        application_type: `web` or `native`.
        auth_method: The `token_endpoint_auth_method`.
    """
    if profile == MACHINE:
        return MACHINE
    if grant_types is not None and not grant_types:
        return "resource"
    if DEVICE_CODE in (grant_types or ()):
        return "kiosk"
    if profile in HIGH_SECURITY:
        return "high_security"
    if application_type == "native":
        return "native"
    return "spa" if auth_method == "none" else "web"


def kind_of(client: Client) -> str:
    """What kind of application a registration is."""
    known = client.metadata_
    return client.kind or kind_from(
        profile=client.profile,
        grant_types=known.get("grant_types"),
        application_type=known.get("application_type"),
        auth_method=known.get("token_endpoint_auth_method"),
    )
