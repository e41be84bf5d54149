"""Signing in: what is sent, what is believed, what is refused."""

from urllib.parse import urlencode

import pytest
from joserfc import jwt

from clients.kit.sign_in import safe_path
from tests.clients.conftest import parameters
from tests.clients.fake_provider import TRUNG
from tests.clients.forging import forged_token


def test_the_request_has_everything_that_protects_it(portal, provider):
    asked = parameters(portal.http.get("/sign-in?lang=en"))

    assert asked["code_challenge_method"] == "S256"
    assert len(asked["state"]) >= 22
    assert len(asked["nonce"]) >= 20
    assert asked["ui_locales"] == "en"
    assert asked["redirect_uri"] == "http://localhost/callback"
    assert "prompt" not in asked


def test_the_redirect_address_does_not_follow_the_host_header(portal):
    asked = parameters(portal.http.get("/sign-in", headers={"Host": "elsewhere.example"}))

    assert asked["redirect_uri"] == "http://localhost/callback"


def test_a_citizen_comes_in_and_is_named(portal):
    page = portal.open("/sign-in?next=/services/khai-sinh")

    assert page.request.path == "/services/khai-sinh"
    assert "Trần Thị Bảy" in page.text


def test_the_browser_holds_a_cookie_and_nothing_else(portal, provider):
    portal.open("/sign-in")
    cookie = portal.http.get_cookie("portal_session")

    assert cookie.http_only
    assert cookie.same_site == "Lax"
    assert "Bảy" not in cookie.decoded_value
    assert len(cookie.decoded_value) == 43


def test_the_session_has_a_new_name_after_signing_in(portal):
    portal.http.get("/sign-in")
    before = portal.http.get_cookie("portal_session").value
    portal.open("/sign-in")

    assert portal.http.get_cookie("portal_session").value != before


def test_a_name_chosen_by_somebody_else_is_not_taken_over(portal):
    portal.http.set_cookie("portal_session", "chosen-by-an-attacker")
    portal.open("/sign-in")

    assert portal.http.get_cookie("portal_session").value != "chosen-by-an-attacker"


@pytest.mark.parametrize(
    ("bent", "logged"),
    [
        ({"state": "another"}, "belongs to no request"),
        ({"state": None}, "belongs to no request"),
        ({"iss": "https://attacker.example"}, "names another issuer"),
        ({"iss": None}, "names no issuer"),
        ({"code": "not-a-code"}, "invalid_grant"),
        ({"code": None}, "MissingCode"),
    ],
)
def test_an_answer_that_is_not_ours_signs_nobody_in(portal, provider, caplog, bent, logged):
    provider.bend_answer = bent
    page = portal.open("/sign-in")

    assert page.status_code == 400
    assert 'id="incident"' in page.text
    assert logged in caplog.text
    assert "Trần Thị Bảy" not in portal.http.get("/").text


def test_a_repeated_parameter_is_refused(portal):
    path = portal.answer_of_provider(portal.http.get("/sign-in"))

    assert portal.open(path + "&code=another").status_code == 400


@pytest.mark.parametrize(
    "bent",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "health"},
        {"aud": "health", "azp": "portal"},
        {"iss": "https://attacker.example"},
        {"exp": 1_000_000_000},
        {"sub": None},
        {"at_hash": "wrong"},
    ],
    ids=str,
)
def test_an_id_token_that_is_not_for_this_sign_in_is_refused(portal, provider, bent):
    provider.bend_id_token = bent
    page = portal.open("/sign-in")

    assert page.status_code == 400
    assert "Trần Thị Bảy" not in portal.http.get("/").text


@pytest.mark.parametrize("algorithm", ["none", "HS256"])
def test_an_id_token_without_a_real_signature_is_refused(portal, provider, monkeypatch, algorithm):
    real = provider.sign

    def sign(claims, typ="JWT"):
        return forged_token(algorithm, claims, typ) if "nonce" in claims else real(claims, typ)

    monkeypatch.setattr(provider, "sign", sign)

    assert portal.open("/sign-in").status_code == 400


def test_userinfo_about_somebody_else_is_refused(portal, provider):
    provider.bend_facts = {"sub": "another"}

    assert portal.open("/sign-in").status_code == 400


@pytest.mark.parametrize(
    "bent", [[], {}, "x", 7, {"access_token": "x"}, {"id_token": 7, "access_token": "x"}], ids=str
)
def test_a_token_response_that_is_none_is_refused(portal, provider, bent):
    provider.bend_tokens = bent

    assert portal.open("/sign-in").status_code == 400


