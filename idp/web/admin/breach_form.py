"""The form of a breach: what happened, since when it is known, and which events count as affected."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateTimeLocalField, SelectMultipleField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired

from idp.store.models import Breach
from idp.store.repositories.breaches import Scope
from idp.watching.breaches import LONGEST_NOTE, LONGEST_TIME, LONGEST_TITLE, scope_of
from idp.web.admin.choices import choices
from idp.web.admin.event_words import EVENTS
from idp.web.admin.typed_text import at_most, complain, stripped
from idp.web.current import services

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
KINDS = (
    "oauth.claims_released",
    "oauth.tokens_issued",
    "oauth.token_exchanged",
    "sign_in.succeeded",
    "proofing.details_fetched",
    "help_desk.looked_up",
)
"""Events by which somebody's data may have gone where they should not."""

_NEEDED = _l("Vui lòng chọn ngày và giờ.")


class BreachForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """What is said of a breach."""

    title = StringField(
        _l("Sự việc"),
        [DataRequired(_l("Vui lòng ghi sự việc trong vài chữ.")), at_most(LONGEST_TITLE)],
        filters=[stripped],
    )
    known_at = DateTimeLocalField(_l("Phát hiện lúc"), [InputRequired(_NEEDED)])
    since = DateTimeLocalField(_l("Dữ liệu bị ảnh hưởng từ"), [InputRequired(_NEEDED)])
    until = DateTimeLocalField(_l("Đến"), [InputRequired(_NEEDED)])
    clients = SelectMultipleField(_l("Ứng dụng liên quan"), validate_choice=False)
    names = SelectMultipleField(
        _l("Loại sự kiện"), choices=choices({name: EVENTS[name] for name in KINDS}), validate_choice=False
    )

    @classmethod
    def begun(cls, now: datetime) -> "BreachForm":
        """An empty form: known now, the last day."""
        local = now.astimezone(HERE).replace(tzinfo=None, second=0, microsecond=0)
        form = cls(
            formdata=None, known_at=local, since=local - timedelta(days=1), until=local, names=[KINDS[0]]
        )
        return form.with_clients()

    @classmethod
    def of(cls, breach: Breach) -> "BreachForm":
        """A form of a breach as it is."""
        scope = scope_of(breach)
        return cls(
            formdata=None,
            title=breach.title,
            known_at=_local(breach.known_at),
            since=_local(scope.since),
            until=_local(scope.until),
            clients=list(scope.clients),
            names=list(scope.names),
        ).with_clients()

    def with_clients(self) -> "BreachForm":
        """With the applications there are."""
        self.clients.choices = choices({each.client_id: each.name for each in services().clients.all()})
        return self

    def scope(self) -> Scope:
        """Which events count as affected."""
        known = {each.client_id for each in services().clients.all()}
        return Scope(
            moment_in(self.since),
            moment_in(self.until),
            tuple(client for client in self.clients.data or () if client in known),
            tuple(name for name in KINDS if name in (self.names.data or ())),
        )

    def is_good(self, now: datetime) -> bool:
        """Whether everything is said, and in the right order."""
        if not self.validate_on_submit():
            return False
        if moment_in(self.known_at) > now + timedelta(minutes=1):
            complain(self.known_at, _("Thời điểm này chưa đến."))
        begin, end = moment_in(self.since), moment_in(self.until)
        if end <= begin:
            complain(self.until, _("Phải sau thời điểm bắt đầu."))
        elif end - begin > LONGEST_TIME:
            complain(self.until, _("Khoảng thời gian này quá dài."))
        return not self.errors


class NoteForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Something to write into the file."""

    text = TextAreaField(
        _l("Ghi thêm vào hồ sơ"),
        [DataRequired(_l("Vui lòng ghi nội dung.")), at_most(LONGEST_NOTE)],
        filters=[stripped],
    )


def moment_in(field: Any) -> datetime:
    """What was chosen, in Vietnamese time."""
    chosen: datetime = field.data
    return chosen.replace(tzinfo=HERE)


def _local(moment: datetime) -> datetime:
    return moment.astimezone(HERE).replace(tzinfo=None)
