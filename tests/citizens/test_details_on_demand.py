"""Fetching on demand: what is asked of whom and on which ground, and what is kept."""

import pytest
from sqlalchemy import select

from idp.assurance import IdentityAssurance
from idp.citizens.details import Detail
from idp.citizens.details_on_demand import BY_CONSENT, LONGEST_GROUND
from idp.citizens.proofing.register_word import IDENTITY_SEALED
from idp.store.db import db
from idp.store.models import AuditRecord, Citizen
from tests.builders import a_citizen, a_person
from tests.citizens.proofing.people import behave

BAY, HANG, TRUNG, UT = "098172000101", "098187000122", "098082000121", "098045000102"
EVERYTHING = dict.fromkeys(map(str, Detail), "Luật A")


def _citizen(number, **columns):
    return a_citizen(a_person(number=number), **columns)


def _fetch(services, citizen, grounds=EVERYTHING):
    errand = services.details.due(citizen, "portal", grounds)
    if errand is None:
        return None
    services.details.run(errand)
    db.session.commit()
    return errand


def _told(services, citizen):
    claims = services.people.claims_of(db.session.get(Citizen, citizen.id))
    return {claim: claims[claim] for claim in map(str, Detail) if claim in claims}


def _asked(services):
    lines = services.register._exchange.register.ledger.lines
    return [(line.question, line.ground, line.fields) for line in lines]


def _event():
    found = select(AuditRecord).where(AuditRecord.name == "proofing.details_fetched")
    return db.session.scalars(found.order_by(AuditRecord.id.desc())).first()


@pytest.mark.parametrize(
    ("number", "claims"),
    [
        (BAY, {"vn_religion", "vn_blood_type", "vn_household", "vn_on_behalf_of"}),
        (HANG, {"vn_religion", "vn_household", "vn_org", "vn_on_behalf_of"}),
        (TRUNG, {"vn_religion", "vn_official"}),
        (UT, set()),
    ],
)
def test_everybody_has_what_the_registers_know(services, number, claims):
    citizen = _citizen(number)
    _fetch(services, citizen)

    assert _told(services, citizen).keys() == claims


def test_each_ground_is_stated_and_only_the_fields_of_it_are_asked(services):
    citizen = _citizen(BAY)
    grounds = {
        "name": "Luật A",
        "vn_religion": "Luật A",
        "vn_blood_type": "Luật B",
        "vn_household": "Luật A",
        "vn_org": "",
        "vn_official": "  Luật\n C  ",
    }
    _fetch(services, citizen, grounds)

    assert _asked(services) == [
        ("truy-van", "Luật A", ("ho_gia_dinh", "ton_giao")),
        ("truy-van", "Luật B", ("nhom_mau",)),
        ("to-chuc", BY_CONSENT, ("to_chuc",)),
        ("can-bo", "Luật C", ()),
    ]


def test_a_long_ground_is_cut_to_what_the_register_takes(services):
    citizen = _citizen(BAY)
    _fetch(services, citizen, {"vn_religion": "Luật " * 100})

    assert len(_asked(services)[0][1]) <= LONGEST_GROUND
    assert _told(services, citizen) == {"vn_religion": "01"}


def test_what_is_known_is_not_asked_again_until_it_is_too_old(services, clock):
    citizen = _citizen(HANG)
    first = _fetch(services, citizen)
    assert set(first.grounds) == set(Detail)
    assert _fetch(services, citizen) is None

    clock.advance(hours=25)
    again = _fetch(services, citizen)

    assert set(again.grounds) == set(Detail) - {Detail.RELIGION, Detail.BLOOD_TYPE}
    clock.advance(days=31)
    assert set(_fetch(services, citizen).grounds) == set(Detail)


def test_nothing_is_asked_of_somebody_who_is_not_verified_or_has_no_number(services):
    unverified = _citizen(BAY, assurance=IdentityAssurance.SELF_DECLARED)
    without_identity = _citizen(HANG)
    without_identity.identity_sealed = None
    without_number = _citizen(TRUNG)
    without_number.identity_sealed = services.sealer.seal_json({"name": "x"}, IDENTITY_SEALED)

    for citizen in (unverified, without_identity, without_number):
        assert services.details.due(citizen, "portal", EVERYTHING) is None
    assert services.details.due(_citizen(UT), "portal", {"name": "Luật A"}) is None