@pytest.mark.parametrize("bent", [[], "x", 7], ids=str)
def test_userinfo_that_is_no_object_is_refused(portal, provider, bent):
    provider.bend_facts = bent

    assert portal.open("/sign-in").status_code == 400


def test_a_rotated_key_is_fetched(portal, provider):
    portal.open("/sign-in")
    provider.rotate()
    # The rule that keys are asked for at most once in a few seconds is tested with the provider's own clock.
    portal.app.extensions["provider"]._keys_at -= 60

    assert portal.open("/sign-in").status_code == 200


def test_a_discovery_document_of_another_issuer_is_not_believed(portal, provider):
    provider.bend_metadata = {"issuer": "https://attacker.example"}

    assert portal.open("/sign-in").status_code == 503


def test_declining_leads_to_a_calm_page(portal, provider):
    provider.error = "access_denied"
    page = portal.open("/sign-in")

    assert page.status_code == 200
    assert "Không có thông tin nào được gửi đi" in page.text


def test_an_error_of_the_provider_is_shown_with_an_incident_code(portal, provider):
    provider.error = "invalid_scope"
    provider.bend_answer = {"error_description": "<b>bold</b>"}
    page = portal.open("/sign-in")

    assert page.status_code == 400
    assert "invalid_scope" in page.text
    assert "&lt;b&gt;bold" in page.text
    assert 'id="incident"' in page.text


def test_a_callback_that_is_opened_again_leads_home(portal):
    path = portal.answer_of_provider(portal.http.get("/sign-in"))
    portal.follow(portal.http.get(path))
    page = portal.follow(portal.http.get(path))

    assert page.request.path == "/"
    assert "Trần Thị Bảy" in page.text


def test_an_application_starts_and_shows_public_pages_without_the_provider(portal, provider):
    provider.is_down = True

    assert portal.http.get("/").status_code == 200
    down = portal.open("/dossiers")
    assert down.status_code == 503
    assert down.headers["Retry-After"]
    provider.is_down = False
    portal.app.extensions["provider"]._failed_at = None
    assert portal.open("/sign-in").status_code == 200


def test_a_provider_that_goes_away_half_way_is_a_calm_page(portal, provider):
    path = portal.answer_of_provider(portal.http.get("/sign-in"))
    provider.is_down = True

    assert portal.open(path).status_code == 503


@pytest.mark.parametrize(
    ("wanted", "leads_to"),
    [
        ("/dossiers", "/dossiers"),
        ("/services/a/apply?x=1", "/services/a/apply?x=1"),
        ("", "/"),
        (None, "/"),
        ("https://attacker.example/", "/"),
        ("//attacker.example/", "/"),
        ("/\\attacker.example/", "/"),
        ("\\\\attacker.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/a\r\nSet-Cookie: x=1", "/"),
        ("/" + "a" * 2_000, "/"),
        ("http://[", "/"),
    ],
)
def test_after_signing_in_only_pages_of_ours_are_opened(wanted, leads_to):
    assert safe_path(wanted) == leads_to


def test_a_page_that_needs_more_asks_for_the_same_person_at_that_level(health, provider):
    provider.level = 2
    health.open("/file")
    page = health.open("/record")

    stepped_up = provider.asked[-1]
    assert page.status_code == 200
    assert stepped_up["acr_values"] == "LoA2"
    assert jwt.decode(stepped_up["id_token_hint"], provider.key, ["ES256"]).claims["aud"] == "health"


def test_a_level_that_was_not_reached_is_noticed(health, provider):
    provider.level = 1
    page = health.open("/record")

    assert page.status_code == 403
    assert "cần xác thực mức cao hơn" in page.text
    assert "Tiêm chủng" not in page.text


def test_a_wish_is_not_taken_for_the_level(health, provider):
    provider.bend_id_token = {"acr": "https://attacker.example/acr/2"}
    provider.level = 2

    assert health.open("/record").status_code == 403


def test_somebody_else_who_comes_back_is_told_so(health, provider):
    provider.level = 2
    health.open("/file")
    provider.person = TRUNG
    page = health.open("/record")

    assert 'id="somebody-else"' in page.text
    assert "Huỳnh Quốc Trung" in page.text
    assert "Tiêm chủng" not in page.text


def test_pages_may_load_nothing_from_elsewhere_and_forms_may_lead_to_the_provider(portal, provider):
    policy = portal.http.get("/").headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert f"form-action 'self' {provider.issuer}" in policy
    assert "unsafe" not in policy


def test_a_hostile_callback_is_a_page_and_not_a_failure(portal):
    for value in ("\x00", "é" * 3_000, "../../", "%ff"):
        query = urlencode({"state": value, "code": value, "iss": value})
        assert portal.open(f"/callback?{query}").status_code == 400
