"""Loading the demonstration, once and again."""

import pyotp
import pytest
from sqlalchemy import func, select

from idp.assurance import IdentityAssurance
from idp.demonstration.loading import DRAFT, REGISTRATIONS, CannotLoad, Demonstration, NotInProduction
from idp.demonstration.people import (
    ADMINISTRATOR,
    ADMINISTRATOR_PASSWORD,
    DEVELOPER,
    DEVELOPER_PASSWORD,
    FREE,
    PASSWORD,
    PEOPLE,
)
from idp.demonstration.units import UNITS
from idp.store.db import db
from idp.store.models import Citizen, Client, Operator
from idp.web.current import services
from tests.builders import blind_index
from tests.installation import changed


def account_of(person):
    return db.session.scalar(
        select(Citizen).where(Citizen.number_index == blind_index("number", person.number))
    )


def test_everybody_has_a_verified_account_and_the_password_that_is_printed(load):
    load()

    for person in PEOPLE:
        citizen = account_of(person)
        assert IdentityAssurance(citizen.assurance).is_verified
        assert services().people.claims_of(citizen)["name"] == person.name
        assert services().passwords.verify(citizen.password_hash, PASSWORD)
        assert citizen.has_second_factor is person.has_app


def test_who_is_known_by_year_only_is_verified_at_the_lower_level(load):
    load()

    levels = {person.birth: account_of(person).assurance for person in PEOPLE}
    assert levels["1945"] == IdentityAssurance.MATCHED_BY_YEAR
    assert levels["1972-03-08"] == IdentityAssurance.MATCHED


def test_people_to_register_by_hand_have_no_account(load):
    load()

    assert [account_of(person) for person in FREE] == [None for _person in FREE]


def test_the_units_are_loaded_once_and_name_those_of_every_application(load):
    load()
    load()
    units = services().operator_desk.units.all()

    assert {unit.name for unit in units} == {wish.name for wish in UNITS}
    assert sum(unit.kind == "department" for unit in units) == 14
    assert {client.unit for client in db.session.scalars(select(Client))} <= {unit.name for unit in units}


def test_the_applications_are_registered_at_the_addresses_of_this_start(load):
    load(portal="http://localhost:9001")
    load(portal="http://localhost:9101")

    portal = db.session.get(Client, "portal")
    assert portal.metadata_["redirect_uris"] == ["http://localhost:9101/callback"]
    assert db.session.get(Client, "land").metadata_["redirect_uris"] == ["http://localhost:8003/callback"]


def test_the_secrets_in_the_file_are_those_of_the_applications(load, secrets):
    load()

    for client_id in ("portal", "health", "land", "lgsp", "kiosk", "nightly-sync"):
        client = db.session.get(Client, client_id)
        assert services().client_desk.secrets.matches(client, secrets.find(f"client:{client_id}"))


def test_the_administrator_can_sign_in_with_what_is_printed(load, secrets, clock):
    load()

    operator = db.session.scalar(select(Operator).where(Operator.username == ADMINISTRATOR))
    assert services().passwords.verify(operator.password_hash, ADMINISTRATOR_PASSWORD)
    assert pyotp.TOTP(secrets.find("totp:administrator")).at(clock())


def test_a_developer_has_a_draft_that_works_in_the_sandbox(load, secrets, clock):
    load()

    developer = db.session.scalar(select(Operator).where(Operator.username == DEVELOPER))
    draft = db.session.get(Client, DRAFT["client_id"])
    assert services().passwords.verify(developer.password_hash, DEVELOPER_PASSWORD)
    assert pyotp.TOTP(secrets.find("totp:developer")).at(clock())
    assert (draft.state, draft.made_by, draft.unit) == ("draft", developer.id, developer.unit)
    assert services().client_desk.secrets.matches(draft, secrets.find(f"client:{DRAFT['client_id']}"))


def test_loading_again_adds_nothing(load):
    load()
    before = [
        db.session.scalar(select(func.count()).select_from(table)) for table in (Citizen, Client, Operator)
    ]

    load()

    after = [
        db.session.scalar(select(func.count()).select_from(table)) for table in (Citizen, Client, Operator)
    ]
    assert after == before == [len(PEOPLE), len(list(REGISTRATIONS.glob("*.json"))) + 1, 2]


def test_a_registration_that_is_refused_stops_the_start_with_its_reason(load):
    with pytest.raises(CannotLoad, match=r"portal.json is refused: redirect_uris"):
        load(portal="javascript:alert(1)//")


class TestInProduction:
    @pytest.fixture
    def settings(self, settings):
        return changed(settings, env="production")

    def test_nothing_is_loaded(self, app, secrets):
        with pytest.raises(NotInProduction):
            Demonstration(services(), secrets, {})