@pytest.mark.parametrize(("profile", "trouble"), [("down", "no_answer"), ("maintenance", "maintenance")])
def test_after_one_silence_nobody_else_is_asked_and_next_time_everybody_is(
    services, monkeypatch, profile, trouble
):
    citizen, exchange, asked = _citizen(HANG), services.register._exchange, []
    ask = exchange.ask
    monkeypatch.setattr(exchange, "ask", lambda question: asked.append(question.path) or ask(question))
    behave(services, profile)
    _fetch(services, citizen)

    assert _told(services, citizen) == {}
    assert (_event().details["trouble"], _event().details["answered"]) == (trouble, [])
    assert asked == ["/v1/truy-van"]

    behave(services, "calm")
    _fetch(services, citizen)

    assert "vn_org" in _told(services, citizen)
    assert asked[1:] == ["/v1/truy-van", "/v1/can-bo", "/v1/to-chuc"]
    assert ("trouble" in _event().details, _event().client_id) == (False, "portal")
    assert set(_event().details["answered"]) == set(Detail)


@pytest.mark.parametrize(
    ("number", "trouble"), [("098177000128", "undercorrection"), ("098138000109", "notalive")]
)
def test_a_refusal_about_one_thing_leaves_the_others_to_be_asked(services, number, trouble):
    citizen = _citizen(number)
    _fetch(services, citizen, {"vn_religion": "Luật A"})

    assert _event().details["trouble"] == trouble
    assert services.details.due(citizen, "portal", {"vn_religion": "Luật A"}) is not None


def test_a_question_the_register_does_not_take_is_told_to_operators(services, monkeypatch):
    citizen = _citizen(TRUNG)
    consumer = services.register._exchange._consumer
    object.__setattr__(consumer, "fields", consumer.fields - {"to_chuc"})
    _fetch(services, citizen, {"vn_org": "Luật A", "vn_official": "Luật B"})

    assert _told(services, citizen).keys() == {"vn_official"}
    assert _event().details["trouble"] == "misconfigured_004"


def test_it_is_kept_sealed_and_the_rest_of_the_identity_stays(services):
    citizen = _citizen(BAY)
    before, updated = services.people.claims_of(citizen), citizen.updated_at
    _fetch(services, citizen, {"vn_religion": "Luật A"})
    row = db.session.get(Citizen, citizen.id)

    assert b"vn_religion" not in row.identity_sealed
    assert services.people.claims_of(row) == {**before, "vn_religion": "01"}
    assert row.updated_at == updated


def test_what_another_request_fetched_meanwhile_is_not_lost(services, monkeypatch):
    citizen = _citizen(BAY)
    first = services.details.due(citizen, "portal", {"vn_religion": "Luật A"})
    reseal, others = services.details._citizens.reseal, []

    def interrupted(citizen_id, before, after):
        if not others:
            others.append(services.details.due(citizen, "health", {"vn_blood_type": "Luật B"}))
            services.details.run(others[0])
        return reseal(citizen_id, before, after)

    monkeypatch.setattr(services.details._citizens, "reseal", interrupted)
    services.details.run(first)

    assert _told(services, citizen) == {"vn_religion": "01", "vn_blood_type": "04"}


def test_a_row_that_always_changes_is_given_up(services, monkeypatch):
    citizen = _citizen(BAY)
    monkeypatch.setattr(services.details._citizens, "reseal", lambda *_: False)
    _fetch(services, citizen, {"vn_religion": "Luật A"})

    assert _told(services, citizen) == {}
    assert _event().details["answered"] == []


def test_an_account_closed_meanwhile_keeps_nothing(services):
    citizen = _citizen(BAY)
    errand = services.details.due(citizen, "portal", EVERYTHING)
    services.doors.credentials.erase(citizen.id)
    services.details.run(errand)

    assert db.session.get(Citizen, citizen.id).identity_sealed is None


def test_what_was_fetched_can_be_forgotten(services):
    citizen = _citizen(BAY)
    before = services.people.claims_of(citizen)
    _fetch(services, citizen)
    services.details.forget(citizen.id)

    assert services.people.claims_of(db.session.get(Citizen, citizen.id)) == before
