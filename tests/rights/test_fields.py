"""Role by form by field: what a form does not offer somebody counts for nothing when it is sent all the same."""

from typing import Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy import inspect

from idp.operators.rights import Role, may
from idp.store.db import db
from idp.store.models import (
    Banner,
    Breach,
    ChangeRequest,
    Citizen,
    Client,
    Operator,
    OperatorEnrolment,
    OperatorPasskey,
    OperatorSession,
    OutboxEntry,
    Unit,
)
from idp.web.admin.permissions import needed
from tests.pages import forms_in
from tests.rights.offered import OFFERED
from tests.rights.places import OTHER_UNIT, OWN_UNIT, Owner, Things, pages
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
    OperatorSession: "id operator_id digest".split(),
    OperatorEnrolment: "id role unit operator_id digest".split(),
    ChangeRequest: "id kind subject unit base_version before after asked_by asked_at expires_at".split(),
    Citizen: "id number_index identity_sealed assurance password_hash persona created_at".split(),
    OutboxEntry: "id kind client_id group_id".split(),
    Breach: "id opened_by opened_at".split(),
    Banner: "id created_by created_at".split(),
}
"""What none of them may change. A column of these tables that no form offers at all belongs here."""

MAKING: dict[str, dict[str, str]] = {
    "admin_clients.create": {"unit": OWN_UNIT},
    "developers_apps.create": {},
    "admin_units.create": {},
    "admin_operators.invite": {},
}
"""Pages that make something, whatever else is sent to them; and what is typed there besides."""

MADE = ("Client ", "Unit ", "OperatorEnrolment ")
"""What forms make; nothing of it becomes what was sent and not offered."""

BESIDE = {
    "/admin/operators/<operator_id>": ("/move",),
    "/admin/me": ("/language", "/rename", "/end"),
    "/admin/requests/<request_id>": ("/decide", "/withdraw"),
    "/admin/citizens/<citizen_id>": ("/unlock", "/sign-out", "/suspend", "/let-back"),
    "/admin/breaches/<uuid:breach_id>": ("/count", "/note", "/report"),
    "/admin/clients/<client_id>/secrets": ("/rotate", "/revoke"),
    "/admin/deliveries": ("/again",),
    "/admin/operators": ("/revoke",),
    "/admin/banners": ("/withdraw",),
    "/admin/invitations": ("/revoke",),
}
"""Forms that go to another address than their page's."""

TYPED = {
    "name": "Mới",
    "client_name": "Ứng dụng mới",
    "client_id": "ung-dung-moi",
    "contacts": "moi@so.example",
    "redirect_uris-0": "https://moi.anlien.example/callback",
    "email": "moi@so.example",
    "text": "x",
    "comment": "x",
    "reason": "x",
}
"""What is typed where a form leaves something empty, so that it makes or does what it is for."""


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


# A form is read before any database is asked: the other one would be told the same.
@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize("role", Role)
def test_what_a_form_does_not_offer_changes_nothing(app, role):
    things = Things(role)
    things.furnish()
    console = at_the_console(app, things.holder)
    tried, wrong = 0, []
    for rule, cell in editable(app, things):
        roles, names = OFFERED.get(rule.endpoint, (set(), set()))
        offered = names if role in roles else set()
        if rule.endpoint == "admin_clients.create" and role is Role.PROVINCE_ADMINISTRATOR:
            # What they register is live at once (docs/applications.md), whatever is sent.
            offered = offered | {"state"}
        for action, fields in forms_of(console, rule, cell):
            before = kept(offered)
            extras = {name: value for name, value in SENT.items() if name not in offered}
            typing = {**TYPED, **MAKING.get(rule.endpoint, {})}
            typed = {name: value.strip() or typing.get(name, "") for name, value in fields.items()}
            answer = console.post(action, data={**typed, **extras})
            tried += 1
            if rule.endpoint in MAKING and answer.status_code != 303:
                wrong.append((action, "made nothing", answer.status_code, ""))
            wrong += [(action, *each) for each in taken(before, kept(offered))]

    assert wrong == [], "\n".join(map(str, wrong))
    assert tried > 0


def forms_of(console, rule, cell):
    """The forms of a page, each with every address it goes to: a button may have one of its own."""
    page = console.get(cell.address)
    for form in forms_in(page.text, page.request.url):
        for action in {form.action, *(each.get("formaction", form.action) for each in form.buttons)}:
            path = urlsplit(action).path
            is_beside = path.startswith(cell.address) and path.endswith(BESIDE.get(rule.rule, ("-",)))
            if form.method == "post" and (path == cell.address or is_beside):
                yield action, form.fields


def editable(app, things):
    """Pages with a form that somebody may look at and send."""
    for rule, method in pages(app):
        if method != "GET":
            continue
        rights = needed(rule.endpoint, "GET"), needed(rule.endpoint, "POST")
        is_form = all(rights) or rule.rule in BESIDE
        if is_form and rights[0] is not None and may(things.holder, rights[0]):
            for cell in things.cells(rule, "GET"):
                if cell.owner in (Owner.NOTHING, Owner.OWN_UNIT, Owner.SELF):
                    yield rule, cell


def taken(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    """What of these has changed, and what is new and has become what was sent."""
    changed = [(what, old, after.get(what)) for what, old in before.items() if after.get(what) != old]
    new = [
        (what, None, value)
        for what, value in after.items()
        if what not in before and what.startswith(MADE) and value is not None
    ]
    return changed + [each for each in new if each[2] == SENT.get(each[0].rpartition(" ")[2])]


def kept(offered: set[str]) -> dict[str, Any]:
    """Everything that must stay as it is, by its place."""
    db.session.expire_all()
    return {
        f"{kind.__name__} {identity(row)} {name}": getattr(row, name)
        for kind, names in KEPT.items()
        for row in db.session.query(kind)
        for name in names
        if name not in offered
    }


def identity(row: Any) -> str:
    return str(inspect(row).identity)
