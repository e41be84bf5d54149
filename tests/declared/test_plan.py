"""What a file would change, and making it so."""

import json
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import delete, func, select

from idp.declared.document import Declaration, DeclaredClient, DeclaredUnit, read
from idp.declared.plan import Configuration
from idp.declared.references import Reference, Unresolved
from idp.declared.registrations import Impossible
from idp.relying_parties.states import State
from idp.store.db import db
from idp.store.models import AuditRecord, Client, Unit
from idp.web.current import services

SECRET = "a-secret-of-the-health-department"
MEMBERS: dict[str, Any] = {
    "client_name": "Sổ sức khỏe",
    "client_name#en": "Health record",
    "redirect_uris": ["https://yte.anlien.example/callback"],
    "scope": "openid ngay_sinh",
    "unit": "Sở Y tế",
    "scope_policy": {
        "ngay_sinh": {
            "legal_basis": "law",
            "legal_reference": "Luật Khám bệnh, chữa bệnh 15/2023/QH15",
            "purpose": {"vi": "Lập hồ sơ", "en": "Your record"},
        }
    },
}
HEALTH = DeclaredClient("health", MEMBERS, secrets=(Reference(env="HEALTH_SECRET"),))
UNIT = DeclaredUnit("Sở Y tế", "Department of Health", "department", ("yte.anlien.example",))
WANTED = Declaration((UNIT,), (HEALTH,))


@pytest.fixture(autouse=True)
def _environment(monkeypatch):
    monkeypatch.setenv("HEALTH_SECRET", SECRET)


@pytest.fixture
def configuration(app) -> Configuration:
    return Configuration(services())


def acts(steps):
    return [(step.act, step.what, step.name) for step in steps]


def client(client_id="health") -> Client:
    found = services().clients.find(client_id)
    assert found is not None
    return found


def with_members(**changed: Any) -> Declaration:
    return Declaration((UNIT,), (replace(HEALTH, members={**MEMBERS, **changed}),))


def test_a_plan_says_what_would_be_added_and_adds_nothing(configuration):
    steps = configuration.plan(WANTED)

    assert acts(steps) == [("add", "unit", "Sở Y tế"), ("add", "client", "health")]
    assert ("client_name", "null", '"Sổ sức khỏe"') in steps[1].differences
    assert services().clients.find("health") is None
    assert db.session.scalar(select(func.count()).select_from(Unit)) == 0


def test_applying_makes_it_so_with_the_secret_that_is_referred_to(configuration):
    configuration.apply(WANTED)

    assert client().state == "live"
    assert client().scope_policy["ngay_sinh"]["legal_basis"] == "law"
    assert services().client_desk.secrets.matches(client(), SECRET)


def test_applying_twice_changes_nothing_the_second_time(configuration):
    configuration.apply(WANTED)
    db.session.commit()
    version, records = client().version, db.session.scalar(select(func.count()).select_from(AuditRecord))

    assert configuration.plan(WANTED) == []
    assert configuration.apply(WANTED) == []

    db.session.commit()
    assert client().version == version
    assert db.session.scalar(select(func.count()).select_from(AuditRecord)) == records


def test_a_changed_member_is_shown_before_and_after(configuration):
    configuration.apply(WANTED)
    other = with_members(**{"client_name#en": "Health book"})

    (step,) = configuration.plan(other)
    assert step.differences == (("client_name#en", '"Health record"', '"Health book"'),)

    configuration.apply(other)
    assert client().name_en == "Health book"
    assert services().client_desk.registrations.history.all(client())[0].act.why == "idp config apply"


def test_a_member_that_is_left_out_goes(configuration):
    configuration.apply(with_members(policy_uri="https://yte.anlien.example/policy"))

    configuration.apply(WANTED)

    assert "policy_uri" not in client().metadata_


