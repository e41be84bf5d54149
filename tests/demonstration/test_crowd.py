"""Accounts for load tests."""

import pytest
from sqlalchemy import func, select

from idp.demonstration.crowd import add_crowd, name_of
from idp.demonstration.loading import NotInProduction
from idp.demonstration.people import CROWD_PASSWORD
from idp.store.db import db
from idp.store.models import Citizen
from idp.web.current import services
from tests.installation import changed


def test_the_crowd_grows_to_the_size_that_was_asked_for(app):
    assert add_crowd(services(), 3) == 3
    assert add_crowd(services(), 5) == 2
    assert add_crowd(services(), 4) == 0

    assert db.session.scalar(select(func.count()).select_from(Citizen)) == 5


def test_one_of_the_crowd_signs_in_by_name_and_password_alone(app, client):
    add_crowd(services(), 1)

    page = client.get("/sign-in")
    answer = client.post(
        "/sign-in",
        data={"username": name_of(1), "password": CROWD_PASSWORD, "csrf_token": _token(page.text)},
        headers={"Referer": "https://id.anlien.example/sign-in"},
    )

    assert answer.status_code == 303
    assert client.get("/account").status_code == 200


def test_each_of_the_crowd_is_somebody_else(app):
    add_crowd(services(), 20)

    numbers = {
        services().people.claims_of(citizen)["vn_personal_id"]
        for citizen in db.session.scalars(select(Citizen))
    }
    assert len(numbers) == 20
    assert all(len(number) == 12 and number.startswith("099") for number in numbers)


class TestInProduction:
    @pytest.fixture
    def settings(self, settings):
        return changed(settings, env="production")

    def test_there_is_no_crowd(self, app):
        with pytest.raises(NotInProduction):
            add_crowd(services(), 1)


def _token(page: str) -> str:
    return page.split('name="csrf_token"')[1].split('value="')[1].split('"', maxsplit=1)[0]
