"""The people who answer for an application."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Form, StringField

from idp.web.admin.typed_text import at_most, stripped


class ContactForm(Form):
    """One person."""

    name = StringField(_l("Họ và tên"), [at_most(120)], filters=[stripped])
    email = StringField(_l("Thư điện tử"), [at_most(254)], filters=[stripped])
    phone = StringField(_l("Số điện thoại"), [at_most(40)], filters=[stripped])

    def show(self, contact: dict[str, Any]) -> None:
        """Show who is registered."""
        for name in ("name", "email", "phone"):
            self[name].data = contact.get(name, "")

    def contact(self) -> dict[str, str] | None:
        """The member of the registration; None where nobody is named."""
        return {name: self[name].data for name in ("name", "email", "phone") if self[name].data} or None
