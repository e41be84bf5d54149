"""The forms of a registration. A form names exactly what it may change: nothing else that is posted counts."""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FormField,
    HiddenField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Optional

from idp.oauth.client import RegisteredClient
from idp.operators.units import tidy
from idp.relying_parties.contacts import CONTACTS
from idp.relying_parties.faults import Fault
from idp.store.models import Client
from idp.web.admin.address_list import (
    LONGEST_ADDRESS,
    AddressList,
    addresses,
    show_addresses,
    typed_addresses,
)
from idp.web.admin.choices import choices
from idp.web.admin.contact_form import ContactForm
from idp.web.admin.extras_form import ExtrasForm
from idp.web.admin.typed_text import at_most, complain, stripped
from idp.web.admin.versioned_form import VersionedForm
from idp.web.admin.words import fault_words
from idp.web.current import services


class GeneralForm(VersionedForm):
    """What an application is called, whose it is, and where people read about it."""

    client_name = StringField(
        _l("Tên ứng dụng (tiếng Việt)"),
        [DataRequired(_l("Vui lòng nhập tên ứng dụng.")), at_most(120)],
        filters=[stripped],
    )
    client_name_en = StringField(_l("Tên ứng dụng (tiếng Anh)"), [at_most(120)], filters=[stripped])
    unit = StringField(
        _l("Đơn vị chủ quản"),
        [DataRequired(_l("Vui lòng nhập đơn vị chủ quản.")), at_most(120)],
        filters=[stripped],
    )
    contacts = TextAreaField(_l("Thư điện tử người phụ trách, mỗi dòng một địa chỉ"), [at_most(2_000)])
    client_uri = StringField(_l("Trang giới thiệu"), [at_most(LONGEST_ADDRESS)], filters=[stripped])
    logo_uri = StringField(_l("Biểu trưng"), [at_most(LONGEST_ADDRESS)], filters=[stripped])
    policy_uri = StringField(_l("Chính sách dữ liệu"), [at_most(LONGEST_ADDRESS)], filters=[stripped])
    tos_uri = StringField(_l("Điều khoản sử dụng"), [at_most(LONGEST_ADDRESS)], filters=[stripped])
    technical_contact = FormField(ContactForm, _l("Đầu mối kỹ thuật"))
    legal_contact = FormField(ContactForm, _l("Đầu mối pháp lý"))
    minimum_level = SelectField(
        _l("Mức xác thực yêu cầu"),
        choices=choices({1: _l("Mức 1: mật khẩu"), 2: _l("Mức 2: mật khẩu và mã xác thực")}),
        coerce=int,
        default=1,
    )

    def fill(self, client: Client) -> None:
        """Show what is registered."""
        known = client.metadata_
        self.version.data = client.version
        self.client_name.data, self.client_name_en.data = client.name, client.name_en or ""
        self.unit.data, self.minimum_level.data = client.unit, client.minimum_level
        self.contacts.data = "\n".join(known.get("contacts", []))
        for name in ("client_uri", "logo_uri", "policy_uri", "tos_uri"):
            self[name].data = known.get(name, "")
        people = services().client_changes.history.contacts.of(client)
        for name in CONTACTS:
            self[name].form.show(people.get(name, {}))

    def check_unit(self, kept: str = "") -> bool:
        """Whether the owner is a unit in the list; else the field says so. Nothing is added to the list here.

        Args:
            kept: The unit it has, which may stay.
        """
        self.unit.data = tidy(self.unit.data or "")
        if not self.unit.data or self.unit.data in (kept, *services().operator_desk.units.names()):
            return True
        complain(
            self.unit,
            _l("Không có đơn vị này trong danh mục. Hãy chọn đơn vị có sẵn, hoặc thêm ở trang Đơn vị trước."),
        )
        return False

    def general(self) -> dict[str, Any]:
        """The members this form may change."""
        links = {
            name: self[name].data or None for name in ("client_uri", "logo_uri", "policy_uri", "tos_uri")
        }
        return {
            "client_name": self.client_name.data,
            "client_name#en": self.client_name_en.data or None,
            "unit": self.unit.data,
            "contacts": [line.strip() for line in (self.contacts.data or "").splitlines() if line.strip()]
            or None,
            "minimum_level": self.minimum_level.data,
            **{name: self[name].form.contact() for name in CONTACTS},
            **links,
        }


