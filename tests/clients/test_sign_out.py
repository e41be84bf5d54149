"""Signing out: here at once, and at the provider."""

from tests.clients.conftest import parameters


def test_it_ends_the_session_and_tells_the_provider_whose(portal, provider):
    page = portal.open("/sign-in")
    answer = portal.send(page, "/sign-out")
    sent = parameters(answer)

    assert answer.location.startswith(f"{provider.issuer}/end-session?")
    assert sent["post_logout_redirect_uri"] == "http://localhost/signed-out"
    assert sent["client_id"] == "portal"
    assert sent["id_token_hint"].count(".") == 2
    assert "Trần Thị Bảy" not in portal.http.get("/").text


def test_it_says_so_when_the_provider_has_confirmed(portal):
    page = portal.press(portal.open("/sign-in"), "/sign-out")

    assert page.request.path == "/signed-out"
    assert "khỏi cổng đăng nhập" in page.text


def test_a_confirmation_somebody_made_up_is_not_believed(portal):
    portal.send(portal.open("/sign-in"), "/sign-out")
    page = portal.http.get("/signed-out?state=made-up")

    assert "khỏi cổng đăng nhập" not in page.text
    assert "không còn đăng nhập" in page.text


def test_without_the_provider_it_ends_here(portal, provider):
    page = portal.open("/sign-in")
    portal.app.extensions["provider"]._metadata = {}
    provider.is_down = True
    left = portal.press(page, "/sign-out")

    assert left.request.path == "/signed-out"
    assert "Trần Thị Bảy" not in portal.http.get("/").text


def test_another_site_cannot_sign_somebody_out(portal):
    portal.open("/sign-in")

    assert portal.http.post("/sign-out", data={"csrf_token": "guessed"}).status_code == 400
    assert "Trần Thị Bảy" in portal.http.get("/").text
