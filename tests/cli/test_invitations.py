"""`idp client invite`: who has the host lets others register applications."""

import json

import pytest
from sqlalchemy import select

from idp.store.db import db
from idp.store.models import AuditRecord, InitialAccessToken
from tests.registrant import register

USUAL = ["openid", "profile", "email", "phone", "address", "offline_access"]


def invite(run, *options):
    result = run("client", "invite", "--json", *options)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_an_invitation_is_printed_with_its_token_this_once(run):
    printed = invite(run)
    (row,) = db.session.scalars(select(InitialAccessToken))
    (record,) = db.session.scalars(select(AuditRecord).where(AuditRecord.name == "client.invitation_issued"))

    assert printed["registration_endpoint"] == "https://id.anlien.example/oauth/register"
    assert (printed["uses"], printed["uses_left"], printed["state"]) == (1, 1, "open")
    assert printed["scopes"] == USUAL
    assert printed["profiles"] == ["plain", "fapi2", "fapi2_signed"]
    assert printed["grant_types"] == ["authorization_code", "refresh_token"]
    assert printed["expires_at"].startswith("2026-11-09")
    assert printed["initial_access_token"] not in json.dumps([row.policy, row.note, row.digest])
    assert record.details["invitation_id"] == row.id == printed["id"]
    assert record.operator_id is None
    assert register(token=printed["initial_access_token"]).status_code == 201


def test_what_may_be_asked_for_is_said_by_options(run):
    printed = invite(
        run, "--scope", "ho_ten", "--scope", "land.read", "--redirect-host", "ThuVien.example", "--redirect-host",
        "vn.example.app:", "--profile", "plain", "--profile", "machine", "--uses", "3", "--until", "2026-12-31",
        "--note", "Thư viện tỉnh, đợt 1",
    )  # fmt: skip

    assert printed["scopes"] == ["openid", "ho_ten", "land.read"]
    assert printed["redirect_hosts"] == ["thuvien.example", "vn.example.app:"]
    assert printed["profiles"] == ["plain", "machine"]
    assert printed["grant_types"] == ["authorization_code", "refresh_token", "client_credentials"]
    # The whole day in Việt Nam.
    assert (printed["uses"], printed["expires_at"]) == (3, "2026-12-31T23:59:59+07:00")
    assert printed["note"] == "Thư viện tỉnh, đợt 1"


def test_grants_are_what_was_said_where_it_was_said(run):
    assert invite(run, "--grant-type", "authorization_code")["grant_types"] == ["authorization_code"]


def test_without_json_three_lines_say_it(run):
    said = run("client", "invite", "--uses", "2").stdout

    assert "shown this once" in said
    assert "2 registration(s) at https://id.anlien.example/oauth/register" in said
    assert "idp client revoke-invitation" in said


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--scope", "dan_toc"), "scope gives dan_toc without a legal ground"),
        (("--scope", "two words"), "scope is malformed"),
        (("--redirect-host", "https://thuvien.example/"), "redirect_hosts is malformed"),
        (("--redirect-host", "*.example"), "redirect_hosts is malformed"),
        (("--redirect-host", ""), "redirect_hosts is malformed"),
        (("--profile", "fapi"), "profile is not supported"),
        (("--grant-type", "implicit"), "grant_types is not supported"),
        (("--uses", "0"), "uses is not supported: 1 to 1000"),
        (("--uses", "1001"), "uses is not supported: 1 to 1000"),
        (("--until", "2026-11-01"), "until lies in the past"),
        (("--until", "9999-12-31"), "until is too long"),
        (("--note", "x" * 301), "note is too long"),
        (("--note", "a\u202eb"), "note contains control"),
        (("--until", "soon"), "does not match the format"),
    ],
)
def test_what_is_wrong_is_said_and_ends_with_2(run, options, told):
    result = run("client", "invite", *options)

    assert result.exit_code == 2
    assert told in result.stderr
    assert db.session.scalars(select(InitialAccessToken)).all() == []


def test_invitations_are_listed_without_their_tokens(run, clock):
    used = invite(run, "--note", "đã dùng")
    register(token=used["initial_access_token"])
    clock.advance(seconds=1)
    ended = invite(run, "--note", "đã hết hạn", "--until", "2026-11-03")
    clock.advance(days=3)
    open_one = invite(run)
    listed = json.loads(run("client", "invitations", "--json").stdout)

    assert [each["id"] for each in listed] == [open_one["id"], ended["id"], used["id"]]
    assert [each["state"] for each in listed] == ["open", "expired", "used"]
    assert not any("initial_access_token" in each for each in listed)
    text = run("client", "invitations").stdout
    assert "0/1 left" in text
    assert "đã hết hạn" in text


def test_an_invitation_is_taken_back_once(run):
    printed = invite(run, "--uses", "5")

    assert run("client", "revoke-invitation", printed["id"]).exit_code == 0
    assert register(token=printed["initial_access_token"]).status_code == 401
    assert json.loads(run("client", "invitations", "--json").stdout)[0]["state"] == "revoked"
    again = run("client", "revoke-invitation", printed["id"])
    assert (again.exit_code, "no such invitation" in again.stderr) == (2, True)
    revoked = select(AuditRecord).where(AuditRecord.name == "client.invitation_revoked")
    assert len(db.session.scalars(revoked).all()) == 1
