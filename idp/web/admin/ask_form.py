"""Asking for approval: whatever the registration does not say yet, and a word for the second person."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FormField, TextAreaField

from idp.oauth.scopes import LAW_ONLY, SCOPES
from idp.operators.change_requests import LONGEST_REASON
from idp.relying_parties.contacts import CONTACTS
from idp.relying_parties.faults import Fault
from idp.relying_parties.untold import GROUND
from idp.store.models import Client
from idp.web.admin.contact_form import ContactForm
from idp.web.admin.member_titles import TITLES
from idp.web.admin.scope_forms import DataForm, scope_titles
from idp.web.admin.typed_text import at_most, complain, stripped
from idp.web.current import services


class AskForm(DataForm):
    """What the second person has to know. Scopes without fields of their own stay as they are."""

    technical_contact = FormField(ContactForm, _l("Đầu mối kỹ thuật"))
    legal_contact = FormField(ContactForm, _l("Đầu mối pháp lý"))
    reason = TextAreaField(_l("Lời nhắn cho người duyệt"), [at_most(LONGEST_REASON)], filters=[stripped])

    def fill(self, client: Client) -> None:
        """Show what is registered."""
        super().fill(client)
        people = services().client_changes.history.contacts.of(client)
        for name in CONTACTS:
            self[name].form.show(people.get(name, {}))

    def told(self, client: Client, *, for_citizens: bool) -> dict[str, Any]:
        """The members this form may change.

        Args:
            client: As it is now.
            for_citizens: Whether citizens sign in to it: only then are there grounds.
        """
        people = {name: self[name].form.contact() for name in CONTACTS}
        if not for_citizens:
            return people
        registered = str(client.metadata_.get("scope", "")).split()
        self.other_scopes.data = " ".join(name for name in registered if name not in SCOPES)
        for name, ground in self.scopes.form.chosen().items():
            if name in LAW_ONLY:
                ground.legal_basis.data = "law"
        return {**people, **self.grounds(client.scope_policy, for_citizens=True)}

    def says_all(self, client: Client, told: dict[str, Any]) -> bool:
        """Whether nothing is missing; what is, is said beside its field.

        Args:
            client: As it is now.
            told: What `told` has.
        """
        changes = services().client_changes
        missing = changes.life.untold({**changes.history.document(client), **told})
        for fault in missing:
            if (field := self._field(fault)) is not None:
                complain(field, untold_words(fault))
        return not missing

    def _field(self, fault: Fault) -> Any:
        """The field a fault is about; None where there is none here."""
        member, *parts = fault.member.split(".")
        if member == GROUND:
            return self.scopes.form.ground_of(parts[0])[parts[1]]
        return self[member].form[parts[0]] if member in CONTACTS else None


def untold_words(fault: Fault) -> str:
    """What is missing, by the name it has on the pages."""
    member, *parts = fault.member.split(".")
    if member == GROUND:
        return str(_("Còn thiếu: %(what)s (%(of)s)", what=_PARTS[parts[1]], of=scope_titles()[parts[0]]))
    if member in CONTACTS:
        return str(_("Còn thiếu: %(what)s (%(of)s)", what=_PARTS[parts[0]], of=TITLES[member]))
    return str(_("Còn thiếu: %(what)s", what=TITLES[member]))


_PARTS = {
    "legal_basis": _l("Căn cứ"),
    "legal_reference": _l("Văn bản, điều khoản"),
    "purpose_vi": _l("Mục đích (tiếng Việt)"),
    "purpose_en": _l("Mục đích (tiếng Anh)"),
    "retention": _l("Thời hạn lưu giữ"),
    "name": _l("Họ và tên"),
    "email": _l("Thư điện tử"),
}
