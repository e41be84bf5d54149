"""A form that changes a registration knows which version it was made from."""

from flask_wtf import FlaskForm
from wtforms import IntegerField
from wtforms.validators import Optional
from wtforms.widgets import HiddenInput

from idp.store.models import Client


class VersionedForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF is untyped
    """Somebody else's change in the meantime is noticed, not overwritten."""

    version = IntegerField(validators=[Optional()], widget=HiddenInput())

    def fill(self, client: Client) -> None:
        """Show what is registered."""
        self.version.data = client.version
