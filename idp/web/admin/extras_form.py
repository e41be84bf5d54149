"""What few applications need: keys of their own, acting for others, asking citizens in the background.

Each kind of application shows the parts it can use (`EXTRAS`), and no other.
"""

import json
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, SelectMultipleField, StringField, TextAreaField

from idp.oauth.client import CIBA, TOKEN_EXCHANGE
from idp.oauth.supported import AUTHORIZATION_DETAILS_TYPES, ID_TOKEN_ALGORITHMS
from idp.store.models import Client
from idp.web.admin.address_list import LONGEST_ADDRESS
from idp.web.admin.choices import choices
from idp.web.admin.typed_text import at_most, complain, stripped
from idp.web.admin.versioned_form import VersionedForm

KEYS, DETAILS, EXCHANGE, BACKGROUND, NUMBER = "keys", "details", "exchange", "background", "number"
EXTRAS: dict[str, tuple[str, ...]] = {
    "web": (KEYS, DETAILS, EXCHANGE, BACKGROUND),
    "high_security": (KEYS, DETAILS, EXCHANGE, BACKGROUND),
    "machine": (KEYS, EXCHANGE),
    "kiosk": (NUMBER,),
}
"""Which parts each kind of application can use."""

METHODS: dict[str, dict[str, Any]] = {
    "web": {
        "client_secret_basic": _l("Khóa bí mật dùng chung"),
        "private_key_jwt": _l("Khóa riêng của ứng dụng (private_key_jwt)"),
    },
    "high_security": {"private_key_jwt": _l("Khóa riêng của ứng dụng (private_key_jwt)")},
    "machine": {
        "client_secret_basic": _l("Khóa bí mật dùng chung"),
        "private_key_jwt": _l("Khóa riêng của ứng dụng (private_key_jwt)"),
    },
    "kiosk": {
        "none": _l("Không có: thiết bị đặt nơi công cộng không giữ được bí mật"),
        "client_secret_basic": _l("Khóa bí mật dùng chung"),
    },
}
"""How each kind may prove itself; the first is the usual way. Kinds that are not here cannot."""

_MANY_WORDS = 4_000


