"""Reading a claim of identity from its form."""

import pytest

from idp.citizens.proofing.claim import Claim
from idp.config import Settings
from idp.registry.birth_date import BirthDate
from idp.web.citizen.identity_form import fill_in, read_claim
from idp.web.citizen.register_forms import IdentityForm

TYPED = {
    "number": "098 172 000 101",
    "name": " Trần Thị Bảy ",
    "birth-d": "8",
    "birth-m": "3",
    "birth-y": "1972",
}
BAY = Claim("098172000101", "Trần Thị Bảy", BirthDate(1972, 3, 8))


@pytest.fixture
def read(app):
    app.config["WTF_CSRF_ENABLED"] = False

    def claim_of(**changed):
        with app.test_request_context("/", method="POST", data={**TYPED, **changed}):
            form = IdentityForm()
            return read_claim(form), {name for name, errors in form.errors.items() if errors}

    return claim_of


def test_a_card_is_read(read):
    assert read() == (BAY, set())


def test_the_year_alone_needs_to_be_meant(read):
    only = {"birth-d": "", "birth-m": "", "only_year": "y"}

    assert read(**only)[0].birth_date == BirthDate(1972)
    assert read(**{**only, "only_year": ""}) == (None, {"day"})
    assert read(only_year="y")[0].birth_date == BirthDate(1972)


def test_all_that_is_wrong_is_said_at_once(read):
    assert read(number="1", name="", **{"birth-y": ""}) == (None, {"number", "name", "year"})


def test_a_likely_slip_is_asked_about_once_for_the_same_text(read):
    slip = "Traanf Thij Bayr"

    assert read(name=slip) == (None, {"name"})
    assert read(name=slip, name_seen=slip)[0].name == slip
    assert read(name=slip, name_seen="another")[0] is None


def test_nothing_is_read_before_anything_was_sent(app):
    with app.test_request_context("/"):
        assert read_claim(IdentityForm()) is None


@pytest.mark.parametrize("claim", [BAY, Claim("098045000102", "Lê Văn Út", BirthDate(1945))])
def test_what_was_entered_comes_back_into_the_form(app, claim):
    app.config["WTF_CSRF_ENABLED"] = False
    with app.test_request_context("/"):
        form = IdentityForm()
        fill_in(form, claim)
        typed = {field.name: field.data or "" for field in form}
    with app.test_request_context(
        "/", method="POST", data={k: "y" if v is True else v for k, v in typed.items()}
    ):
        assert read_claim(IdentityForm()) == claim


def test_invented_people_are_for_the_demonstration(read, app, monkeypatch):
    monkeypatch.setattr(Settings, "is_demo", property(lambda _: False))

    assert read() == (None, {"number"})
