"""The kiosk: a code and a number on the screen, the citizen elsewhere, nothing left behind."""

import time
from typing import Any

import pytest
from flask import Flask, jsonify, request

from clients.kiosk import pages
from clients.kiosk.app import create_app
from clients.kiosk.device_flow import GRANT
from tests.clients.conftest import settings_of
from tests.clients.fake_provider import BAY, FakeProvider, running_provider
from tests.clients.visitor import Visitor

CODES = {
    "device_code": "the-device-code",
    "user_code": "BCFG-HJKL",
    "verification_uri": "https://id.anlien.example/device",
    "verification_uri_complete": "https://id.anlien.example/device?user_code=BCFG-HJKL",
    "expires_in": 600,
    "interval": 5,
    "number": "42",
}


class DeviceProvider(FakeProvider):
    """Answers devices, too. `says` is what a device hears; None for the tokens."""

    says: str | None = "authorization_pending"
    polls = 0
    codes: dict[str, Any] = CODES

    def add_routes(self, app: Flask) -> None:
        @app.post("/device_authorization")
        def device_authorization() -> Any:
            self.asked.append(request.form.to_dict())
            return jsonify(self.codes), 200 if "device_code" in self.codes else 400

        @app.post("/revocation")
        def revocation() -> Any:
            self.revoked.add(request.form["token"])
            return {}

    def metadata(self) -> dict[str, Any]:
        more = ("device_authorization", "revocation")
        return {**{f"{each}_endpoint": f"{self.issuer}/{each}" for each in more}, **super().metadata()}

    def tokens(self, form: dict[str, str], client_id: str) -> tuple[dict[str, Any], int]:
        self.polls += 1
        assert (form["grant_type"], form["device_code"]) == (GRANT, "the-device-code")
        if self.says is not None:
            return {"error": self.says}, 400
        return self._issued({"client_id": client_id, "scope": "openid ho_ten"}), 200


@pytest.fixture
def provider():
    with running_provider(DeviceProvider()) as fake:
        yield fake


@pytest.fixture
def now(monkeypatch):
    """The kiosk's present, which a test moves."""
    moment = [time.time()]
    monkeypatch.setattr(pages.time, "time", lambda: moment[0])
    return moment


@pytest.fixture
def kiosk(provider, tmp_path, now) -> Visitor:
    return Visitor(create_app(settings_of("kiosk", provider, tmp_path)))


def waiting(kiosk):
    return kiosk.press(kiosk.open("/"), "/begin")


def later(kiosk, now, seconds=5):
    now[0] += seconds
    return kiosk.open("/wait")


def test_the_screen_shows_qr_code_code_and_number(kiosk, provider):
    page = waiting(kiosk)

    assert "BCFG-HJKL" in page.text
    assert ">42<" in page.text
    assert '<svg class="qr"' in page.text
    assert "https://id.anlien.example/device" in page.text
    assert "the-device-code" not in page.text
    assert provider.asked == [{"scope": pages.SCOPE}]


def test_it_asks_by_reloading_and_not_more_often_than_told(kiosk, provider, now):
    page = waiting(kiosk)
    assert page.headers["Refresh"] == "5"
    kiosk.open("/wait")
    assert provider.polls == 0

    assert later(kiosk, now).headers["Refresh"] == "5"
    kiosk.open("/wait")
    assert provider.polls == 1


def test_it_slows_down_when_told_to(kiosk, provider, now):
    waiting(kiosk)
    provider.says = "slow_down"

    assert later(kiosk, now).headers["Refresh"] == "10"
    later(kiosk, now)
    assert provider.polls == 1


def test_the_citizen_who_allowed_it_is_greeted(kiosk, provider, now):
    waiting(kiosk)
    provider.says = None

    page = later(kiosk, now)

    assert BAY["name"] in page.text
    assert 'id="kiosk-welcome"' in page.text
    assert kiosk.http.get("/").location.endswith("/welcome")


