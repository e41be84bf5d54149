"""The example of the documentation is a file that works."""

import re

from idp.declared.document import read
from idp.declared.plan import Configuration
from idp.store.db import db
from idp.web.current import services
from tests.architecture.source import ROOT


def example() -> str:
    page = (ROOT / "docs" / "operations.md").read_text("utf-8")
    found = re.search(r"## Configuration as code.*?```json\n(.*?)```", page, re.DOTALL)
    assert found, "the example is gone"
    return found[1]


def test_the_example_is_applied_and_applying_it_again_changes_nothing(app, monkeypatch):
    monkeypatch.setenv("SO_SUC_KHOE_SECRET", "a-secret-of-the-health-department")
    configuration, wanted = Configuration(services()), read(example())

    assert [(step.act, step.name) for step in configuration.apply(wanted)] == [
        ("add", "Sở Y tế"),
        ("add", "so-suc-khoe"),
    ]
    db.session.commit()

    assert configuration.plan(wanted) == []
    client = services().clients.find("so-suc-khoe")
    assert services().client_desk.secrets.matches(client, "a-secret-of-the-health-department")


def test_the_score_of_the_example_is_good(app, monkeypatch):
    monkeypatch.setenv("SO_SUC_KHOE_SECRET", "a-secret-of-the-health-department")
    Configuration(services()).apply(read(example()))

    assert services().client_desk.lint.look(services().clients.find("so-suc-khoe")).score >= 90
