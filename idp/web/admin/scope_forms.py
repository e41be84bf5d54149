"""The part of a registration that says what an application may learn, and on what ground, scope by scope."""

from datetime import date
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, Form, FormField, SelectField, StringField
from wtforms.validators import Optional

from idp.oauth.scopes import LAW_ONLY, SCOPES
from idp.store.models import Client
from idp.web.admin.choices import choices
from idp.web.admin.typed_text import at_most, complain, stripped
from idp.web.admin.versioned_form import VersionedForm
from idp.web.citizen.consent_words import TITLES

STANDARD = ("profile", "email", "phone", "address", "offline_access")
PROVINCIAL = tuple(name for name in SCOPES if name not in ("openid", *STANDARD))
EDITABLE = (*PROVINCIAL, *STANDARD)


class GroundForm(Form):
    """On what ground an application has one scope."""

    wanted = BooleanField()
    legal_basis = SelectField(
        _l("Căn cứ"),
        choices=choices({"consent": _l("Người dân đồng ý"), "law": _l("Theo quy định của pháp luật")}),
        validate_choice=False,
    )
    legal_reference = StringField(_l("Văn bản, điều khoản"), [at_most(300)], filters=[stripped])
    purpose_vi = StringField(_l("Mục đích (tiếng Việt)"), [at_most(300)], filters=[stripped])
    purpose_en = StringField(_l("Mục đích (tiếng Anh)"), [at_most(300)], filters=[stripped])
    retention = StringField(_l("Thời hạn lưu giữ"), [at_most(120)], filters=[stripped])
    until = DateField(_l("Căn cứ hết hiệu lực sau ngày"), [Optional()])
    optional = BooleanField(_l("Người dân được từ chối mà vẫn dùng được ứng dụng"))
    commune = StringField(_l("Mã xã, phường, đặc khu của ứng dụng"), [at_most(5)], filters=[stripped])

    def ground(self) -> dict[str, Any]:
        """The member of `scope_policy`."""
        purpose = {"vi": self.purpose_vi.data or None, "en": self.purpose_en.data or None}
        return {
            "legal_basis": "law" if self.legal_basis.data == "law" else "consent",
            "legal_reference": self.legal_reference.data or None,
            "purpose": {language: text for language, text in purpose.items() if text},
            "retention": self.retention.data or None,
            "optional": bool(self.optional.data) and self.legal_basis.data != "law",
            **({"commune": self.commune.data} if self.commune.data else {}),
            **({"until": self.until.data.isoformat()} if self.until.data else {}),
        }

    def show(self, ground: dict[str, Any]) -> None:
        """Show what is registered."""
        purpose = ground.get("purpose") or {}
        self.wanted.data = True
        self.legal_basis.data = ground.get("legal_basis", "consent")
        self.legal_reference.data = ground.get("legal_reference") or ""
        self.purpose_vi.data, self.purpose_en.data = purpose.get("vi", ""), purpose.get("en", "")
        self.retention.data = ground.get("retention") or ""
        self.optional.data = bool(ground.get("optional"))
        self.commune.data = ground.get("commune") or ""
        self.until.data = date.fromisoformat(ground["until"]) if ground.get("until") else None


class _Scopes(Form):
    """One `GroundForm` for each scope; the fields are added below."""

    def chosen(self) -> dict[str, GroundForm]:
        """The scopes that are ticked."""
        return {name: form for name in EDITABLE if (form := self.ground_of(name)).wanted.data}

    def ground_of(self, scope: str) -> GroundForm:
        """The part about one scope."""
        return cast("FormField[GroundForm]", self[scope]).form


for _name in EDITABLE:
    setattr(_Scopes, _name, FormField(GroundForm))


class DataForm(VersionedForm):
    """What an application may learn, and on what ground."""

    scopes = FormField(_Scopes)
    other_scopes = StringField(
        _l("Phạm vi khác, cách nhau bằng dấu cách"), [at_most(500)], filters=[stripped]
    )

    def fill(self, client: Client) -> None:
        """Show what is registered."""
        self.version.data = client.version
        registered = str(client.metadata_.get("scope", "")).split()
        for name in registered:
            if name in EDITABLE:
                self.scopes.form.ground_of(name).show(client.scope_policy.get(name) or {})
        self.other_scopes.data = " ".join(name for name in registered if name not in SCOPES)

    def grounds(self, known: dict[str, Any], *, for_citizens: bool) -> dict[str, Any]:
        """The members this form may change.

        Args:
            known: The grounds registered so far; those of scopes that have no fields here stay.
            for_citizens: Whether citizens sign in to the application.
        """
        if not for_citizens:
            return {"scope": self.other_scopes.data or None}
        chosen = self.scopes.form.chosen()
        others = (self.other_scopes.data or "").split()
        return {
            "scope": " ".join(dict.fromkeys(["openid", *chosen, *others])),
            "scope_policy": {**_kept(known, others), **{name: form.ground() for name, form in chosen.items()}}
            or None,
        }

    def check_grounds(self) -> bool:
        """Whether every ticked scope says what it is for and on what ground; puts the errors beside the fields."""
        good = True
        for name, form in self.scopes.form.chosen().items():
            if name in LAW_ONLY:
                form.legal_basis.data = "law"
            if form.legal_basis.data == "law" and not form.legal_reference.data:
                complain(form.legal_reference, _l("Căn cứ theo quy định cần ghi rõ văn bản, điều khoản."))
                good = False
            if not form.purpose_vi.data and name != "offline_access":
                complain(form.purpose_vi, _l("Vui lòng ghi mục đích: người dân sẽ đọc câu này."))
                good = False
        return good


def _kept(known: dict[str, Any], scopes: list[str]) -> dict[str, Any]:
    return {name: known[name] for name in scopes if name in known and name not in SCOPES}


def scope_titles() -> dict[str, str]:
    """What each scope is called, in the language of the page: the same words the citizen reads."""
    own = {**TITLES, "openid": _l("Mã định danh riêng cho ứng dụng này")}
    return {name: str(own.get(name) or name) for name in SCOPES}