def test_ending_gives_the_token_back_and_leaves_nothing(kiosk, provider, now):
    waiting(kiosk)
    provider.says = None
    page = later(kiosk, now)

    cleared = kiosk.press(page, "/end")

    assert 'id="kiosk-cleared"' in cleared.text
    assert len(provider.revoked) == 1
    assert kiosk.http.get("/welcome").location.endswith("/")
    assert BAY["name"] not in kiosk.open("/").text


def test_it_ends_by_itself(kiosk, provider, now):
    waiting(kiosk)
    provider.says = None
    page = later(kiosk, now)
    assert int(page.headers["Refresh"]) == pages.SECONDS_SIGNED_IN + 1

    now[0] += pages.SECONDS_SIGNED_IN

    assert 'id="kiosk-cleared"' in kiosk.open("/welcome").text
    assert len(provider.revoked) == 1


@pytest.mark.parametrize(
    ("says", "words"),
    [("access_denied", "bị từ chối"), ("expired_token", "hết hạn"), ("invalid_grant", "bị từ chối")],
)
def test_what_did_not_happen_is_said(kiosk, provider, now, says, words):
    waiting(kiosk)
    provider.says = says

    page = later(kiosk, now)

    assert 'id="kiosk-over"' in page.text
    assert words in page.text
    assert kiosk.http.get("/wait").location.endswith("/")


def test_an_old_code_is_not_asked_about(kiosk, provider, now):
    waiting(kiosk)

    assert "hết hạn" in later(kiosk, now, 601).text
    assert provider.polls == 0


@pytest.mark.parametrize(
    "bent",
    [{"aud": "another"}, {"iss": "https://another.example"}, {"exp": 1}, {"sub": None}],
    ids=["audience", "issuer", "expired", "nobody"],
)
def test_an_id_token_that_is_not_good_signs_nobody_in(kiosk, provider, now, bent):
    waiting(kiosk)
    provider.says, provider.bend_id_token = None, bent

    assert 'id="kiosk-over"' in later(kiosk, now).text
    assert kiosk.http.get("/welcome").location.endswith("/")


def test_userinfo_about_somebody_else_signs_nobody_in(kiosk, provider, now):
    waiting(kiosk)
    provider.says, provider.bend_facts = None, {"sub": "another"}

    assert 'id="kiosk-over"' in later(kiosk, now).text


def test_a_provider_that_is_down_for_a_moment_is_asked_again(kiosk, provider, now):
    waiting(kiosk)
    provider.is_down = True
    assert later(kiosk, now).status_code == 200

    provider.is_down, provider.says = False, None
    assert BAY["name"] in later(kiosk, now).text


def test_a_provider_that_is_down_is_no_fault_of_the_citizens(kiosk, provider):
    provider.is_down = True

    page = waiting(kiosk)

    assert page.status_code == 503
    assert "không phải lỗi của Ông/Bà" in page.text


def test_a_refused_client_shows_no_code(kiosk, provider):
    provider.codes = {"error": "unauthorized_client"}

    assert waiting(kiosk).status_code == 503


def test_signing_out_at_the_provider_ends_it_here(kiosk, provider, now):
    waiting(kiosk)
    provider.says = None
    later(kiosk, now)

    told = kiosk.http.post("/backchannel-logout", data={"logout_token": provider.logout_token("kiosk")})

    assert told.status_code == 200
    assert kiosk.http.get("/welcome").location.endswith("/")


def test_forms_carry_a_token_and_pages_no_script(kiosk):
    assert kiosk.http.post("/begin").status_code == 400
    page = kiosk.http.get("/")
    assert "script" not in page.text
    assert "script-src" not in page.headers["Content-Security-Policy"]


def test_a_page_that_is_not_there(kiosk):
    assert kiosk.http.get("/nothing").status_code == 404
    assert kiosk.http.get("/wait").location.endswith("/")
