"""The forms of registering, verifying and recovering; `register_words.py` says what is wrong in them."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, PasswordField, StringField
from wtforms.validators import AnyOf, InputRequired, Length

from idp.web.citizen.sign_in_forms import LONGEST_CODE

_LONGEST = 800
_TOO_LONG = _l("Nội dung quá dài.")


class ContactForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """A phone number or an e-mail address."""

    contact = StringField(
        _l("Số điện thoại di động hoặc thư điện tử"), [Length(max=_LONGEST, message=_TOO_LONG)]
    )


class PhoneForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """A phone number."""

    contact = StringField(_l("Số điện thoại di động"), [Length(max=_LONGEST, message=_TOO_LONG)])


class SentCodeForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """A code that was sent."""

    otp = StringField(
        _l("Mã xác thực 6 chữ số"),
        [
            InputRequired(_l("Vui lòng nhập mã xác thực.")),
            Length(max=LONGEST_CODE, message=_l("Mã gồm 6 chữ số.")),
        ],
    )


class NoticeForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """The notice on data processing."""

    read = BooleanField(
        _l("Tôi đã đọc và hiểu thông báo xử lý dữ liệu cá nhân"),
        [InputRequired(_l("Vui lòng đánh dấu sau khi đọc thông báo."))],
    )


class IdentityForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Number, name and birth date, as on the card."""

    number = StringField(_l("Số định danh cá nhân"), [Length(max=_LONGEST, message=_TOO_LONG)])
    name = StringField(_l("Họ, chữ đệm và tên"), [Length(max=_LONGEST, message=_TOO_LONG)])
    day = StringField(name="birth-d", validators=[Length(max=_LONGEST, message=_TOO_LONG)])
    month = StringField(name="birth-m", validators=[Length(max=_LONGEST, message=_TOO_LONG)])
    year = StringField(name="birth-y", validators=[Length(max=_LONGEST, message=_TOO_LONG)])
    only_year = BooleanField(_l("Tôi chỉ biết năm sinh"))
    name_seen = HiddenField(validators=[Length(max=_LONGEST)])


class FirstPasswordForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """A new password. Typed once: it can be looked at."""

    password = PasswordField(_l("Mật khẩu mới"), [InputRequired(_l("Vui lòng nhập mật khẩu mới."))])


class FactorForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """The choice of a second factor."""

    factor = StringField(validators=[AnyOf(("totp", "sms", "later"), message=_l("Vui lòng chọn một cách."))])


class AppCodeForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """The code an app shows."""

    otp = StringField(
        _l("Mã 6 chữ số đang hiện trong ứng dụng"),
        [
            InputRequired(_l("Vui lòng nhập mã đang hiện trong ứng dụng.")),
            Length(max=LONGEST_CODE, message=_l("Mã gồm 6 chữ số.")),
        ],
    )


class KeptForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Whether the recovery codes are in a safe place."""

    kept = BooleanField(
        _l("Tôi đã lưu hoặc in các mã và cất ở nơi an toàn"),
        [InputRequired(_l("Vui lòng lưu hoặc in các mã trước khi tiếp tục."))],
    )


class LoginForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Whose account is to be recovered."""

    username = StringField(
        _l("Số điện thoại, thư điện tử hoặc số định danh"),
        [
            InputRequired(_l("Vui lòng nhập số điện thoại, thư điện tử hoặc số định danh cá nhân.")),
            Length(max=_LONGEST, message=_TOO_LONG),
        ],
    )


class PrintedCodeForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """A recovery code."""

    otp = StringField(
        _l("Mã dự phòng"),
        [
            InputRequired(_l("Vui lòng nhập một mã dự phòng chưa dùng.")),
            Length(max=LONGEST_CODE, message=_l("Mã dự phòng gồm 12 chữ và số.")),
        ],
    )
