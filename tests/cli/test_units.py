"""`idp unit`: the list of units, and adding one."""

import json


def test_a_unit_is_added_and_listed(run):
    given = ["--en", "Department of Health", "--domain", "soyte.example", "--domain", "y-te.example"]
    made = run("unit", "add", "Sở Y tế", *given, "--json")
    assert made.exit_code == 0, made.output
    assert run("unit", "add", "Xã Sen Trắng", "--kind", "commune").exit_code == 0

    first = {
        "name": "Sở Y tế",
        "name_en": "Department of Health",
        "kind": "department",
        "domains": ["soyte.example", "y-te.example"],
    }
    assert json.loads(made.stdout) == first
    assert json.loads(run("unit", "list", "--json").stdout)[0] == first
    listed = run("unit", "list").stdout
    assert "commune" in listed
    assert "soyte.example y-te.example" in listed


def test_a_unit_is_added_once(run):
    run("unit", "add", "Sở Y tế")
    again = run("unit", "add", "Sở Y tế")

    assert again.exit_code == 2
    assert "there already" in again.stderr


def test_a_registration_makes_the_unit_it_names(run):
    document = {"client_id": "bank", "client_name": "Ngân hàng", "unit": "Ngân hàng An Liên"}
    document |= {"redirect_uris": ["https://bank.example/callback"]}
    assert run("client", "add", "-", typed=document).exit_code == 0

    assert [unit["name"] for unit in json.loads(run("unit", "list", "--json").stdout)] == [
        "Ngân hàng An Liên"
    ]
