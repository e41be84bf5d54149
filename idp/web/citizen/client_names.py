"""What an application is called, in the language of a page."""

from idp.store.models import Client
from idp.web.language import language


def name_of(client: Client | None) -> str | None:
    """The application's name for citizens; None for none."""
    if client is None:
        return None
    return (language() == "en" and client.name_en) or client.name
