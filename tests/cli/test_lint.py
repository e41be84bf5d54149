"""`idp client lint`."""

import json

from tests.builders import a_client


def test_each_broken_rule_is_shown_with_its_fix(run, app):
    a_client()

    result = run("client", "lint")

    assert result.exit_code == 0
    assert result.stdout.startswith("portal: ")
    assert "no-logout: Nobody tells it when a citizen signs out." in result.stdout
    assert "Register backchannel_logout_uri." in result.stdout


def test_as_json_with_a_bound(run, app):
    a_client()
    a_client("second", name_en=None)

    result = run("client", "lint", "second", "--json", "--at-least", "100")

    (report,) = json.loads(result.stdout)
    assert report["client_id"] == "second"
    assert "no-english" in {each["id"] for each in report["broken"]}
    assert result.exit_code == 1


def test_an_unknown_client_is_told(run, app):
    result = run("client", "lint", "nobody")

    assert (result.exit_code, result.stderr) == (2, "There is no client nobody.\n")
