"""`idp doctor`, `db`, `demo`, `keys`, `messages`: what operators type, and what it says."""

import json
import re

from sqlalchemy import func, select

from idp.clock import utc_now
from idp.demonstration.people import CROWD_PASSWORD, PEOPLE
from idp.store.db import db
from idp.store.models import Citizen, SigningKey
from idp.web.current import services


def test_doctor_finds_nothing_wrong_with_a_whole_installation(run, clock):
    clock.advance(seconds=(utc_now() - clock()).total_seconds())

    said = run("doctor")

    assert said.exit_code == 0, said.output
    for subject in ("settings", "database", "keys", "register", "mail", "sms"):
        assert f"green  {subject}:" in said.output


def test_doctor_says_what_is_missing_and_fails(run):
    db.session.execute(SigningKey.__table__.delete().where(SigningKey.algorithm == "ES256"))

    said = run("doctor")

    assert said.exit_code == 2
    assert "red    keys: no current key for ES256; run `idp db upgrade`" in said.output
    told = json.loads(run("doctor", "--json").stdout)
    assert told["worst"] == "red"
    assert {
        "subject": "keys",
        "colour": "red",
        "text": "no current key for ES256",
        "remedy": "run `idp db upgrade`",
    } in (told["findings"])


def test_doctor_compares_the_clock_with_the_database(run, clock):
    clock.advance(seconds=(utc_now() - clock()).total_seconds() - 30)

    said = run("doctor")

    assert said.exit_code == 1
    assert "amber  clock: differs from the database's by" in said.output


def test_upgrading_twice_changes_nothing(run):
    before = set(db.session.scalars(select(SigningKey.kid)))

    assert run("db", "upgrade").exit_code == 0
    assert run("db", "upgrade").exit_code == 0

    assert set(db.session.scalars(select(SigningKey.kid))) == before


def test_rotating_lets_the_next_key_sign_and_keeps_the_old_one_published(run):
    before = {key["kid"]: key["state"] for key in json.loads(run("keys", "list", "--json").output)}

    assert run("keys", "rotate").exit_code == 0

    after = {key["kid"]: key["state"] for key in json.loads(run("keys", "list", "--json").output)}
    assert {after[kid] for kid, state in before.items() if state == "next"} == {"current"}
    assert {after[kid] for kid, state in before.items() if state == "current"} == {"retired"}
    assert sum(state == "next" for state in after.values()) == 3


def test_the_demonstration_is_loaded_once_however_often_it_is_prepared(run):
    assert run("demo", "prepare").exit_code == 0
    first = db.session.scalar(select(func.count()).select_from(Citizen))

    assert run("demo", "prepare").exit_code == 0

    assert first == len(PEOPLE)
    assert db.session.scalar(select(func.count()).select_from(Citizen)) == first


def test_the_demonstration_shows_who_can_sign_in_and_the_code_of_this_moment(run, settings):
    run("demo", "prepare")
    keys = json.loads((settings.data_dir / "demo.json").read_text())
    assert any(name.startswith("totp:") for name in keys), "nobody of the demonstration has an app"

    said = run("demo", "show").output

    assert all(person.name in said for person in PEOPLE)
    assert re.search(r"\b\d{6}\b", said)
    assert not any(key in said for key in keys.values()), "a key was printed"


def test_accounts_for_load_tests_are_topped_up_and_open_with_one_password(run):
    run("demo", "prepare")
    assert "3 accounts added" in run("demo", "load", "--citizens", "3").output

    assert "2 accounts added" in run("demo", "load", "--citizens", "5").output

    index = services().doors.logins.index("citizen-000005")
    citizen = services().doors.credentials.owner_of(index)
    assert citizen is not None
    assert not citizen.has_second_factor
    assert services().passwords.verify(citizen.password_hash, CROWD_PASSWORD)


def test_a_demonstration_is_refused_in_production(run, monkeypatch):
    production = {
        "IDP_ENV": "production",
        "IDP_ISSUER": "https://id.anlien.example",
        "IDP_SECRET_KEY": "k" * 40,
        "IDP_KEY_ENCRYPTION_KEY": "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=",
        "IDP_POPULATION_URL": "https://register.anlien.example",
        "IDP_POPULATION_JWKS": '{"keys": []}',
        "IDP_MAIL_URL": "smtp://mail.anlien.example",
        "IDP_SMS_URL": "https://sms.anlien.example",
    }
    for name, value in production.items():
        monkeypatch.setenv(name, value)

    said = run("demo", "load", "--citizens", "1")

    assert said.exit_code != 0
    assert db.session.scalar(select(func.count()).select_from(Citizen)) == 0


def test_a_wrong_setting_stops_with_one_sentence(run, monkeypatch):
    monkeypatch.setenv("IDP_ISSUER", "localhost")

    said = run("doctor")

    assert said.exit_code == 1
    assert said.output.strip() == "Error: IDP_ISSUER: must be an http(s) address without query or fragment."
