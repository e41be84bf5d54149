"""The forms of what opens the account."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from idp.web.citizen.register_forms import SentCodeForm
from idp.web.citizen.sign_in_forms import LONGEST_CODE, LONGEST_LOGIN, LONGEST_PASSWORD

_LONGEST_OFFER = 1200


class NewPasswordForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """The password until now, and the one to come. Typed once: it can be looked at."""

    current = PasswordField(
        _l("Mật khẩu hiện tại"),
        [
            InputRequired(_l("Vui lòng nhập mật khẩu hiện tại.")),
            Length(max=LONGEST_PASSWORD, message=_l("Mật khẩu dài nhất là 1024 ký tự.")),
        ],
    )
    password = PasswordField(_l("Mật khẩu mới"), [InputRequired(_l("Vui lòng nhập mật khẩu mới."))])


class AuthenticatorForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """The code an app shows after it was given the offered key."""

    offer = HiddenField(validators=[Length(max=_LONGEST_OFFER)])
    otp = StringField(
        _l("Mã 6 chữ số đang hiện trong ứng dụng"),
        [
            InputRequired(_l("Vui lòng nhập mã đang hiện trong ứng dụng.")),
            Length(max=LONGEST_CODE, message=_l("Mã gồm 6 chữ số.")),
        ],
    )


class NewContactForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """A phone number or an e-mail address to add, or to put in place of the one there is."""

    contact = StringField(
        _l("Số điện thoại di động hoặc thư điện tử"),
        [Length(max=LONGEST_LOGIN, message=_l("Nội dung này dài hơn mọi địa chỉ có thể có."))],
    )


class ContactCodeForm(SentCodeForm):
    """The code that was sent to it."""

    offer = HiddenField(validators=[Length(max=_LONGEST_OFFER)])
