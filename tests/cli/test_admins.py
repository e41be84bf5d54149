"""`idp admin`: operators are made on the host, with an authenticator app or not at all."""

import json

import pyotp
import pytest

from idp.operators.sessions import Opened
from idp.operators.sign_in import Refused, Shown
from idp.web.current import services

PASSWORD = "ba con vịt bơi ngược dòng"


@pytest.fixture(autouse=True)
def _private(personal):
    personal.learn(PASSWORD)


def enter(key, clock, name="lan", password=PASSWORD):
    code = pyotp.TOTP(key).at(clock())
    return services().operator_desk.sign_in.enter(Shown(name, password, code, "203.0.113.7"), None)


def test_an_operator_made_by_a_script_can_sign_in(run, clock):
    result = run("admin", "create", "lan", "--password-stdin", "--json", typed=f"{PASSWORD}\n")
    made = json.loads(result.stdout)

    assert result.exit_code == 0
    assert made["totp_uri"].startswith("otpauth://totp/Sen%20ID:lan?secret=")
    assert isinstance(enter(made["totp_key"], clock), Opened)


def test_an_operator_made_by_hand_proves_the_app_first(run, clock, monkeypatch):
    key = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    monkeypatch.setattr("idp.citizens.totp.new_key", lambda: key)
    code = pyotp.TOTP(key).at(clock())
    result = run("admin", "create", "lan", typed=f"{PASSWORD}\n{PASSWORD}\n000000\n{code[:3]} {code[3:]}\n")

    assert result.exit_code == 0, result.output
    assert "JBSW Y3DP" in result.stdout
    assert "That is not the code" in result.stderr
    assert PASSWORD not in result.output
    clock.advance(minutes=1)
    assert isinstance(enter(key, clock), Opened)


def test_without_a_code_no_account_is_made(run):
    result = run("admin", "create", "lan", typed=f"{PASSWORD}\n{PASSWORD}\n000000\n000000\n000000\n")

    assert result.exit_code == 2
    assert "No account was made" in result.stderr
    assert services().operator_desk.accounts.all() == []


def test_confirmation_can_be_left_out(run):
    result = run("admin", "create", "lan", "--no-confirm", typed=f"{PASSWORD}\n{PASSWORD}\n")

    assert result.exit_code == 0
    assert "otpauth://" in result.stdout


@pytest.mark.parametrize(
    ("name", "password", "told"),
    [
        ("Lan Nguyễn", PASSWORD, "A name has"),
        ("lan", "short", "at least 12 characters"),
        ("lan", "password1234", "easily guessed"),
        ("lan", "", "at least 12 characters"),
    ],
)
def test_what_cannot_be_an_account_is_said(run, name, password, told):
    result = run("admin", "create", name, "--password-stdin", typed=f"{password}\n")

    assert result.exit_code == 2
    assert told in result.stderr
    assert services().operator_desk.accounts.all() == []


def test_a_taken_name_is_said_before_a_password_is_asked(run):
    run("admin", "create", "lan", "--password-stdin", typed=f"{PASSWORD}\n")
    result = run("admin", "create", "lan", typed="")

    assert (result.exit_code, result.stderr) == (2, "Error: An operator of that name is there already.\n")


def test_operators_are_listed(run):
    run("admin", "create", "lan", "--password-stdin", typed=f"{PASSWORD}\n")

    (row,) = json.loads(run("admin", "list", "--json").stdout)
    assert (row["username"], row["role"], row["state"]) == ("lan", "province_administrator", "active")
    assert "province_administrator" in run("admin", "list").stdout


def test_a_lost_factor_is_replaced(run, clock):
    old = json.loads(
        run("admin", "create", "lan", "--password-stdin", "--json", typed=f"{PASSWORD}\n").stdout
    )
    new = json.loads(run("admin", "reset-factor", "lan", "--json").stdout)

    assert isinstance(enter(old["totp_key"], clock), Refused)
    assert isinstance(enter(new["totp_key"], clock), Opened)


def test_a_password_is_replaced(run, clock):
    made = json.loads(
        run("admin", "create", "lan", "--password-stdin", "--json", typed=f"{PASSWORD}\n").stdout
    )
    assert (
        run("admin", "reset-password", "lan", "--password-stdin", typed="một mật khẩu khác hẳn\n").exit_code
        == 0
    )

    assert isinstance(enter(made["totp_key"], clock), Refused)
    assert isinstance(enter(made["totp_key"], clock, password="một mật khẩu khác hẳn"), Opened)


def test_an_operator_is_shut_out_and_let_back_in(run, clock):
    made = json.loads(
        run("admin", "create", "lan", "--password-stdin", "--json", typed=f"{PASSWORD}\n").stdout
    )
    run("admin", "suspend", "lan")
    assert isinstance(enter(made["totp_key"], clock), Refused)
    run("admin", "resume", "lan")
    assert isinstance(enter(made["totp_key"], clock), Opened)


@pytest.mark.parametrize(
    "act", [("reset-factor",), ("reset-password", "--password-stdin"), ("suspend",), ("resume",)]
)
def test_nobody_ends_with_2(run, act):
    result = run("admin", act[0], "nobody", *act[1:], typed=f"{PASSWORD}\n")

    assert (result.exit_code, result.stderr) == (2, "Error: There is no operator of that name.\n")


def test_an_operator_gets_a_role_a_unit_and_an_address(run, personal):
    personal.learn("minh@so.example")
    given = ["--role", "unit_administrator", "--unit", "Sở Y tế", "--email", "Minh@so.example"]
    result = run("admin", "create", "minh", "--password-stdin", *given, typed=f"{PASSWORD}\n")
    assert result.exit_code == 0, result.output

    (row,) = json.loads(run("admin", "list", "--json").stdout)
    assert (row["role"], row["unit"], row["factors"]) == ("unit_administrator", "Sở Y tế", ["app"])
    assert "Sở Y tế" in run("admin", "list").stdout
    assert [unit.name for unit in services().operator_desk.units.all()] == ["Sở Y tế"]


@pytest.mark.parametrize(
    "given", [["--role", "emperor"], ["--role", "unit_administrator"], ["--email", "nobody"]]
)
def test_what_cannot_be_a_post_is_refused(run, given):
    result = run("admin", "create", "minh", "--password-stdin", *given, typed=f"{PASSWORD}\n")

    assert result.exit_code == 2
    assert services().operator_desk.accounts.all() == []


def test_an_address_is_set_on_the_host(run):
    run("admin", "create", "lan", "--password-stdin", typed=f"{PASSWORD}\n")

    assert run("admin", "set-email", "lan", "lan@so.example").exit_code == 0
    assert run("admin", "set-email", "lan", "nobody").exit_code == 2
    assert run("admin", "set-email", "minh", "minh@so.example").exit_code == 2
