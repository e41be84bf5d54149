"""`idp keys` and `idp db`."""

import json


def test_a_rotation_is_told_key_by_key(run):
    rotated = run("keys", "rotate").output

    assert [line.split(":")[0] for line in rotated.splitlines()] == ["RS256", "ES256", "EdDSA"]


def test_the_ring_is_listed_as_json(run):
    run("keys", "rotate")

    keys = json.loads(run("keys", "list", "--json").output)
    assert sorted({key["state"] for key in keys}) == ["current", "next", "retired"]


def test_the_ring_is_listed_for_people(run):
    assert "ES256  current" in run("keys", "list").output


def test_upgrading_twice_is_upgrading_once(run):
    assert run("db", "upgrade").output == run("db", "upgrade").output == "The database is up to date.\n"
