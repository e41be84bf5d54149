"""The forms of a registration name exactly what they may change."""

import pytest
from werkzeug.datastructures import MultiDict

from idp.relying_parties.faults import Fault, Problem
from idp.web.admin.client_forms import ConnectionForm, GeneralForm, show_faults
from idp.web.admin.new_client_form import NewClientForm


@pytest.fixture
def typed(app):
    with app.test_request_context("/", method="POST"):
        yield lambda form, **fields: form(MultiDict(fields), meta={"csrf": False})


def test_general_names_and_links(typed):
    form = typed(
        GeneralForm, client_name=" A ", unit="B", contacts="a@b.example\n\n c@d.example ", state="suspended"
    )

    assert form.general() == {
        "client_name": "A",
        "client_name#en": None,
        "unit": "B",
        "contacts": ["a@b.example", "c@d.example"],
        "minimum_level": 1,
        "client_uri": None,
        "logo_uri": None,
        "policy_uri": None,
        "tos_uri": None,
        "technical_contact": None,
        "legal_contact": None,
    }


@pytest.mark.parametrize(
    ("kind", "excused", "required"),
    [("web", "y", False), ("web", "", True), ("spa", "y", True), ("native", "y", True)],
)
def test_only_a_web_application_can_be_excused(typed, kind, excused, required):
    form = typed(ConnectionForm, excused=excused, pkce_exempt_until="2027-01-31")
    changed = form.connection(kind, ["authorization_code"])

    assert changed["require_pkce"] is required
    assert changed["pkce_exempt_until"] == (None if required else "2027-01-31")


@pytest.mark.parametrize("kind", ["machine", "resource"])
def test_what_nobody_signs_in_to_has_no_redirect_uris(typed, kind):
    form = typed(
        ConnectionForm, **{"redirect_uris-0": "https://a.example", "audiences-0": "https://b.example"}
    )
    found = form.connection(kind, [])

    assert found["audiences"] == ["https://b.example"]
    assert "redirect_uris" not in found


def test_a_document_has_what_its_kind_needs(typed):
    fields = {"client_name": "A", "unit": "B", "scopes-phone-wanted": "y", "other_scopes": "api.read"}
    form = typed(NewClientForm, **fields)

    assert form.document("machine")["profile"] == "machine"
    assert form.document("machine")["scope"] == "api.read"
    assert "redirect_uris" not in form.document("machine")
    assert form.document("spa")["token_endpoint_auth_method"] == "none"
    assert form.document("native")["application_type"] == "native"
    assert form.document("web")["scope"] == "openid phone api.read"


def test_faults_stand_beside_their_field_or_on_top(typed):
    form = typed(NewClientForm, client_name="A")
    form.validate()
    faults = (
        Fault("client_id", Problem.TAKEN),
        Fault("client_name#en", Problem.MIXED_LETTERS),
        Fault("redirect_uris[0]", Problem.EMPTY),
        Fault("redirect_uris", Problem.EMPTY),
        Fault("scope_policy.x", Problem.LAW_ONLY),
    )
    left = show_faults(form, faults)

    assert form.client_id.errors == ["Mã này đã thuộc về ứng dụng khác."]
    assert len(form.client_name_en.errors) == 1
    assert len(left) == 2