class ConnectionForm(ExtrasForm):
    """Where answers go, and how the application proves itself."""

    redirect_uris = addresses(_l("Địa chỉ chuyển hướng"))
    post_logout_redirect_uris = addresses(_l("Địa chỉ quay về sau khi đăng xuất"))
    backchannel_logout_uri = StringField(
        _l("Địa chỉ nhận thông báo đăng xuất"), [at_most(LONGEST_ADDRESS)], filters=[stripped]
    )
    frontchannel_logout_uri = StringField(
        _l("Trang đăng xuất mở trong khung"), [at_most(LONGEST_ADDRESS)], filters=[stripped]
    )
    frontchannel_logout_session_required = BooleanField(_l("Gửi kèm iss và sid cho trang này"))
    id_token_signed_response_alg = SelectField(
        _l("Thuật toán ký mã định danh"),
        choices=choices({name: name for name in ("ES256", "RS256", "EdDSA", "PS256")}),
        default="ES256",
    )
    excused = BooleanField(_l("Tạm miễn PKCE"))
    pkce_exempt_until = DateField(_l("Miễn đến hết ngày"), [Optional()])
    audiences = addresses(_l("Giao diện lập trình được gọi"))

    def fill(self, client: Client) -> None:
        """Show what is registered."""
        known = client.metadata_
        self.version.data = client.version
        for name in ("redirect_uris", "post_logout_redirect_uris"):
            show_addresses(getattr(self, name), known.get(name, []))
        show_addresses(self.audiences, client.audiences)
        self.backchannel_logout_uri.data = known.get("backchannel_logout_uri", "")
        self.frontchannel_logout_uri.data = known.get("frontchannel_logout_uri", "")
        self.frontchannel_logout_session_required.data = bool(
            known.get("frontchannel_logout_session_required")
        )
        signed_with = RegisteredClient(client).signing_algorithm("id_token_signed_response_alg")
        self.id_token_signed_response_alg.data = signed_with
        self.excused.data = not client.require_pkce
        self.pkce_exempt_until.data = client.pkce_exempt_until
        self.show_extras(client)

    @property
    def lists(self) -> tuple[AddressList, ...]:
        """The lists of addresses."""
        return self.redirect_uris, self.post_logout_redirect_uris, self.audiences

    def connection(self, kind: str, grants: list[str]) -> dict[str, Any]:
        """The members this form may change.

        Args:
            kind: Of the application.
            grants: Its grant types without those that follow from what is asked here.
        """
        audiences = {"audiences": typed_addresses(self.audiences), **self.extras(kind, grants)}
        if kind in ("machine", "resource"):
            return audiences
        if kind == "kiosk":
            return {**audiences, "id_token_signed_response_alg": self.id_token_signed_response_alg.data}
        is_excused = bool(kind == "web" and self.excused.data)
        until: date | None = self.pkce_exempt_until.data if is_excused else None
        return {
            **audiences,
            "redirect_uris": typed_addresses(self.redirect_uris),
            "post_logout_redirect_uris": typed_addresses(self.post_logout_redirect_uris) or None,
            "backchannel_logout_uri": self.backchannel_logout_uri.data or None,
            "frontchannel_logout_uri": self.frontchannel_logout_uri.data or None,
            "frontchannel_logout_session_required": self.frontchannel_logout_session_required.data or None,
            "id_token_signed_response_alg": self.id_token_signed_response_alg.data,
            "require_pkce": not is_excused,
            "pkce_exempt_until": until.isoformat() if until else None,
        }


class RemoveForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Removing asks for the name, typed."""

    typed_name = StringField(_l("Gõ lại tên ứng dụng"), [at_most(200)], filters=[stripped])

    def means(self, client: Client) -> bool:
        """Whether the form is good and the name is this application's; the field says what is wrong."""
        is_good: bool = self.validate_on_submit()
        if self.typed_name.data != client.name:
            complain(self.typed_name, _("Tên chưa khớp với tên ứng dụng."))
            return False
        return is_good


class RotateForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """How long the older secrets go on."""

    overlap_days = SelectField(
        _l("Khóa cũ còn dùng được"),
        choices=choices(
            {
                14: _l("14 ngày"),
                7: _l("7 ngày"),
                30: _l("30 ngày"),
                1: _l("1 ngày"),
                0: _l("Ngừng ngay: khóa cũ đã lộ"),
            }
        ),
        coerce=int,
    )


class PressForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """A button that changes something, with nothing to fill in."""

    then = HiddenField()


def show_faults(form: Any, faults: tuple[Fault, ...]) -> list[str]:
    """Put the reasons of a refusal beside the fields they are about; the rest, for the top of the page."""
    left = []
    for fault in faults:
        member = fault.member.partition("[")[0].partition(".")[0].replace("#", "_")
        field = getattr(form, "_fields", {}).get(member)
        if field is None or isinstance(field, FieldList | FormField):
            left.append(fault_words(fault))
        else:
            complain(field, fault_words(fault))
    return list(dict.fromkeys(left))
