"""`idp client`: what is added on the host is live at once."""

import json

import pytest
from sqlalchemy import select

from idp.store.db import db
from idp.store.models import AuditRecord, Client, OutboxEntry
from idp.web.current import services
from tests.builders import CLIENT_SECRET, a_citizen, a_client
from tests.relying_party import RelyingParty, agree, signed_in

DOCUMENT = {
    "client_id": "thu-vien",
    "client_name": "Thư viện tỉnh",
    "client_name#en": "Provincial library",
    "redirect_uris": ["https://thuvien.example.vn/callback"],
    "post_logout_redirect_uris": ["https://thuvien.example.vn/signed-out"],
    "backchannel_logout_uri": "https://thuvien.example.vn/backchannel-logout",
    "scope": "openid ho_ten lien_he",
    "unit": "so-van-hoa",
    "scope_policy": {
        "ho_ten": {
            "legal_basis": "law",
            "legal_reference": "Luật Thư viện 2019, Điều 38",
            "purpose": {"vi": "Cấp thẻ bạn đọc", "en": "Issuing a reader's card"},
            "retention": "P5Y",
            "optional": False,
        },
        "lien_he": {
            "legal_basis": "consent",
            "purpose": {"vi": "Báo sách đến hạn", "en": "Due dates"},
            "retention": "P1Y",
            "optional": True,
        },
    },
}


def test_a_client_from_standard_input_is_live_and_printed_with_its_secret(run):
    result = run("client", "add", "-", typed=DOCUMENT)
    printed = json.loads(result.stdout)
    client = services().clients.find("thu-vien")

    assert result.exit_code == 0
    assert client.is_live
    assert services().client_desk.secrets.matches(client, printed["client_secret"])
    assert printed["client_secret_expires_at"] == 0
    assert {**printed, **DOCUMENT, "client_name": "Thư viện tỉnh"} == printed
    assert (printed["sector"], printed["require_pkce"], printed["minimum_level"]) == ("so-van-hoa", True, 1)
    (record,) = db.session.scalars(select(AuditRecord).where(AuditRecord.name == "client.registered"))
    assert record.operator_id is None


def test_a_client_from_a_file(run, tmp_path):
    file = tmp_path / "client.json"
    file.write_text(json.dumps({"redirect_uris": ["https://a.example/cb"]}), encoding="utf-8-sig")
    result = run("client", "add", str(file))

    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["client_id"].startswith("app-")


