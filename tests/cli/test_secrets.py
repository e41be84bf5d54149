"""`idp secrets`: how far the work of one key following another is, and doing it now."""

import json
from base64 import b64encode

import pytest

from idp.config import DEMO_KEY


def test_the_commands_say_how_far_it_is(run, monkeypatch):
    assert "There is one key" in run("secrets", "status").output
    assert "key encryption: one key" in run("doctor").output
    monkeypatch.setenv("IDP_KEY_ENCRYPTION_KEY", f"{b64encode(b'n' * 32).decode()},{DEMO_KEY}")

    before = json.loads(run("secrets", "status", "--json").stdout)
    assert before["waiting"] == before["values"] > 0
    assert not before["older_keys_may_go"]
    assert f"{before['waiting']} values wait" in run("doctor").output
    told = run("secrets", "status").output
    assert "signing_key.private_sealed: 6" in told

    done = json.loads(run("secrets", "reencrypt", "--json").stdout)
    assert (done["waiting"], done["unreadable"], done["values"]) == (0, 0, before["values"])
    assert "the older ones may go" in run("secrets", "status").output
    assert "the others may go" in run("doctor").output


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_what_no_key_opens_ends_with_one(run, monkeypatch):
    monkeypatch.setenv(
        "IDP_KEY_ENCRYPTION_KEY", ",".join(b64encode(key * 32).decode() for key in (b"n", b"o"))
    )

    done = run("secrets", "reencrypt")

    assert done.exit_code == 1
    assert "are not sealed under the first key yet" in done.output
