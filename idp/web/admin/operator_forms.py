"""The forms about operators, their own accounts, and units."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, PasswordField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import HiddenInput

from idp.operators.units import UnitKind
from idp.store.models import Unit
from idp.web.admin.choices import choices
from idp.web.admin.operator_words import ROLES, UNIT_KINDS
from idp.web.admin.typed_text import at_most, stripped

LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}


class PostForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """A role, and a unit. What may be given is decided below the web, whatever is sent."""

    role = SelectField(
        _l("Vai trò"),
        [InputRequired(_l("Vui lòng chọn vai trò."))],
        choices=choices(ROLES),
        validate_choice=False,
    )
    unit = SelectField(_l("Đơn vị"), choices=[], validate_choice=False)
    version = IntegerField(validators=[Optional()], widget=HiddenInput())

    def offer(self, roles: tuple[str, ...], units: list[str], *, none: bool) -> None:
        """Offer what somebody may give.

        Args:
            roles: Which roles.
            units: Which units.
            none: Whether an account may be without a unit.
        """
        self.role.choices = choices({role: ROLES[role] for role in roles})
        without = {"": _l("Không thuộc đơn vị nào")} if none else {}
        self.unit.choices = choices({**without, **{unit: unit for unit in units}})


class InviteForm(PostForm):
    """Who is invited to what."""

    email = StringField(
        _l("Thư điện tử"), [InputRequired(_l("Vui lòng nhập địa chỉ thư điện tử.")), at_most(254)]
    )
    language = SelectField(_l("Ngôn ngữ của thư"), choices=choices(LANGUAGES), default="vi")


class PasskeyForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """What a browser answers when somebody used their passkey."""

    answer = HiddenField()
    then = HiddenField()


class NewPasskeyForm(PasskeyForm):
    """A passkey that was just made, and what its owner calls it."""

    name = StringField(_l("Tên của khóa truy cập"), [at_most(60)], filters=[stripped])


class ChooseForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """The name and the password of a new account."""

    username = StringField(
        _l("Tên đăng nhập"), [InputRequired(_l("Vui lòng chọn tên đăng nhập.")), at_most(64)]
    )
    password = PasswordField(_l("Mật khẩu"), [InputRequired(_l("Vui lòng chọn mật khẩu.")), at_most(1024)])


class KnownPasswordForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """The password of an account that is there."""

    password = PasswordField(_l("Mật khẩu"), [InputRequired(_l("Vui lòng nhập mật khẩu.")), at_most(1024)])


class NewPasswordForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Another password."""

    new_password = PasswordField(
        _l("Mật khẩu mới"), [InputRequired(_l("Vui lòng chọn mật khẩu.")), at_most(1024)]
    )


class AppForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """The code that a new authenticator app shows."""

    otp = StringField(
        _l("Mã xác thực 6 chữ số"), [InputRequired(_l("Vui lòng nhập mã xác thực.")), at_most(20)]
    )
    offer = HiddenField()


class AddressForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """A mail address."""

    email = StringField(
        _l("Thư điện tử"), [InputRequired(_l("Vui lòng nhập địa chỉ thư điện tử.")), at_most(254)]
    )


class LanguageForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """In which language somebody is written to."""

    language = SelectField(_l("Ngôn ngữ của thư"), choices=choices(LANGUAGES))


class UnitForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """What is known of a unit."""

    name = StringField(
        _l("Tên đơn vị (tiếng Việt)"),
        [InputRequired(_l("Vui lòng nhập tên đơn vị.")), at_most(120)],
        filters=[stripped],
    )
    name_en = StringField(_l("Tên đơn vị (tiếng Anh)"), [at_most(120)], filters=[stripped])
    kind = SelectField(_l("Loại"), choices=choices(UNIT_KINDS), default=UnitKind.DEPARTMENT.value)
    domains = TextAreaField(_l("Tên miền của đơn vị, mỗi dòng một tên"), [at_most(5_000)])
    version = IntegerField(validators=[Optional()], widget=HiddenInput())

    def fill(self, unit: Unit) -> None:
        """Show what is known."""
        self.name.data, self.name_en.data, self.kind.data = unit.name, unit.name_en or "", unit.kind
        self.domains.data = "\n".join(unit.domains)
        self.version.data = unit.version

    def wish(self) -> dict[str, Any]:
        """What was typed."""
        return {
            "name": self.name.data or "",
            "name_en": self.name_en.data or "",
            "kind": self.kind.data or "",
            "domains": tuple((self.domains.data or "").splitlines()),
        }
