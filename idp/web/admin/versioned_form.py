"""A form that changes a registration knows which version it was made from."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, StringField
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from idp.relying_parties.history import LONGEST_WHY
from idp.store.models import Client
from idp.web.admin.typed_text import at_most, stripped


class VersionedForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Somebody else's change in the meantime is noticed, not overwritten."""

    version = IntegerField(validators=[Optional()], widget=HiddenInput())
    why = StringField(_l("Lý do thay đổi"), [at_most(LONGEST_WHY)], filters=[stripped])

    def fill(self, client: Client) -> None:
        """Show what is registered."""
        self.version.data = client.version
