"""A citizen is told that something waits: outside of the request, without a link, and not too often."""

from tests.builders import a_citizen, a_person
from tests.conformance.elsewhere import CallCentre, a_call_centre
from tests.deliveries import deliver_due, messages_to


def asked(centre: CallCentre, login: str) -> None:
    found = centre.begin(login_hint=login)
    assert found.status_code == 200, found.json


def test_the_citizen_is_told_by_letters_without_a_link(client):
    person = a_person()
    a_citizen(person)
    asked(a_call_centre(client), person.phone)
    deliver_due()

    [sms], [mail] = messages_to(person.phone), messages_to(person.email)
    assert "Cong dich vu cong An Lien" in sms.text
    assert "Cổng dịch vụ công An Liên" in mail.text
    for text in (sms.text, mail.text):
        assert "/account/requests" not in text
        assert "http" not in text.replace("https://id.anlien.example vào trình duyệt", "")


def test_in_the_language_of_the_account(client):
    person = a_person()
    a_citizen(person, locale="en")
    asked(a_call_centre(client), person.phone)

    [sms] = messages_to(person.phone)
    assert "An Lien public service portal" in sms.text


def test_letters_do_not_become_a_nuisance(client, clock):
    person = a_person()
    a_citizen(person)
    centre = a_call_centre(client)
    for _ in range(2):
        for _ in range(3):
            asked(centre, person.phone)
        deliver_due()
        clock.advance(minutes=11)

    assert len(messages_to(person.phone)) == 3
    clock.advance(hours=1)
    asked(centre, person.phone)
    assert len(messages_to(person.phone)) == 4


def test_nobody_is_told_of_a_request_about_nobody(client):
    asked(a_call_centre(client), "+84912345678")

    assert deliver_due() == 1
    assert messages_to("+84912345678") == []


def test_nobody_is_told_of_a_request_that_is_over(client, clock):
    person = a_person()
    a_citizen(person)
    asked(a_call_centre(client), person.phone)
    clock.advance(minutes=10)

    assert messages_to(person.phone) == []


def test_nobody_is_told_for_an_application_that_was_stopped(client):
    person = a_person()
    a_citizen(person)
    centre = a_call_centre(client)
    asked(centre, person.phone)
    _stop(centre.client_id)

    assert messages_to(person.phone) == []


def _stop(client_id: str) -> None:
    from idp.store.db import db
    from idp.store.models import Client

    db.session.get(Client, client_id).state = "suspended"
    db.session.commit()
