"""Scopes and their grounds in a form."""

import pytest
from werkzeug.datastructures import MultiDict

from idp.oauth.scopes import LAW_ONLY, SCOPES
from idp.web.admin.scope_forms import EDITABLE, DataForm, scope_titles
from tests.builders import a_client


@pytest.fixture
def typed(app):
    with app.test_request_context("/", method="POST"):
        yield lambda **fields: DataForm(
            MultiDict({f"scopes-{name}": value for name, value in fields.items() if name != "other_scopes"})
            | MultiDict({"other_scopes": fields.get("other_scopes", "")}),
            meta={"csrf": False},
        )


def test_every_scope_can_be_chosen_and_has_a_title(app):
    assert set(EDITABLE) == set(SCOPES) - {"openid"}
    with app.test_request_context("/"):
        assert all(title for title in scope_titles().values())


def test_only_what_is_ticked_counts(typed):
    form = typed(**{"phone-wanted": "y", "phone-purpose_vi": "Báo tin", "email-purpose_vi": "x"})

    assert form.grounds({}, for_citizens=True) == {
        "scope": "openid phone",
        "scope_policy": {
            "phone": {
                "legal_basis": "consent",
                "legal_reference": None,
                "purpose": {"vi": "Báo tin"},
                "retention": None,
                "optional": False,
            }
        },
    }


def test_what_the_law_gives_is_never_optional(typed):
    form = typed(**{"phone-wanted": "y", "phone-legal_basis": "law", "phone-optional": "y"})

    assert form.scopes.form.ground_of("phone").ground()["optional"] is False


@pytest.mark.parametrize(
    ("fields", "good"),
    [
        ({}, True),
        ({"phone-wanted": "y"}, False),
        ({"phone-wanted": "y", "phone-purpose_vi": "x"}, True),
        ({"phone-wanted": "y", "phone-purpose_vi": "x", "phone-legal_basis": "law"}, False),
        ({"offline_access-wanted": "y"}, True),
        ({"dinh_danh-wanted": "y", "dinh_danh-purpose_vi": "x"}, False),
        ({"dinh_danh-wanted": "y", "dinh_danh-purpose_vi": "x", "dinh_danh-legal_reference": "x"}, True),
    ],
)
def test_a_ticked_scope_says_what_for_and_why(typed, fields, good):
    form = typed(**fields)
    form.validate()

    assert form.check_grounds() is good


def test_what_only_law_opens_is_law_whatever_was_sent(typed):
    for name in LAW_ONLY:
        form = typed(**{f"{name}-wanted": "y", f"{name}-legal_basis": "consent"})
        form.check_grounds()
        assert form.scopes.form.ground_of(name).ground()["legal_basis"] == "law"


def test_grounds_of_scopes_without_fields_stay(typed):
    form = typed(other_scopes="lgsp:read openid phone")
    known = {
        "lgsp:read": {"legal_basis": "law"},
        "lgsp:gone": {"legal_basis": "law"},
        "phone": {"legal_basis": "law"},
    }

    changed = form.grounds(known, for_citizens=True)
    assert changed["scope"] == "openid lgsp:read phone"
    assert changed["scope_policy"] == {"lgsp:read": {"legal_basis": "law"}}


def test_a_machine_has_no_grounds(typed):
    assert typed(other_scopes="a b").grounds({}, for_citizens=False) == {"scope": "a b"}
    assert typed().grounds({}, for_citizens=False) == {"scope": None}


def test_what_is_registered_is_shown(app):
    client = a_client(scopes=("openid", "phone", "lgsp:read"))
    with app.test_request_context("/"):
        form = DataForm(formdata=None, meta={"csrf": False})
        form.fill(client)

        assert form.scopes.form.ground_of("phone").wanted.data is True
        assert form.scopes.form.ground_of("phone").legal_reference.data == "Luật Giao dịch điện tử 2023"
        assert form.scopes.form.ground_of("email").wanted.data is False
        assert form.other_scopes.data == "lgsp:read"


def test_the_commune_of_an_application_is_shown_and_kept(app, typed):
    form = typed(**{"cu_tru-wanted": "y", "cu_tru-purpose_vi": "x", "cu_tru-commune": " 98001 "})
    assert form.scopes.form.ground_of("cu_tru").ground()["commune"] == "98001"

    client = a_client(scopes=["openid", "cu_tru"])
    client.scope_policy = {"cu_tru": {**client.scope_policy["cu_tru"], "commune": "98002"}}
    shown = typed()
    shown.fill(client)
    assert shown.scopes.form.ground_of("cu_tru").ground()["commune"] == "98002"
