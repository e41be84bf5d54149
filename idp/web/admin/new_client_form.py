"""The form of a new application, by kind: what it asks, and what it decides without asking."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import StringField

from idp.oauth.client import DEVICE_CODE
from idp.web.admin.client_forms import ConnectionForm, GeneralForm
from idp.web.admin.scope_forms import DataForm
from idp.web.admin.typed_text import at_most, stripped

NEW_KINDS = ("web", "high_security", "spa", "native", "kiosk", "machine")
WITHOUT_CITIZENS = ("machine",)
WITHOUT_ADDRESSES = ("machine", "kiosk")
"""Kinds whose answers go to no browser."""

_DECIDED: dict[str, dict[str, Any]] = {
    "web": {"token_endpoint_auth_method": "client_secret_basic"},
    "high_security": {"profile": "fapi2", "token_endpoint_auth_method": "private_key_jwt"},
    "spa": {"token_endpoint_auth_method": "none"},
    "native": {"token_endpoint_auth_method": "none", "application_type": "native"},
    "kiosk": {"response_types": [], "redirect_uris": []},
    "machine": {"profile": "machine", "minimum_level": None},
}
"""What follows from the kind."""


class NewClientForm(GeneralForm, ConnectionForm, DataForm):
    """Everything a new application needs to say, in one form; what a kind does not need is not shown."""

    client_id = StringField(_l("Mã ứng dụng (client_id)"), [at_most(128)], filters=[stripped])

    def document(self, kind: str) -> dict[str, Any]:
        """The registration, by kind of application."""
        data = self.grounds({}, for_citizens=kind not in WITHOUT_CITIZENS)
        grants = _grants(kind, refreshes="offline_access" in str(data["scope"] or "").split())
        return {
            "application_type": "web",
            "grant_types": grants,
            **self.general(),
            **_DECIDED[kind],
            **self.connection(kind, grants),
            **data,
            "client_id": self.client_id.data or None,
            "kind": kind,
        }


def _grants(kind: str, *, refreshes: bool) -> list[str]:
    if kind == "machine":
        return ["client_credentials"]
    first = DEVICE_CODE if kind == "kiosk" else "authorization_code"
    return [first, *(["refresh_token"] if refreshes else [])]
