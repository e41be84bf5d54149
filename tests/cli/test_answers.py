"""Every command that operators' programs may need answers in JSON, with what came of it."""

import json
from collections.abc import Iterator

import click
import pytest

from idp.cli import main
from tests.builders import a_client
from tests.staff import an_operator

FOR_PEOPLE = {
    "idp serve": "runs until it is told to stop",
    "idp worker": "runs until it is told to stop",
    "idp settings": "prints a page of the documentation",
    "idp db upgrade": "says nothing but whether it went well, as its exit status does",
    "idp db revision": "writes a file for developers",
    "idp demo load": "the demonstration is for people",
    "idp demo prepare": "the demonstration is for people",
    "idp demo show": "the demonstration is for people",
    "idp config export": "prints a file, which is JSON",
    "idp population": "the mock register has options of its own",
}


def every_command(command: click.Command = main, name: str = "idp") -> Iterator[tuple[str, click.Command]]:
    if not isinstance(command, click.Group):
        yield name, command
        return
    nowhere = click.Context(command)
    for each in command.list_commands(nowhere):
        below = command.get_command(nowhere, each)
        assert below is not None
        yield from every_command(below, f"{name} {each}")


def test_every_command_takes_json_or_says_why_not():
    without = {
        name for name, command in every_command() if all("--json" not in p.opts for p in command.params)
    }

    assert without == set(FOR_PEOPLE)


@pytest.mark.parametrize(
    ("act", "state"),
    [("suspend", "suspended"), ("retire", "retired"), ("remove", "removed")],
)
def test_an_act_on_an_application_tells_its_state(run, act, state):
    a_client()

    assert json.loads(run("client", act, "portal", "--json").stdout) == {
        "client_id": "portal",
        "state": state,
    }


def test_what_is_json_anyway_takes_the_option(run):
    a_client()

    assert run("client", "show", "portal", "--json").stdout == run("client", "show", "portal").stdout


def test_an_act_on_an_operator_tells_its_state(run):
    an_operator("hoa")

    for act, state in (("suspend", "suspended"), ("resume", "active")):
        assert json.loads(run("admin", act, "hoa", "--json").stdout) == {"username": "hoa", "state": state}
    for command, typed in (
        (("reset-password", "hoa", "--password-stdin"), "sen moc trong ho nuoc xanh\n"),
        (("set-email", "hoa", "hoa@anlien.example"), None),
    ):
        said = json.loads(run("admin", *command, "--json", typed=typed).stdout)
        assert said["username"] == "hoa", command


def test_a_rotation_tells_each_key(run):
    steps = json.loads(run("keys", "rotate", "--json").stdout)

    assert {step["algorithm"] for step in steps} == {"RS256", "ES256", "EdDSA"}
    kept = {key["kid"]: key["state"] for key in json.loads(run("keys", "list", "--json").stdout)}
    assert all(kept[step["current"]] == "current" for step in steps)


def test_a_checkpoint_tells_its_digest(run):
    run("keys", "rotate")

    assert json.loads(run("audit", "checkpoint", "--json").stdout)["digest"]


def test_an_announcement_is_taken_down(run):
    added = json.loads(run("banner", "add", "--vi", "x", "--en", "y", "--minutes", "5", "--json").stdout)

    said = json.loads(run("banner", "withdraw", added["id"], "--json").stdout)
    assert said == {"id": added["id"], "state": "withdrawn"}
