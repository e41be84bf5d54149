"""A configuration goes from one installation to another: two databases, each with keys and secrets of its own."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from idp.config import Settings
from idp.declared.document import Declaration, DeclaredClient, DeclaredUnit, read
from idp.declared.plan import Configuration
from idp.declared.references import Reference
from idp.relying_parties.states import State
from idp.store.db import db
from idp.store.models import InstallationSecret, SigningKey, Unit
from idp.web.current import services
from tests.declared.test_plan import HEALTH, MEMBERS, SECRET, UNIT
from tests.installation import application, install

MACHINE: dict[str, Any] = {
    "client_name": "Đồng bộ",
    "profile": "machine",
    "scope": "lgsp:sync",
    "audiences": ["http://localhost:8004"],
}
PAGE = {**MEMBERS, "token_endpoint_auth_method": "none"}
CONTACT = {"name": "Chị Lan", "email": "lan@yte.anlien.example"}
WANTED = Declaration(
    (UNIT, DeclaredUnit("Xã Mỹ Long", "My Long commune", "commune")),
    (
        HEALTH,
        DeclaredClient("stopped", MACHINE, State.SUSPENDED, (Reference(env="STOPPED_SECRET"),)),
        DeclaredClient(
            "trying", {**MEMBERS, "client_name": "Thử"}, State.TEST, (Reference(env="TRYING_SECRET"),)
        ),
        DeclaredClient("draft", {**PAGE, "technical_contact": CONTACT}, State.DRAFT),
        DeclaredClient("gone", {**PAGE, "client_name": "Đã ngừng"}, State.RETIRED),
    ),
)
SECRETS = {"health": SECRET, "stopped": "a-secret-of-what-is-stopped", "trying": "a-secret-of-what-is-tried"}


@pytest.fixture
def installation(tmp_path: Path) -> Callable[[str], Settings]:
    """Installs one more, as `idp db upgrade` does, and says its settings."""

    def make(name: str) -> Settings:
        folder = tmp_path / name
        folder.mkdir()
        url = f"sqlite:///{folder / 'sen.db'}"
        install(url)
        return Settings(env="demo", data_dir=folder, database_url=url, population_url="in-process:tiny")

    return make


def own_keys() -> set[Any]:
    """What no other installation has: the names of its signing keys, and its sealed secrets."""
    sealed = {repr(each) for each in db.session.query(*InstallationSecret.__table__.columns)}
    return sealed | {each.kid for each in db.session.query(SigningKey)}


def matching() -> set[str]:
    """The applications that accept the secret that was referred to."""
    desk = services()
    found = {name: desk.clients.find(name) for name in SECRETS}
    return {
        name
        for name, client in found.items()
        if client is not None and desk.client_desk.secrets.matches(client, SECRETS[name])
    }


def test_what_one_installation_exports_makes_an_empty_one_the_same(installation, monkeypatch):
    for name, secret in SECRETS.items():
        monkeypatch.setenv(f"{name.upper()}_SECRET", secret)
        monkeypatch.setenv(f"SEN_SECRET_{name.upper()}_1", secret)
    with application(installation("a")):
        Configuration(services()).apply(WANTED)
        db.session.commit()
        exported, keys = Configuration(services()).export().written(), own_keys()

    assert not any(secret in exported for secret in SECRETS.values())
    with application(installation("b")):
        assert db.session.query(Unit).count() == 0
        assert keys
        assert keys.isdisjoint(own_keys()), "keys and secrets of its own"
        Configuration(services()).apply(read(exported))
        db.session.commit()

        assert Configuration(services()).export().written() == exported
        assert Configuration(services()).plan(read(exported), prune=True) == []
        states = {each.client_id: each.state for each in services().clients.all()}
        assert states == {each.client_id: each.state for each in WANTED.clients}
        assert matching() == set(SECRETS)
