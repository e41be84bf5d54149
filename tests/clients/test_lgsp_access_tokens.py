"""Access tokens at the data-sharing platform: which are let in, and what the others hear."""

import pytest

from clients.kit.settings import Settings
from clients.lgsp.app import create_app
from tests.clients.fake_provider import SECRET
from tests.clients.forging import forged_token

PLATFORM = "http://localhost:8004"
LONG_AGO, FAR_AHEAD = 1_000_000_000, 9_999_999_999


@pytest.fixture
def platform(provider, tmp_path):
    provider.audience = [PLATFORM, f"{provider.issuer}/userinfo"]
    settings = Settings("lgsp", provider.issuer, "lgsp", "", PLATFORM, data_dir=tmp_path)
    return create_app(settings).test_client()


def get(platform, token, path="/api/dossiers", scheme="Bearer"):
    return platform.get(path, headers={"Authorization": f"{scheme} {token}"})


def test_the_portal_reads_a_citizens_dossiers(platform, provider):
    answer = get(platform, provider.access_token())

    assert answer.status_code == 200
    assert len(answer.json["dossiers"]) == 3
    assert answer.headers["Cache-Control"] == "no-store"


def test_each_citizen_has_their_own(platform, provider):
    codes = [
        {each["code"] for each in get(platform, provider.access_token(sub=sub)).json["dossiers"]}
        for sub in ("one", "two", "one")
    ]

    assert codes[0] == codes[2]
    assert not codes[0] & codes[1]


@pytest.mark.parametrize(
    "changed",
    [
        {"typ": "JWT"},
        {"typ": "logout+jwt"},
        {"iss": "https://attacker.example"},
        {"aud": "http://localhost:8001"},
        {"aud": ["portal"]},
        {"aud": PLATFORM + "/"},
        {"aud": None},
        {"exp": LONG_AGO},
        {"exp": None},
        {"exp": "later"},
        {"nbf": FAR_AHEAD},
        {"iat": None},
        {"sub": None},
        {"sub": 7},
        {"client_id": None},
        {"client_id": 7},
        {"jti": None},
        {"scope": ["lgsp:dossiers.read"]},
    ],
    ids=str,
)
def test_a_token_that_is_not_right_is_refused(platform, provider, changed):
    answer = get(platform, provider.access_token(**changed))

    assert answer.status_code == 401
    assert 'error="invalid_token"' in answer.headers["WWW-Authenticate"]


@pytest.mark.parametrize("typ", ["at+jwt", "AT+JWT", "application/at+jwt"])
def test_the_type_is_read_as_media_types_are(platform, provider, typ):
    assert get(platform, provider.access_token(typ=typ)).status_code == 200


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_a_token_without_a_real_signature_is_refused(platform, provider, algorithm):
    claims = {
        "iss": provider.issuer,
        "sub": "x",
        "aud": PLATFORM,
        "client_id": "portal",
        "scope": "lgsp:dossiers.read",
        "iat": LONG_AGO,
        "exp": FAR_AHEAD,
        "jti": "1",
    }

    assert get(platform, forged_token(algorithm, claims, "at+jwt")).status_code == 401


@pytest.mark.parametrize("token", ["x", "a.b.c", "..", "é", "a" * 20_000], ids=len)
def test_what_is_no_token_is_refused(platform, token):
    assert get(platform, token).status_code == 401


def test_without_a_token_the_challenge_names_no_error(platform):
    answer = platform.get("/api/dossiers")

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer realm=")
    assert "error" not in answer.headers["WWW-Authenticate"]
    assert "oauth-protected-resource" in answer.headers["WWW-Authenticate"]


@pytest.mark.parametrize("bound_by", ["jkt", "x5t#S256"])
def test_a_token_that_is_bound_to_a_key_is_no_bearer_token(platform, provider, bound_by):
    answer = get(platform, provider.access_token(cnf={bound_by: "x" * 43}))

    assert answer.status_code == 401
    assert "bound to a key" in answer.headers["WWW-Authenticate"]


def test_another_scheme_counts_as_no_token(platform, provider):
    assert get(platform, provider.access_token(), scheme="Basic").status_code == 401


def test_the_scheme_is_written_in_any_case(platform, provider):
    assert get(platform, provider.access_token(), scheme="bEARER").status_code == 200


def test_a_token_in_the_address_is_refused(platform, provider):
    answer = platform.get("/api/dossiers", query_string={"access_token": provider.access_token()})

    assert answer.status_code == 400
    assert 'error="invalid_request"' in answer.headers["WWW-Authenticate"]


def test_a_missing_scope_is_named(platform, provider):
    answer = get(platform, provider.access_token(scope="openid"))

    assert answer.status_code == 403
    assert 'error="insufficient_scope"' in answer.headers["WWW-Authenticate"]
    assert 'scope="lgsp:dossiers.read"' in answer.headers["WWW-Authenticate"]


def test_a_program_does_not_read_citizens_dossiers(platform, provider):
    token = provider.access_token(sub="nightly-sync", client_id="nightly-sync", scope="lgsp:dossiers.read")

    assert get(platform, token).status_code == 403


def test_a_citizens_token_does_not_open_the_figures(platform, provider):
    assert get(platform, provider.access_token(), "/api/statistics").status_code == 403


def test_a_new_key_is_fetched_once_and_not_for_every_guess(platform, provider, tmp_path):
    get(platform, provider.access_token())
    trusted = platform.application.extensions["provider"]
    provider.rotate()
    trusted._keys_at -= 60

    assert get(platform, provider.access_token()).status_code == 200
    fetches = []
    real = trusted._fetch
    trusted._fetch = lambda address: fetches.append(address) or real(address)
    provider.published = []
    for _guess in range(5):
        provider.rotate()
        provider.published = []
        assert get(platform, provider.access_token()).status_code == 401
    assert len(fetches) == 0  # a moment ago they were fetched


def test_without_keys_nobody_is_let_in_and_nobody_is_blamed(platform, provider):
    provider.is_down = True
    answer = get(platform, provider.access_token())

    assert answer.status_code == 503
    assert answer.headers["Retry-After"]


def test_before_writing_the_provider_is_asked(provider, tmp_path):
    provider.audience = [PLATFORM]
    settings = Settings("lgsp", provider.issuer, "lgsp", SECRET, PLATFORM, data_dir=tmp_path)
    platform = create_app(settings).test_client()
    token = provider.access_token(sub="nightly-sync", client_id="nightly-sync", scope="lgsp:sync")
    figures = {"figures": [{"unit": "so-y-te", "day": "2026-11-21", "received": 1, "settled": 0}]}

    def send():
        return platform.post("/api/sync", json=figures, headers={"Authorization": f"Bearer {token}"})

    assert send().status_code == 200
    provider.revoked.add(token)
    refused = send()
    assert refused.status_code == 401
    assert 'error="invalid_token"' in refused.headers["WWW-Authenticate"]


def test_it_says_what_it_is(platform, provider):
    described = platform.get("/.well-known/oauth-protected-resource").json

    assert described["resource"] == PLATFORM
    assert described["authorization_servers"] == [provider.issuer]
    assert platform.get("/").status_code == 200
    assert platform.get("/nowhere").json == {"error": "not_found"}
