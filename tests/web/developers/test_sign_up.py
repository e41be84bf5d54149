"""Developers sign up for the desk."""

import pytest

from idp.operators.rights import Role
from idp.operators.sign_up import MOST_OF_A_NETWORK
from idp.store.models import OperatorEnrolment
from tests.installation import changed
from tests.staff import an_operator, letters


def sign_up(client, address, **more):
    return client.submit(client.get("/developers/sign-up"), form="sign-up", email=address, **more)


def test_a_link_is_mailed(client):
    answer = sign_up(client, "dev@x.example")
    assert (answer.status_code, answer.location) == (303, "/developers/sign-up/sent")
    assert "mở hộp thư" in client.get(answer.location).text
    ((to, _, text),) = letters()

    assert to == "dev@x.example"
    assert "/admin/enrol?link=" in text


def test_a_known_address_gets_the_same_answer(client):
    an_operator("an", Role.AUDITOR, address="an@x.example")
    known, unknown = sign_up(client, "an@x.example"), sign_up(client, "dev@x.example")

    assert (known.status_code, known.location, known.text) == (
        unknown.status_code,
        unknown.location,
        unknown.text,
    )


@pytest.mark.parametrize("typed", ["", "dev", "a@b", "x" * 300])
def test_what_is_no_address_is_said(client, typed):
    answer = sign_up(client, typed)

    assert answer.status_code == 422
    assert 'id="email-err"' in answer.text


def test_a_network_gets_so_many(client):
    answers = [sign_up(client, f"a{number}@x.example").status_code for number in range(MOST_OF_A_NETWORK + 1)]

    assert answers == [303] * MOST_OF_A_NETWORK + [429]


def test_a_role_that_is_sent_counts_for_nothing(client, app):
    from idp.store.db import db

    sign_up(client, "dev@x.example", role="province_administrator", unit="Sở Y tế")
    (link,) = db.session.query(OperatorEnrolment)

    assert (link.role, link.unit) == ("unit_developer", None)


def test_the_letter_is_in_the_language_of_the_page(client):
    page = client.get("/developers/sign-up?lang=en")
    assert "Open a developer account" in page.text
    client.submit(page, form="sign-up", email="dev@x.example")

    assert letters()[0][1] == "Sen ID: Open a developer account"


def test_where_the_console_has_a_host_of_its_own_so_has_this(settings, clock):
    from tests.installation import application

    with application(changed(settings, admin_host="quantri.anlien.example"), clock) as app:
        client = app.test_client()
        for host, status in (("id", 404), ("quantri", 200)):
            base = f"https://{host}.anlien.example"
            assert client.get("/developers/sign-up", base_url=base).status_code == status
