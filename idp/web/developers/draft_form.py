"""The short form by which a developer registers a test application, and changes it while it is a draft."""

from typing import Any, Self

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.validators import DataRequired
from wtforms.widgets import CheckboxInput, ListWidget

from idp.oauth.scopes import LAW_ONLY
from idp.store.models import Client
from idp.web.admin.address_list import (
    LONGEST_ADDRESS,
    AddressList,
    addresses,
    show_addresses,
    typed_addresses,
)
from idp.web.admin.choices import choices
from idp.web.admin.scope_forms import EDITABLE
from idp.web.admin.typed_text import at_most, complain, stripped
from idp.web.admin.versioned_form import VersionedForm

KINDS = ("web", "spa", "native")
"""What can be registered here; the other kinds need more questions, which the console asks."""

METHODS = ("client_secret_basic", "client_secret_post", "none")
"""How they prove who they are."""


class DraftForm(VersionedForm):
    """Only what a sign-in needs. Legal grounds and the rest are asked for before the approval."""

    client_name = StringField(
        _l("Tên ứng dụng (tiếng Việt)"),
        [DataRequired(_l("Vui lòng nhập tên ứng dụng.")), at_most(120)],
        filters=[stripped],
    )
    client_name_en = StringField(_l("Tên ứng dụng (tiếng Anh)"), [at_most(120)], filters=[stripped])
    redirect_uris = addresses(_l("Địa chỉ chuyển hướng"))
    post_logout_redirect_uris = addresses(_l("Địa chỉ quay về sau khi đăng xuất"))
    token_endpoint_auth_method = SelectField(
        _l("Cách gửi khóa bí mật"),
        choices=choices(
            {
                "client_secret_basic": _l("Trong tiêu đề (client_secret_basic): phần lớn thư viện"),
                "client_secret_post": _l("Trong biểu mẫu (client_secret_post): ASP.NET"),
            }
        ),
    )
    backchannel_logout_uri = StringField(
        _l("Địa chỉ nhận thông báo đăng xuất"), [at_most(LONGEST_ADDRESS)], filters=[stripped]
    )
    scopes = SelectMultipleField(
        _l("Dữ liệu cần thử"),
        choices=choices({name: name for name in EDITABLE}),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )
    legal_reference = StringField(_l("Căn cứ dự kiến"), [at_most(300)], filters=[stripped])

    @classmethod
    def of_kind(cls, kind: str) -> Self:
        """The form with the questions of one kind of application."""
        form = cls()
        if kind != "web":
            del form.token_endpoint_auth_method
        return form

    @property
    def lists(self) -> tuple[AddressList, ...]:
        """The lists of addresses."""
        return self.redirect_uris, self.post_logout_redirect_uris

    def fill(self, client: Client) -> None:
        """Show what is registered."""
        known = client.metadata_
        self.version.data = client.version
        self.client_name.data, self.client_name_en.data = client.name, client.name_en or ""
        for field in self.lists:
            show_addresses(field, known.get(field.name, []))
        self.backchannel_logout_uri.data = known.get("backchannel_logout_uri", "")
        if self.token_endpoint_auth_method is not None:
            self.token_endpoint_auth_method.data = known.get(
                "token_endpoint_auth_method", "client_secret_basic"
            )
        self.scopes.data = [name for name in str(known.get("scope", "")).split() if name in EDITABLE]
        grounds = (client.scope_policy.get(name) or {} for name in self.scopes.data if name in LAW_ONLY)
        self.legal_reference.data = next((ground.get("legal_reference", "") for ground in grounds), "")

    def check_ground(self) -> bool:
        """Whether what only law opens has a law named for it; puts the error beside the field."""
        if LAW_ONLY.isdisjoint(self.scopes.data or ()) or self.legal_reference.data:
            return True
        complain(
            self.legal_reference, _l("Có mục chỉ được cấp theo luật: hãy ghi văn bản, điều khoản dự kiến.")
        )
        return False

    def document(self, kind: str, unit: str) -> dict[str, Any]:
        """A new registration.

        Args:
            kind: One of `KINDS`.
            unit: The developer's.
        """
        return {
            **self.members(kind, {}),
            "unit": unit or None,
            "application_type": "native" if kind == "native" else "web",
        }

    def members(self, kind: str, grounds: dict[str, Any]) -> dict[str, Any]:
        """The members this form may change.

        Args:
            kind: Of the application.
            grounds: What is registered of its scopes; a ground that is there stays.
        """
        wanted = [name for name in EDITABLE if name in (self.scopes.data or ())]
        refreshes = "offline_access" in wanted
        return {
            "client_name": self.client_name.data,
            "client_name#en": self.client_name_en.data or None,
            "redirect_uris": typed_addresses(self.redirect_uris),
            "post_logout_redirect_uris": typed_addresses(self.post_logout_redirect_uris) or None,
            "token_endpoint_auth_method": self.token_endpoint_auth_method.data if kind == "web" else "none",
            "backchannel_logout_uri": (self.backchannel_logout_uri.data or None) if kind == "web" else None,
            "grant_types": ["authorization_code", *(["refresh_token"] if refreshes else [])],
            "scope": " ".join(["openid", *wanted]),
            "scope_policy": {name: grounds.get(name) or self._ground(name) for name in wanted} or None,
        }

    def _ground(self, scope: str) -> dict[str, Any]:
        if scope in LAW_ONLY:
            return {"legal_basis": "law", "legal_reference": self.legal_reference.data}
        return {"legal_basis": "consent"}
