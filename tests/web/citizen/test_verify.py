"""Verifying the identity of somebody who has an account, page by page."""

import pytest

from idp.web.current import services
from tests.builders import Person, a_citizen
from tests.citizens.proofing.people import behave
from tests.web.citizen.registrant import BAY, Registrant, the_account_of

TYPED = {"number": BAY.number, "name": BAY.name, "birth-d": "8", "birth-m": "3", "birth-y": "1972"}
PAGE = "/account/identity"


@pytest.fixture
def unverified(app, client, clock):
    """Somebody signed in with an account nothing stands behind."""
    bay = Registrant(client, clock)
    bay.read_notice()
    bay.show_card(BAY, name="Trần Thị Khác")
    bay.accept()
    bay.choose_password()
    bay.send("second-step", factor="later")
    bay.send("recovery-codes", kept="y")
    return client


def test_it_needs_somebody_signed_in(client):
    answer = client.get(PAGE)

    assert (answer.status_code, "/sign-in?then=verify" in answer.headers["Location"]) == (303, True)


def test_the_account_page_leads_there_and_a_match_leads_back(unverified):
    assert PAGE in unverified.get("/account").text

    answer = unverified.submit(unverified.get(PAGE), **TYPED)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/account")
    assert the_account_of().assurance == "doi_chieu_dan_cu"
    assert PAGE not in unverified.get("/account").text
    assert unverified.get(PAGE).headers["Location"] == "/account"


def test_a_mismatch_gives_a_way_on(unverified):
    page = unverified.submit(unverified.get(PAGE), **{**TYPED, "name": "Ai Khác"})

    assert page.status_code == 200
    assert "Còn 3 lần" in page.text  # one was used while registering
    assert "Công an cấp xã" in page.text


def test_tries_are_those_of_the_person(unverified):
    for day in range(9, 14):
        page = unverified.submit(unverified.get(PAGE), **{**TYPED, "birth-d": str(day)})

    assert page.status_code == 429
    assert "ngày mai" in page.text


def test_the_number_of_another_account_is_refused(unverified):
    person = Person(number=BAY.number, name=BAY.name)
    a_citizen(person)

    page = unverified.submit(unverified.get(PAGE), **TYPED)

    assert "một tài khoản khác" in page.text


def test_a_silent_register_is_waited_for_and_asked_again(unverified):
    behave(services(), "down")
    page = unverified.submit(unverified.get(PAGE), **TYPED)
    assert "tạm gián đoạn" in page.text
    page = unverified.get(PAGE)
    assert "đang chờ đối chiếu" in page.text
    behave(services(), "calm")

    answer = unverified.submit(page, do="again")

    assert answer.headers["Location"] == "/account"
    assert the_account_of() is not None


def test_asking_again_when_nothing_waits_does_nothing(unverified):
    page = unverified.get(PAGE)
    token = page.text.partition('name="csrf_token"')[2].partition('value="')[2].partition('"')[0]

    assert unverified.post(PAGE, data={"do": "again", "csrf_token": token}).status_code == 303


def test_a_slip_in_form_is_explained(unverified):
    page = unverified.submit(unverified.get(PAGE), **{**TYPED, "number": "12"})

    assert page.status_code == 422
    assert "mới có 2" in page.text
