"""What is known about a citizen, as claims."""

import pytest

from idp.assurance import IdentityAssurance
from idp.store.db import db
from idp.web.current import services
from tests.builders import a_citizen, a_person


def claims_of(citizen):
    return services().people.claims_of(citizen)


def _with_identity(citizen, **members):
    identity = services().sealer.open_json(citizen.identity_sealed, "citizen.identity_sealed")
    sealed = services().sealer.seal_json({**identity, **members}, "citizen.identity_sealed")
    citizen.identity_sealed = sealed
    db.session.commit()
    return citizen


def test_what_is_known_is_told_by_its_standard_name(app):
    person = a_person()
    claims = claims_of(a_citizen(person))

    assert (claims["name"], claims["birthdate"], claims["gender"]) == (
        person.name,
        person.birthdate,
        person.gender,
    )
    assert (claims["phone_number"], claims["phone_number_verified"]) == (person.phone, True)
    assert (claims["email"], claims["email_verified"]) == (person.email, True)
    assert (claims["vn_personal_id"], claims["locale"]) == (person.number, "vi")
    assert isinstance(claims["updated_at"], int)


def test_an_account_without_identity_tells_little(app):
    citizen = a_citizen(assurance=IdentityAssurance.SELF_DECLARED)
    citizen.identity_sealed = citizen.phone_sealed = citizen.email_sealed = None

    assert claims_of(citizen).keys() == {"locale", "updated_at"}


def test_nothing_is_null_or_empty(app):
    claims = claims_of(_with_identity(a_citizen(), gender=None, middle_name="", address={}))

    assert not [name for name, value in claims.items() if value in (None, "", {})]


@pytest.mark.parametrize(
    ("kept", "told", "precision"),
    [("1990-05-17", "1990-05-17", "day"), ("1990-05", "1990", "month"), ("1990", "1990", "year")],
)
def test_a_birth_date_says_how_exact_it_is(app, kept, told, precision):
    claims = claims_of(_with_identity(a_citizen(), birthdate=kept))

    assert (claims["birthdate"], claims["vn_birthdate_precision"]) == (told, precision)


def test_verified_claims_say_who_checked_and_how(app):
    element = claims_of(a_citizen(verification_id="xm-1"))["verified_claims"]

    assert element["verification"]["trust_framework"] == "vn_nd69_2024"
    assert element["verification"]["assurance_level"] == "doi_chieu_dan_cu"
    assert element["verification"]["evidence"][0]["check_details"][0]["check_id"] == "xm-1"
    assert {"name", "birthdate", "vn_personal_id"} <= element["claims"].keys()


def test_a_self_declared_account_has_none(app):
    citizen = a_citizen(assurance=IdentityAssurance.SELF_DECLARED)

    assert "verified_claims" not in claims_of(citizen)
