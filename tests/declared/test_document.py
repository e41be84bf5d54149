"""The file of a configuration."""

import json

import pytest

from idp.declared.document import Declaration, DeclaredClient, DeclaredUnit, Unreadable, read
from idp.declared.references import Reference
from idp.relying_parties.states import State


def a_file(**content):
    return json.dumps({"version": 1, **content})


def test_what_is_written_is_read_again():
    declared = Declaration(
        (DeclaredUnit("Sở Y tế", "Health", "department", ("a.example", "b.example")),),
        (DeclaredClient("x", {"client_name": "X"}, State.DRAFT, (Reference(file="/run/secrets/x"),)),),
    )

    assert read(declared.written()) == declared


def test_the_order_is_always_the_same():
    units = [DeclaredUnit("B"), DeclaredUnit("A")]

    assert Declaration(tuple(units)).written() == Declaration(tuple(reversed(units))).written()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "The file is not JSON"),
        ("[]", '"version": 1'),
        ('{"version": 2}', '"version": 1'),
        (a_file(users=[]), "users is not understood"),
        (a_file(units={}), "units must be a list"),
        (a_file(units=["x"]), r"units\[0\] must be an object"),
        (a_file(units=[{"name": "x", "colour": 1}]), r"units\[0\].colour is not understood"),
        (a_file(units=[{"name": "x", "domains": "y"}]), r"units\[0\].domains"),
        (a_file(units=[{"name": "x", "kind": 3}]), r"units\[0\]: name_en and kind"),
        (a_file(units=[{"name": "x"}, {"name": "x"}]), "x is there twice"),
        (a_file(clients=[{"client_name": "x"}]), r"clients\[0\] must be an object with a client_id"),
        (a_file(clients=[{"client_id": "x", "client_secret": "y"}]), "secrets are not kept here"),
        (a_file(clients=[{"client_id": "x", "state": "gone"}]), r"clients\[0\].state"),
        (a_file(clients=[{"client_id": "x", "secrets": []}]), r"clients\[0\].secrets"),
        (a_file(clients=[{"client_id": "x", "secrets": ["plain"]}]), r"clients\[0\].secrets"),
        (a_file(clients=[{"client_id": "x", "secrets": [{"env": "A B"}]}]), r"clients\[0\].secrets"),
        (
            a_file(clients=[{"client_id": "x", "secrets": [{"env": "A", "file": "b"}]}]),
            r"clients\[0\].secrets",
        ),
    ],
)
def test_what_is_not_understood_is_refused_in_one_sentence(text, sentence):
    with pytest.raises(Unreadable, match=sentence) as refused:
        read(text)
    assert "\n" not in str(refused.value)