class ExtrasForm(VersionedForm):
    """These parts."""

    token_endpoint_auth_method = SelectField(
        _l("Cách ứng dụng tự chứng minh"),
        choices=[],
        validate_choice=False,
    )
    jwks_uri = StringField(
        _l("Địa chỉ công bố khóa (jwks_uri)"), [at_most(LONGEST_ADDRESS)], filters=[stripped]
    )
    jwks = TextAreaField(_l("Hoặc dán khóa công khai (JWK Set)"), [at_most(20_000)], filters=[stripped])
    device_number_shown = BooleanField(_l("Thiết bị hiện một số để người dân đối chiếu"), default=True)
    authorization_details_types = SelectMultipleField(
        _l("Việc được làm thay người dân"),
        choices=choices({name: name for name in AUTHORIZATION_DETAILS_TYPES}),
    )
    exchange_clients = TextAreaField(
        _l("Nhận mã của các ứng dụng, mỗi dòng một mã"), [at_most(_MANY_WORDS)], filters=[stripped]
    )
    exchange_audiences = TextAreaField(
        _l("Để gọi các giao diện, mỗi dòng một địa chỉ"), [at_most(_MANY_WORDS)], filters=[stripped]
    )
    exchange_scopes = StringField(
        _l("Với các phạm vi, cách nhau bằng dấu cách"), [at_most(500)], filters=[stripped]
    )
    backchannel_token_delivery_mode = SelectField(
        _l("Hỏi ý kiến người dân không qua trình duyệt (CIBA)"),
        choices=choices(
            {"": _l("Không dùng"), "poll": _l("Có, ứng dụng tự hỏi lại"), "ping": _l("Có, được báo khi xong")}
        ),
        validate_choice=False,
    )
    backchannel_client_notification_endpoint = StringField(
        _l("Địa chỉ nhận báo"), [at_most(LONGEST_ADDRESS)], filters=[stripped]
    )
    backchannel_authentication_request_signing_alg = SelectField(
        _l("Thuật toán ký yêu cầu"),
        choices=choices({"": _l("Không ký"), **{name: name for name in ID_TOKEN_ALGORITHMS}}),
        validate_choice=False,
    )

    def offer_methods(self, kind: str, current: str | None = None) -> None:
        """Offer the ways in which a kind of application may prove itself, and the one it has now."""
        known = METHODS.get(kind, {})
        offered = {**known, **({current: current} if current and current not in known else {})}
        self.token_endpoint_auth_method.choices = choices(offered)
        if self.token_endpoint_auth_method.data not in offered:
            self.token_endpoint_auth_method.data = current or next(iter(offered), None)

    def show_extras(self, client: Client) -> None:
        """Show what is registered."""
        known = client.metadata_
        for name in (
            "token_endpoint_auth_method",
            "jwks_uri",
            "backchannel_token_delivery_mode",
            "backchannel_client_notification_endpoint",
            "backchannel_authentication_request_signing_alg",
        ):
            self[name].data = known.get(name) or ""
        self.jwks.data = json.dumps(known["jwks"], indent=1) if known.get("jwks") else ""
        self.device_number_shown.data = bool(known.get("device_number_shown"))
        self.authorization_details_types.data = known.get("authorization_details_types") or []
        exchange = known.get("token_exchange") or {}
        self.exchange_clients.data = "\n".join(exchange.get("clients", []))
        self.exchange_audiences.data = "\n".join(exchange.get("audiences", []))
        self.exchange_scopes.data = " ".join(exchange.get("scopes", []))

    def check_extras(self, kind: str) -> bool:
        """Whether what was typed can be read; puts the errors beside the fields."""
        if KEYS in EXTRAS.get(kind, ()) and self.jwks.data and self._key_set() is None:
            complain(self.jwks, _l("Đây không phải là một JWK Set: cần một đối tượng JSON có mục “keys”."))
            return False
        return True

    def extras(self, kind: str, grants: list[str]) -> dict[str, Any]:
        """The members these parts may change, by kind of application.

        Args:
            kind: Of the application.
            grants: Its grant types without those that follow from these parts.
        """
        parts, found = EXTRAS.get(kind, ()), {}
        if kind in METHODS:
            found["token_endpoint_auth_method"] = self.token_endpoint_auth_method.data
        if KEYS in parts:
            found |= {"jwks_uri": self.jwks_uri.data or None, "jwks": self._key_set()}
        if NUMBER in parts:
            found["device_number_shown"] = bool(self.device_number_shown.data) or None
        if DETAILS in parts:
            found["authorization_details_types"] = self.authorization_details_types.data or None
        if EXCHANGE in parts:
            found["token_exchange"] = self._exchange()
        if BACKGROUND in parts:
            found |= self._background()
        added = [
            *([TOKEN_EXCHANGE] if found.get("token_exchange") else []),
            *([CIBA] if found.get("backchannel_token_delivery_mode") else []),
        ]
        return {**found, "grant_types": [*grants, *added]} if {EXCHANGE, BACKGROUND} & {*parts} else found

    def _exchange(self) -> dict[str, Any] | None:
        lines = {
            "clients": (self.exchange_clients.data or "").split(),
            "audiences": (self.exchange_audiences.data or "").split(),
            "scopes": (self.exchange_scopes.data or "").split(),
        }
        return lines if any(lines.values()) else None

    def _background(self) -> dict[str, Any]:
        mode = self.backchannel_token_delivery_mode.data or None
        endpoint = self.backchannel_client_notification_endpoint.data or None
        algorithm = self.backchannel_authentication_request_signing_alg.data or None
        return {
            "backchannel_token_delivery_mode": mode,
            "backchannel_client_notification_endpoint": endpoint if mode == "ping" else None,
            "backchannel_authentication_request_signing_alg": algorithm if mode else None,
        }

    def _key_set(self) -> dict[str, Any] | None:
        try:
            read = json.loads(self.jwks.data or "null")
        except (ValueError, RecursionError):
            return None
        return read if isinstance(read, dict) else None


def own_grants(client: Client) -> list[str]:
    """The grant types of an application without those that follow from these parts."""
    registered = client.metadata_.get("grant_types", ["authorization_code"])
    return [grant for grant in registered if grant not in (TOKEN_EXCHANGE, CIBA)]
