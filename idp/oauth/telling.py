"""How one application is told what it may know of a citizen: who other people are, which place, in which languages."""

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from idp.oauth.claims import Telling, asked_inside
from idp.oauth.client import RegisteredClient
from idp.oauth.derived_claims import Place

if TYPE_CHECKING:
    from idp.oauth.server import Provider

RESIDENCE = "cu_tru"


def telling(
    server: "Provider",
    client: RegisteredClient,
    requested: Mapping[str, Any],
    at: Literal["userinfo", "id_token"],
) -> Telling:
    """What decides how claims are told, at one place.

    Args:
        server: The provider.
        client: The application.
        requested: What the authorization remembers of the `claims` parameter.
        at: The place.
    """
    residence = client.policy(RESIDENCE)
    return Telling(
        today=server.today(),
        refer=partial(server.subjects.reference, client),
        place=Place(server.settings.province_code, residence.commune if residence else ""),
        inside=asked_inside(client, requested, at, server.clock()),
    )
