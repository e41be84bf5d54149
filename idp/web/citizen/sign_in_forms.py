"""The forms of signing in."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

LONGEST_LOGIN = 320
LONGEST_PASSWORD = 1024
LONGEST_CODE = 60


def _password() -> PasswordField:
    return PasswordField(
        _l("Mật khẩu"),
        [
            InputRequired(_l("Vui lòng nhập mật khẩu.")),
            Length(max=LONGEST_PASSWORD, message=_l("Mật khẩu dài nhất là 1024 ký tự.")),
        ],
    )


class PasswordForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """One field for every kind of login, and the password beside it."""

    username = StringField(
        _l("Số điện thoại, thư điện tử hoặc số định danh"),
        [
            InputRequired(_l("Vui lòng nhập số điện thoại, thư điện tử hoặc số định danh cá nhân.")),
            Length(max=LONGEST_LOGIN, message=_l("Nội dung này dài hơn mọi tên đăng nhập có thể có.")),
        ],
    )
    password = _password()
    shared = BooleanField(_l("Không phải máy của tôi"))


class AgainForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """The password alone, of somebody who is signed in."""

    password = _password()


class CodeForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """A six-digit code."""

    otp = StringField(
        _l("Mã xác thực 6 chữ số"),
        [
            InputRequired(_l("Vui lòng nhập mã xác thực.")),
            Length(max=LONGEST_CODE, message=_l("Mã gồm 6 chữ số.")),
        ],
    )
    remember = BooleanField(_l("Ghi nhớ thiết bị này trong 30 ngày"))


class RecoveryCodeForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """A printed code."""

    otp = StringField(
        _l("Mã dự phòng"),
        [
            InputRequired(_l("Vui lòng nhập một mã dự phòng chưa dùng.")),
            Length(max=LONGEST_CODE, message=_l("Mã dự phòng gồm 12 chữ và số.")),
        ],
    )
    remember = BooleanField(_l("Ghi nhớ thiết bị này trong 30 ngày"))


class PressForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """A button that changes something, with nothing to fill in."""
