"""Registering, first half: the contact, the notice, the identity."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from idp.citizens.contacts import Contact, ContactKind
from idp.citizens.one_time_codes import CodeOver, TooMany, TooSoon, WrongCode
from idp.citizens.proofing.dossiers import Dossier
from idp.citizens.proofing.registration import new_reference
from idp.citizens.proofing.verdict import Verdict
from idp.citizens.proofing.waiting import TriesSpent
from idp.registry.birth_date import BirthDate
from idp.store.db import db
from idp.store.models import AuditRecord
from tests.builders import Person, a_citizen
from tests.citizens.conftest import ELSEWHERE, HOME
from tests.citizens.proofing.people import (
    BAY,
    KHANG,
    PHONE,
    behave,
    confirmed,
    identified,
    newest_code,
    put,
    somebody_else,
    told,
)
from tests.deliveries import messages_to

OTHER_PHONE = Contact(ContactKind.PHONE, "+84912345679")


@pytest.fixture
def desk(services):
    return services.registration


def give(desk, dossier, contact=PHONE):
    return desk.contact(dossier, contact, network=HOME, language="vi")


def events(name):
    db.session.commit()
    found = db.session.scalars(select(AuditRecord).where(AuditRecord.name == name).order_by(AuditRecord.id))
    return [record.details for record in found]


def test_a_contact_is_confirmed_by_the_code_sent_to_it(desk):
    dossier = give(desk, desk.begin()[0])

    assert isinstance(
        desk.confirm(dossier, "000000" if newest_code(PHONE.value) != "000000" else "1" * 6),
        WrongCode,
    )
    confirmed = desk.confirm(dossier, newest_code(PHONE.value))
    assert confirmed.progress.contact_confirmed_at


def test_a_code_sent_to_one_contact_confirms_no_other(desk):
    dossier = give(desk, desk.begin()[0])
    code = newest_code(PHONE.value)

    changed = give(desk, dossier, OTHER_PHONE)

    assert changed.progress.contact == OTHER_PHONE
    assert isinstance(desk.confirm(changed, code), WrongCode)


def test_the_same_contact_again_goes_on_without_another_code(desk):
    dossier = give(desk, desk.begin()[0])

    again = give(desk, dossier)

    assert isinstance(again, Dossier)
    assert len(messages_to(PHONE.value)) == 1
    assert isinstance(desk.resend(again, network=HOME, language="vi"), TooSoon)


def test_where_no_code_can_be_sent_nothing_changes(desk):
    for _ in range(8):
        give(desk, desk.begin()[0])

    assert isinstance(give(desk, desk.begin()[0]), TooMany)


def test_a_contact_of_an_account_is_told_and_the_page_is_not(services, desk):
    person = Person()
    a_citizen(person)
    taken, free = Contact(ContactKind.PHONE, person.phone), PHONE

    for_taken, for_free = give(desk, desk.begin()[0], taken), give(desk, desk.begin()[0], free)

    assert replace(for_taken.progress, contact_value="") == replace(for_free.progress, contact_value="")
    (letter,) = messages_to(person.phone)
    assert letter.code is None
    assert "da co tai khoan" in letter.text
    assert isinstance(desk.confirm(for_taken, "000000"), WrongCode)
    assert [details["by"] for details in events("registration.second_prevented")] == ["contact"]


def test_a_match_is_the_registers_word(services):
    dossier = identified(services, replace(BAY, name="tran thi bay"))

    assert dossier.progress.verdict is Verdict.MATCHED
    assert dossier.progress.identity["name"] == "Trần Thị Bảy"
    assert [details["verdict"] for details in events("proofing.checked")] == ["matched"]


def test_the_reference_leads_from_the_page_to_the_audit_log(services):
    dossier = identified(services, somebody_else(BAY))

    assert events("proofing.checked")[0]["reference"] == dossier.progress.reference
    assert len(new_reference()) == 9


def test_a_claim_that_does_not_match_may_be_corrected_until_tries_are_spent(services, desk):
    dossier = confirmed(services)
    for place in range(5):
        dossier = put(services, dossier, replace(BAY, birth_date=BirthDate(1972, 3, 9 + place)))
        assert dossier.progress.verdict is Verdict.NOT_MATCHED
        assert desk.tries_left(dossier, network=HOME) == 4 - place

    assert isinstance(put(services, dossier, BAY), TriesSpent)
    assert events("proofing.tries_spent") == [{"registration_id": dossier.id}]


def test_another_contact_gets_no_further_tries_at_the_same_person(services):
    dossier = confirmed(services)
    for place in range(5):
        dossier = put(services, dossier, replace(BAY, birth_date=BirthDate(1972, 3, 9 + place)))

    other = confirmed(services, OTHER_PHONE, ELSEWHERE)

    assert isinstance(put(services, other, BAY, ELSEWHERE), TriesSpent)


def test_a_form_sent_twice_costs_one_try(services, desk):
    dossier = identified(services, somebody_else(BAY))

    assert put(services, dossier, somebody_else(BAY)) == dossier
    assert desk.tries_left(dossier, network=HOME) == 4


def test_a_silent_register_costs_no_try_and_is_asked_under_the_same_name(services, desk):
    behave(services, "down")
    dossier = confirmed(services)
    for _ in range(8):
        dossier = put(services, dossier, BAY)
    asked = {details["request_id"] for details in events("proofing.checked")}

    assert dossier.progress.verdict is Verdict.WAITING
    assert desk.tries_left(dossier, network=HOME) == 5
    assert len(asked) == 1
    behave(services, "calm")
    assert put(services, dossier, BAY).progress.verdict is Verdict.MATCHED


def test_a_child_costs_no_try_either(services, desk):
    dossier = identified(services, replace(KHANG, birth_date=BirthDate(2014, 1, 1)))

    assert dossier.progress.verdict is Verdict.TOO_YOUNG
    assert desk.tries_left(dossier, network=HOME) == 5


@pytest.mark.parametrize("verdict", ["stopped", "too_young"])
def test_nobody_goes_on_after_a_stop(services, desk, verdict):
    dossier = confirmed(services)
    stopped = desk._dossiers.move(dossier, replace(dossier.progress, verdict_given=verdict))

    with pytest.raises(ValueError, match=verdict):
        desk.accept_result(stopped)


def test_whoever_has_an_account_is_warned_and_the_claimant_sees_a_match(services):
    person = Person(number=BAY.number, name=BAY.name)
    a_citizen(person)

    dossier = identified(services)

    assert dossier.progress.verdict is Verdict.MATCHED
    assert dossier.progress.is_duplicate
    assert "so dinh danh" in told(person.phone)
    assert [message.subject for message in messages_to(person.email)]
    assert [details["by"] for details in events("registration.second_prevented")] == ["number"]


def test_the_notice_that_was_read_is_recorded(services):
    confirmed(services)

    assert [(details["version"], details["language"]) for details in events("registration.notice_read")] == [
        ("2026-11", "vi")
    ]


def test_a_code_is_over_after_five_guesses(desk):
    dossier = give(desk, desk.begin()[0])
    wrong = f"{(int(newest_code(PHONE.value)) + 1) % 10**6:06d}"
    answers = [desk.confirm(dossier, wrong) for _ in range(5)]

    assert isinstance(answers[-1], CodeOver)
