"""Handing a dossier in for a citizen: only with a token whose authorization details name that dossier (RFC 9396, 8)."""

import threading

import pytest

from clients.kit.settings import Settings
from clients.lgsp.app import create_app
from tests.clients.fake_provider import SECRET

PLATFORM = "http://localhost:8004"


@pytest.fixture
def platform(provider, tmp_path):
    provider.audience = [PLATFORM]
    return create_app(
        Settings("lgsp", provider.issuer, "lgsp", "", PLATFORM, data_dir=tmp_path)
    ).test_client()


def dossiers(platform, provider, **changed):
    headers = {"Authorization": f"Bearer {provider.access_token(**changed)}"}
    return platform.get("/api/dossiers", headers=headers).json["dossiers"]


@pytest.fixture
def draft(platform, provider):
    return next(each for each in dossiers(platform, provider) if each["state"] == "draft")


def act(dossier, **changed):
    known = {
        "type": "nop_ho_so",
        "procedure": dossier["title"]["vi"],
        "dossier_code": dossier["code"],
        "locations": [PLATFORM],
        "actions": ["submit"],
        "unit": "Sở Y tế",
        **changed,
    }
    return {name: value for name, value in known.items() if value is not None}


def submit(platform, provider, code, details, **claims):
    token = provider.access_token(scope="openid", authorization_details=details, **claims)
    return platform.post(f"/api/dossiers/{code}/submission", headers={"Authorization": f"Bearer {token}"})


def test_the_dossier_that_is_named_is_handed_in(platform, provider, draft):
    answer = submit(platform, provider, draft["code"], [act(draft)])

    assert answer.status_code == 201
    assert answer.json == {"code": draft["code"], "state": "pending", "submitted_by": "Sở Y tế"}
    assert {each["code"]: each["state"] for each in dossiers(platform, provider)}[draft["code"]] == "pending"


def test_one_of_several_acts_will_do(platform, provider, draft):
    other = act(draft, dossier_code="SYT-OTHER-9")

    assert submit(platform, provider, draft["code"], [other, act(draft)]).status_code == 201


@pytest.mark.parametrize(
    "changed",
    [
        {"type": "xem_ho_so"},
        {"type": None},
        {"dossier_code": "SYT-OTHER-9"},
        {"dossier_code": None},
        {"dossier_code": None, "dossier_id": "7"},
        {"actions": ["read"]},
        {"actions": []},
        {"actions": "submit"},
        {"actions": None},
        {"locations": ["http://localhost:8001"]},
        {"locations": PLATFORM},
        {"locations": None},
    ],
    ids=str,
)
def test_anything_else_is_not_enough(platform, provider, draft, changed):
    answer = submit(platform, provider, draft["code"], [act(draft, **changed)])

    assert answer.status_code == 403
    assert 'error="insufficient_scope"' in answer.headers["WWW-Authenticate"]
    assert "nop_ho_so" in answer.headers["WWW-Authenticate"]
    assert {each["state"] for each in dossiers(platform, provider)} == {"draft", "pending", "settled"}


@pytest.mark.parametrize("details", [None, [], {}, "submit", [7], [["submit"]]], ids=str)
def test_a_token_without_details_is_not_enough_whatever_its_scope(platform, provider, draft, details):
    scope = {"scope": "openid lgsp:dossiers.read lgsp:sync"}
    token = provider.access_token(authorization_details=details, **scope)
    headers = {"Authorization": f"Bearer {token}"}

    assert platform.post(f"/api/dossiers/{draft['code']}/submission", headers=headers).status_code == 403


def test_the_permission_opens_nothing_else(platform, provider, draft):
    token = provider.access_token(scope="openid", authorization_details=[act(draft)])

    assert platform.get("/api/dossiers", headers={"Authorization": f"Bearer {token}"}).status_code == 403


def test_another_citizens_dossier_is_not_there(platform, provider, draft):
    answer = submit(platform, provider, draft["code"], [act(draft)], sub="somebody-else")

    assert answer.status_code == 404


def test_it_is_handed_in_once(platform, provider, draft):
    submit(platform, provider, draft["code"], [act(draft)])

    assert submit(platform, provider, draft["code"], [act(draft)]).status_code == 409


def test_of_many_at_once_one_hands_it_in(platform, provider, draft):
    together, statuses = threading.Barrier(6), []

    def one():
        client = platform.application.test_client()
        together.wait()
        statuses.append(submit(client, provider, draft["code"], [act(draft)]).status_code)

    threads = [threading.Thread(target=one) for _each in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(statuses) == [201, 409, 409, 409, 409, 409]


def test_a_dossier_that_is_settled_is_not_handed_in(platform, provider):
    settled = next(each for each in dossiers(platform, provider) if each["state"] == "settled")

    assert submit(platform, provider, settled["code"], [act(settled)]).status_code == 409


def test_the_provider_is_asked_before(provider, tmp_path):
    provider.audience = [PLATFORM]
    settings = Settings("lgsp", provider.issuer, "lgsp", SECRET, PLATFORM, data_dir=tmp_path)
    platform = create_app(settings).test_client()
    draft = next(each for each in dossiers(platform, provider) if each["state"] == "draft")
    token = provider.access_token(scope="openid", authorization_details=[act(draft)])
    provider.revoked.add(token)
    answer = platform.post(
        f"/api/dossiers/{draft['code']}/submission", headers={"Authorization": f"Bearer {token}"}
    )

    assert answer.status_code == 401
    assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]


def test_without_a_token_nothing_is_handed_in(platform, draft):
    assert platform.post(f"/api/dossiers/{draft['code']}/submission").status_code == 401


def test_it_says_which_types_it_knows(platform):
    described = platform.get("/.well-known/oauth-protected-resource").json

    assert described["authorization_details_types_supported"] == ["nop_ho_so"]