def test_presets_are_kept(run):
    preset = "a-preset-secret-of-more-than-32-characters"
    result = run(
        "client",
        "add",
        "-",
        typed={
            **DOCUMENT,
            "client_secret": preset,
            "require_pkce": False,
            "pkce_exempt_until": "2027-01-31",
            "sector": "van-hoa",
            "minimum_level": 2,
            "profile": "plain",
        },
    )
    printed = json.loads(result.stdout)

    assert printed["client_secret"] == preset
    assert (printed["require_pkce"], printed["pkce_exempt_until"]) == (False, "2027-01-31")
    assert (printed["sector"], printed["minimum_level"]) == ("van-hoa", 2)


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ("{", "The registration is not JSON (line 1: "),
        (b"\xff\xfe", "The registration is not JSON (not UTF-8 text)"),
        ("[" * 100_000, "The registration is not JSON"),
        ("[]", "registration must be a JSON object."),
        ({}, "redirect_uris is missing."),
        ({"redirect_uris": "https://a.example/cb"}, "redirect_uris has the wrong type: a list is expected."),
        ({"redirect_uris": ["http://a.example/cb"]}, "redirect_uris is not an address that may be used"),
        ({**DOCUMENT, "client_secret": "short"}, "client_secret must have at least 8 characters."),
        ({**DOCUMENT, "client_id": "a/../b"}, "client_id is malformed"),
        ({**DOCUMENT, "minimum_level": 4}, "minimum_level is not supported: one of 1, 2 is expected."),
        ({**DOCUMENT, "profile": "fapi"}, "profile is not supported"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence_and_ends_with_2(run, document, told):
    result = run("client", "add", "-", typed=document)

    assert result.exit_code == 2
    assert told in result.stderr
    assert result.stderr.count("\n") == 1
    assert result.stdout == ""
    assert db.session.scalars(select(Client)).all() == []


def test_a_taken_identifier_is_refused(run):
    a_client("thu-vien")
    result = run("client", "add", "-", typed=DOCUMENT)

    assert (result.exit_code, result.stderr) == (2, "Error: client_id belongs to another application.\n")


def test_a_missing_file_ends_with_2(run):
    assert run("client", "add", "/no/such/file.json").exit_code == 2


def test_clients_are_listed(run):
    a_client()
    a_client("land", state="suspended", require_pkce=False)
    listed = json.loads(run("client", "list", "--json").stdout)

    assert {(each["client_id"], each["state"]) for each in listed} == {
        ("portal", "live"),
        ("land", "suspended"),
    }
    assert "secret" not in json.dumps(listed).replace("client_secret_basic", "")
    text = run("client", "list").stdout
    assert "portal" in text
    assert "no PKCE" in text


def test_a_client_is_shown_without_digests(run):
    a_client()
    shown = json.loads(run("client", "show", "portal").stdout)

    assert shown["secrets"][0]["hint"] == CLIENT_SECRET[-4:]
    assert "digest" not in shown["secrets"][0]


def test_a_secret_is_rotated_with_an_overlap(run, clock):
    a_client()
    printed = json.loads(run("client", "rotate-secret", "portal", "--overlap-days", "3").stdout)
    client = services().clients.find("portal")

    assert services().client_desk.secrets.matches(client, printed["client_secret"])
    assert services().client_desk.secrets.matches(client, CLIENT_SECRET)
    clock.advance(days=3)
    assert not services().client_desk.secrets.matches(client, CLIENT_SECRET)


def test_the_usual_overlap_is_a_setting(run, monkeypatch):
    a_client()
    monkeypatch.setenv("IDP_SECRET_OVERLAP", "P2D")
    (older,) = json.loads(run("client", "rotate-secret", "portal").stdout)["older_secrets"]

    assert older["expires_at"].startswith("2026-11-04")


def test_a_client_without_secrets_has_none_to_rotate(run):
    a_client(secret=None)
    result = run("client", "rotate-secret", "portal")

    assert (result.exit_code, "has no secrets" in result.stderr) == (2, True)


def test_clients_are_suspended_resumed_and_removed(run):
    a_client()
    assert run("client", "suspend", "portal").exit_code == 0
    assert not services().clients.find("portal").is_live
    assert run("client", "resume", "portal").exit_code == 0
    assert services().clients.find("portal").is_live
    assert run("client", "remove", "portal").exit_code == 0
    assert services().clients.find("portal") is None


def test_an_application_that_is_removed_is_told_of_its_open_sessions(run, client):
    a_client(metadata={"backchannel_logout_uri": "https://portal.anlien.example/out"})
    citizen = a_citizen()
    signed_in(client, citizen)
    agree(citizen.id)
    RelyingParty(client).tokens()
    run("client", "remove", "portal")

    assert list(db.session.scalars(select(OutboxEntry.kind))) == ["leave_removed"]


def test_an_application_is_retired_for_good(run):
    a_client()
    assert run("client", "retire", "portal").stdout == "portal is retired.\n"
    assert run("client", "retire", "portal").exit_code == 0
    again = run("client", "resume", "portal")

    assert again.exit_code == 2
    assert "portal is retired: this is for a suspended application." in again.stderr
    assert json.loads(run("client", "show", "portal").stdout)["state"] == "retired"


def test_only_what_is_live_is_suspended(run):
    a_client(state="draft")

    assert run("client", "suspend", "portal").exit_code == 2
    assert json.loads(run("client", "show", "portal").stdout)["state"] == "draft"


def test_the_list_knows_states(run):
    a_client()
    a_client("land", state="draft")

    found = json.loads(run("client", "list", "--json", "--state", "draft").stdout)
    assert [each["client_id"] for each in found] == ["land"]
    assert run("client", "list", "--state", "nonsense").exit_code == 2


@pytest.mark.parametrize("act", ["show", "suspend", "resume", "retire", "remove", "rotate-secret"])
def test_what_is_not_there_ends_with_2(run, act):
    result = run("client", act, "nobody")

    assert result.exit_code == 2
    assert result.stderr.startswith("Error: There is no")
