"""Where a citizen is on the way to while signing in: an application whose request waits, or a page of ours."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from flask import abort, request, url_for

from idp.store.models import Client
from idp.store.repositories.pending_authorizations import Pending
from idp.web.citizen.session_cookie import current_session
from idp.web.citizen.taken_up import taken_up
from idp.web.current import services
from idp.web.headers import allow_form_target, allow_image
from idp.web.language import language, prefer_language
from idp.web.side import PICKER, here, in_sandbox
from idp.web.waiting import Lost, waiting

PAGES = {
    "security": "security.overview",
    "password": "password.change",
    "authenticator": "security.authenticator",
    "sms": "security.sms",
    "recovery-codes": "security.recovery_codes",
    "devices": "access.devices",
    "applications": "access.applications",
    "contact": "contact.change",
    "not-me": "access.not_me",
    "activity": "account.activity",
    "close": "account.close",
    "verify": "verify.identity",
    "device": "device.confirm",
    "requests": "requests.overview",
}
"""Pages one may ask to come back to, by the word their address carries."""

ON_BOTH_SIDES = ("device", "requests")
"""Those of them that the sandbox's people come to as well."""

_LONGEST = 200


@dataclass(frozen=True)
class Destination:
    """One such place. `handle` names the waiting request, `then` a page of ours to see first."""

    handle: str | None = None
    then: str | None = None
    pending: Pending | None = None

    @cached_property
    def client(self) -> Client | None:
        """The application, if the way leads to one; nobody may change it."""
        return services().known_clients.find(self.client_id) if self.client_id else None

    @property
    def client_name(self) -> str | None:
        """The application's name in the language of the page."""
        if self.client is None:
            return None
        return (language() == "en" and self.client.name_en) or self.client.name

    def client_link(self, member: str) -> str | None:
        """An address from the application's registration (`logo_uri`, `policy_uri`, `tos_uri`), if fit to show."""
        known = self.client.metadata_ if self.client else {}
        address = known.get(f"{member}#{language()}") or known.get(member)
        return str(address) if address and urlsplit(str(address)).scheme in ("http", "https") else None

    @property
    def logo(self) -> str | None:
        """The address of the application's logo. The page may load it."""
        address = self.client_link("logo_uri")
        if address:
            allow_image(address)
        return address

    @property
    def client_id(self) -> str | None:
        """The application's identifier: its request waits, or its device's code was typed here."""
        if self.then == "device":
            device = taken_up()
            return device.client_id if device else None
        return self.pending.client_id if self.pending else None

    @property
    def minimum_level(self) -> int:
        """The authentication level that is needed there."""
        return self.pending.minimum_level if self.pending else 1

    @property
    def asks_again(self) -> bool:
        """Whether somebody who is signed in is asked for the password because the application wants it."""
        return self.pending is not None and current_session() is not None and not self.is_reached

    @property
    def is_reached(self) -> bool:
        """Whether the citizen has signed in since the request came, in this tab or another."""
        session = current_session()
        return (
            session is not None
            and self.pending is not None
            and session.authenticated_at >= self.pending.first_seen_at
        )

    @property
    def way(self) -> dict[str, Any]:
        """What the addresses on the way carry, so that nothing is lost."""
        return {key: value for key, value in (("request", self.handle), ("then", self.then)) if value}

    @property
    def address(self) -> str:
        """Where to go on to."""
        if self.then:
            page = PAGES[self.then]
            return url_for(here(page) if self.then in ON_BOTH_SIDES else page, request=self.handle)
        if self.handle:
            return url_for("authorize.resume", handle=self.handle)
        return url_for(PICKER if in_sandbox() else "account.overview")

    @property
    def cancel_address(self) -> str | None:
        """Where giving up is told to the application."""
        return url_for("authorize.cancel", handle=self.handle) if self.handle else None


def destination() -> Destination:
    """Where this request's citizen is on the way to. The page speaks the language asked for there.

    Raises:
        Lost: The address names a request that no longer waits.
    """
    handle, then = request.args.get("request"), request.args.get("then")
    if (then is not None and then not in PAGES) or len(handle or "") > _LONGEST:
        abort(400)
    if not handle:
        return Destination(then=then)
    pending = waiting(handle)
    if pending is None:
        raise Lost
    prefer_language(pending.params.get("ui_locales"))
    # A form on the way may end, by redirects, at the application.
    allow_form_target(pending.redirect_uri)
    return Destination(handle, then, pending)
