"""The form of a permission to register applications."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, IntegerField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, ValidationError

from idp.oauth.scopes import LAW_ONLY, SCOPES
from idp.oauth.supported import GRANTS
from idp.relying_parties.invitations import LONGEST_NOTE, MOST_USES, PROFILES, USUAL_LIFE, Wish
from idp.relying_parties.terms import USUAL_GRANTS, USUAL_PROFILES
from idp.web.admin.choices import choices
from idp.web.admin.typed_text import at_most, stripped
from idp.web.citizen.consent_words import TITLES

SCOPES_BY_CONSENT = tuple(name for name in SCOPES if name != "openid" and name not in LAW_ONLY)
_USUAL_SCOPES = ("profile", "email", "phone", "address", "offline_access")
_HERE = ZoneInfo("Asia/Ho_Chi_Minh")

_PROFILE_LABELS = {
    "plain": _l("Ứng dụng thông thường"),
    "fapi2": _l("Bảo mật cao (FAPI 2.0)"),
    "fapi2_signed": _l("Bảo mật cao, ký mọi thông điệp (FAPI 2.0 Message Signing)"),
    "machine": _l("Máy gọi máy"),
}
_GRANTS_BY_NAME = {grant.GRANT_TYPE: grant.GRANT_TYPE for grant in GRANTS}


def _in_range(_form: object, field: IntegerField) -> None:
    # WTForms' own NumberRange cannot hold a number of a thousand digits.
    if field.data is not None and not 0 < field.data <= MOST_USES:
        raise ValidationError(str(_l("Từ 1 đến %(max)s.", max=MOST_USES)))


class InvitationForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Who may register what, how often, and until when."""

    note = StringField(
        _l("Mời ai, để làm gì"),
        [DataRequired(_l("Vui lòng ghi mời ai, để làm gì.")), at_most(LONGEST_NOTE)],
        filters=[stripped],
    )
    uses = IntegerField(
        _l("Số ứng dụng được đăng ký"),
        [InputRequired(_l("Vui lòng nhập một số.")), _in_range],
        default=1,
    )
    until = DateField(_l("Dùng được đến hết ngày"), [InputRequired(_l("Vui lòng chọn ngày."))])
    scopes = SelectMultipleField(
        _l("Dữ liệu được phép xin"),
        choices=choices({name: TITLES.get(name, name) for name in SCOPES_BY_CONSENT}),
        default=list(_USUAL_SCOPES),
    )
    other_scopes = StringField(
        _l("Phạm vi khác, cách nhau bằng dấu cách"), [at_most(500)], filters=[stripped]
    )
    redirect_hosts = TextAreaField(
        _l("Chỉ chuyển hướng về các tên miền này, mỗi dòng một tên"), [at_most(5_000)]
    )
    profiles = SelectMultipleField(
        _l("Loại ứng dụng"),
        [DataRequired(_l("Vui lòng chọn ít nhất một loại."))],
        choices=choices({name: _PROFILE_LABELS[name] for name in PROFILES}),
        default=list(USUAL_PROFILES),
    )
    grant_types = SelectMultipleField(
        _l("Cách lấy mã truy cập"),
        [DataRequired(_l("Vui lòng chọn ít nhất một cách."))],
        choices=choices(_GRANTS_BY_NAME),
        default=list(USUAL_GRANTS),
    )

    def propose(self, now: datetime) -> None:
        """Fill in what is usual."""
        self.until.data = (now + USUAL_LIFE).astimezone(_HERE).date()

    def wish(self) -> Wish:
        """What is wanted."""
        return Wish(
            # `openid` alone is meant where nothing is ticked: an empty list would mean what is usual.
            scopes=("openid", *(self.scopes.data or ()), *(self.other_scopes.data or "").split()),
            profiles=tuple(self.profiles.data or ()),
            grant_types=tuple(self.grant_types.data or ()),
            redirect_hosts=tuple(
                line.strip().lower() for line in (self.redirect_hosts.data or "").splitlines() if line.strip()
            ),
            uses=self.uses.data or 0,
            until=_end_of(self.until.data) if self.until.data else None,
            note=self.note.data or "",
        )


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time(23, 59, 59), _HERE)
