"""`idp config`."""

import json

import pytest

from idp.store.db import db
from idp.web.current import services

FILE = {
    "version": 1,
    "units": [{"name": "Sở Y tế"}],
    "clients": [
        {
            "client_id": "health",
            "client_name": "Sổ sức khỏe",
            "redirect_uris": ["https://yte.anlien.example/callback"],
            "token_endpoint_auth_method": "none",
            "scope": "openid",
        }
    ],
}


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "sen.json"
    path.write_text(json.dumps(FILE), "utf-8")
    return path


def test_a_plan_is_printed_and_nothing_is_changed(run, app, file):
    result = run("config", "plan", str(file))

    assert result.exit_code == 0, result.output
    assert "add client health" in result.stdout
    assert '    client_name: null -> "Sổ sức khỏe"' in result.stdout
    assert result.stdout.endswith("2 changes to make.\n")
    db.session.rollback()
    assert services().clients.find("health") is None


def test_what_is_applied_is_exported(run, app, file):
    done = json.loads(run("config", "apply", str(file), "--json").stdout)
    exported = run("config", "export").stdout

    assert [(step["act"], step["name"]) for step in done] == [("add", "Sở Y tế"), ("add", "health")]
    assert json.loads(exported)["clients"][0]["client_name"] == "Sổ sức khỏe"

    file.write_text(exported, "utf-8")
    assert run("config", "plan", str(file)).stdout == "0 changes to make.\n"


def test_what_cannot_be_is_told_and_changes_nothing(run, app, file):
    bad = {**FILE["clients"][0], "client_id": "bad", "redirect_uris": ["javascript:alert(1)"]}
    file.write_text(json.dumps({**FILE, "clients": [*FILE["clients"], bad]}), "utf-8")

    result = run("config", "apply", str(file))

    assert result.exit_code == 2
    assert result.stderr.startswith("bad: redirect_uris")
    db.session.rollback()
    assert services().clients.find("health") is None


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", None])
def test_a_file_that_cannot_be_read_is_told(run, app, tmp_path, content):
    path = tmp_path / "bad.json"
    if content is not None:
        path.write_bytes(content)

    result = run("config", "plan", str(path))

    assert result.exit_code == 2
    assert result.stderr.count("\n") == 1
