"""Role by form by field: what a form does not offer somebody counts for nothing when it is sent all the same."""

from typing import Any
from urllib.parse import urlsplit

import pytest

from idp.operators.rights import Role, may
from idp.store.db import db
from idp.store.models import Client, Operator, OperatorPasskey, Unit
from idp.web.admin.permissions import needed
from tests.pages import forms_in
from tests.rights.offered import OFFERED
from tests.rights.places import OTHER_UNIT, Owner, Things, pages
from tests.staff import at_the_console

SENT: dict[str, Any] = {
    "client_id": "evil",
    "state": "live",
    "profile": "fapi2",
    "kind": "machine",
    "made_by": "evil",
    "sector": "evil",
    "secrets": "[]",
    "client_secret": "evil-evil-evil-evil-evil-evil-evil-evil",
    "scope_policy": "{}",
    "metadata": "{}",
    "metadata_": "{}",
    "registration_digest": "evil",
    "registration_terms": "{}",
    "registration_access_token": "evil",
    "trial_uri": "https://evil.example/",
    "trial_until": "2030-01-01",
    "faults": "{}",
    "lint": "{}",
    "linted_at": "2030-01-01",
    "token_endpoint_auth_method": "none",
    "created_at": "2000-01-01",
    "updated_at": "2000-01-01",
    "id": "evil",
    "username": "evil",
    "role": "province_administrator",
    "password_hash": "evil",
    "totp_sealed": "evil",
    "email_sealed": "evil",
    "email_digest": "evil",
    "external_id": "evil",
    "operator_id": "evil",
    "unit": OTHER_UNIT,
}
"""Every column and member that a clever form might carry."""

KEPT: dict[type, tuple[str, ...]] = {
    Client: (
        "client_id state profile kind made_by sector unit registration_digest registration_terms trial_uri trial_until"
        " created_at"
    ).split(),
    Operator: "id username role unit state password_hash totp_sealed email_digest external_id created_at".split(),
    Unit: "id created_at".split(),
    OperatorPasskey: "id operator_id sign_count public_key".split(),
}
"""What none of them may change. A column of these tables that no form offers at all belongs here."""

NOT_ONLY_A_FORM = {
    "admin_clients.create",
    "developers_apps.create",
    "admin_units.create",
    "admin_operators.invite",
}
"""They make new things: what those become is tested beside them."""

BESIDE = {
    "/admin/operators/<operator_id>": ("/move",),
    "/admin/me": ("/language", "/rename"),
}
"""Forms that go to another address than their page's."""


def test_every_column_is_sent():
    columns = {column.key for kind in (Client, Operator) for column in kind.__mapper__.column_attrs}
    shown = {
        "name",
        "name_en",
        "contacts_sealed",
        "audiences",
        "minimum_level",
        "require_pkce",
        "locale",
        "trial",
    }

    assert columns - set(SENT) - shown - {"pkce_exempt_until", "version", "totp_last_step"} == set()


@pytest.mark.parametrize("role", Role)
def test_what_a_form_does_not_offer_changes_nothing(app, role):
    things = Things(role)
    console = at_the_console(app, things.holder)
    tried, wrong = 0, []
    for rule, cell in editable(app, things):
        roles, fields = OFFERED.get(rule.endpoint, (set(), set()))
        offered = fields if role in roles else set()
        for form in forms_of(console, rule, cell):
            before = kept(offered)
            extras = {name: value for name, value in SENT.items() if name not in offered}
            console.post(form.action, data={**form.fields, **extras})
            tried += 1
            after = kept(offered)
            wrong += [
                (cell.address, what, before[what], after[what])
                for what in before
                if before[what] != after.get(what)
            ]

    assert wrong == []
    assert tried > 0


def forms_of(console, rule, cell):
    page = console.get(cell.address)
    for form in forms_in(page.text, page.request.url):
        path = urlsplit(form.action).path
        if form.method == "post" and (path == cell.address or path.endswith(BESIDE.get(rule.rule, ("-",)))):
            yield form


def editable(app, things):
    """Pages with a form that somebody may look at and send."""
    for rule, method in pages(app):
        if method != "GET" or rule.endpoint in NOT_ONLY_A_FORM:
            continue
        rights = needed(rule.endpoint, "GET"), needed(rule.endpoint, "POST")
        is_form = all(rights) or rule.rule in BESIDE
        if is_form and rights[0] is not None and may(things.holder, rights[0]):
            for cell in things.cells(rule, "GET"):
                if cell.owner in (Owner.NOTHING, Owner.OWN_UNIT, Owner.SELF):
                    yield rule, cell


def kept(offered: set[str]) -> dict[str, Any]:
    """Everything that must stay as it is, by its place."""
    db.session.expire_all()
    return {
        f"{kind.__name__} {number} {name}": getattr(row, name)
        for kind, names in KEPT.items()
        for number, row in enumerate(db.session.query(kind).order_by(*kind.__mapper__.primary_key))
        for name in names
        if name not in offered
    }