@pytest.mark.parametrize("state", ["suspended", "retired", "test"])
def test_states_follow_the_file(configuration, state):
    configuration.apply(WANTED)
    other = Declaration((UNIT,), (replace(HEALTH, state=State(state)),))

    (step,) = configuration.plan(other)
    assert (step.act, step.differences) == ("move", (("state", '"live"', f'"{state}"'),))

    configuration.apply(other)
    assert client().state == state
    assert configuration.plan(other) == []


def test_another_secret_takes_the_place_of_the_first(configuration, monkeypatch):
    configuration.apply(WANTED)
    monkeypatch.setenv("HEALTH_SECRET", "another-secret-altogether-0123456789")

    assert acts(configuration.plan(WANTED)) == [("secrets", "client", "health")]
    configuration.apply(WANTED)

    assert not services().client_desk.secrets.matches(client(), SECRET)
    assert services().client_desk.secrets.matches(client(), "another-secret-altogether-0123456789")
    assert configuration.plan(WANTED) == []


def test_a_secret_that_is_not_there_stops_everything(configuration, monkeypatch):
    monkeypatch.delenv("HEALTH_SECRET")

    with pytest.raises(Unresolved, match="HEALTH_SECRET"):
        configuration.plan(WANTED)


def test_a_bad_member_is_told_with_its_application(configuration):
    with pytest.raises(Impossible, match=r"^health: .*redirect_uris"):
        configuration.plan(with_members(redirect_uris=["http://yte.anlien.example/callback"]))


def test_a_bad_unit_is_told(configuration):
    with pytest.raises(Impossible, match=r"^Sở X: A unit is"):
        configuration.apply(Declaration((DeclaredUnit("Sở X", kind="kingdom"),), ()))


def test_what_the_file_does_not_name_stays_unless_pruned(configuration):
    configuration.apply(WANTED)
    nothing = Declaration((UNIT,), ())

    assert configuration.plan(nothing) == []
    assert acts(configuration.plan(nothing, prune=True)) == [("remove", "client", "health")]

    configuration.apply(nothing, prune=True)
    assert services().clients.find("health") is None


def test_an_application_that_registered_itself_is_left_alone(configuration):
    configuration.apply(WANTED)
    client().registration_digest = "x" * 43
    db.session.commit()

    assert configuration.export().clients == ()
    assert configuration.plan(Declaration((UNIT,), ()), prune=True) == []
    with pytest.raises(Impossible, match="registered itself"):
        configuration.plan(WANTED)


def test_an_export_names_no_secret(configuration):
    configuration.apply(WANTED)

    text = configuration.export().written()

    assert SECRET not in text
    assert json.loads(text)["clients"][0]["secrets"] == [{"env": "SEN_SECRET_HEALTH_1"}]


EVERYTHING = Declaration(
    (UNIT, DeclaredUnit("Xã Mỹ Long", "My Long commune", "commune")),
    (
        HEALTH,
        DeclaredClient(
            "sync",
            {
                "client_name": "Đồng bộ",
                "profile": "machine",
                "scope": "lgsp:sync",
                "audiences": ["http://localhost:8004"],
            },
            State.SUSPENDED,
            (Reference(env="HEALTH_SECRET"),),
        ),
        DeclaredClient(
            "draft",
            {
                **MEMBERS,
                "token_endpoint_auth_method": "none",
                "technical_contact": {"name": "Chị Lan", "email": "lan@yte.anlien.example"},
            },
            State.DRAFT,
        ),
    ),
)


def test_export_and_apply_on_an_empty_installation_give_the_same_installation(configuration, monkeypatch):
    configuration.apply(EVERYTHING)
    first = configuration.export().written()
    for table in (Client, Unit):
        db.session.execute(delete(table))
    db.session.commit()
    for name in ("HEALTH", "SYNC"):
        monkeypatch.setenv(f"SEN_SECRET_{name}_1", SECRET)

    configuration.apply(read(first))
    db.session.commit()

    assert configuration.export().written() == first
    assert configuration.plan(read(first)) == []
    assert services().client_desk.secrets.matches(client("sync"), SECRET)
