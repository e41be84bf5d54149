"""Programs that are registered, and citizens who are asked, send hostile values, and nothing fails."""

import pytest

from idp.oauth.client import CIBA, DEVICE_CODE
from tests.builders import a_citizen
from tests.conformance.elsewhere import a_call_centre, a_kiosk, type_code
from tests.hostile.values import VALUES
from tests.relying_party import signed_in

DEVICE = ("scope", "acr_values", "claims", "resource", "authorization_details", "nonce", "unheard_of")
BACKGROUND = (
    *DEVICE,
    "login_hint",
    "id_token_hint",
    "login_hint_token",
    "binding_message",
    "requested_expiry",
    "user_code",
    "client_notification_token",
    "request",
)
ON_ONE = pytest.mark.parametrize("engine", ["sqlite", "postgresql"], indirect=True)


@ON_ONE
def test_no_registered_program_fails_an_endpoint(app, client):
    kiosk, centre = a_kiosk(client), a_call_centre(client)
    failed = {}
    for kind, value in VALUES.items():
        for name in DEVICE:
            sent = {"scope": "openid", name: value}
            failed[kind, name] = kiosk.begin(**sent).status_code
        for name in BACKGROUND:
            sent = {"scope": "openid", "login_hint": "0900000017", name: value}
            failed[kind, name, "in the background"] = centre.begin(**sent).status_code
        failed[kind, "device_code"] = kiosk.post(
            "/oauth/token", grant_type=DEVICE_CODE, device_code=value
        ).status_code
        failed[kind, "auth_req_id"] = centre.post(
            "/oauth/token", grant_type=CIBA, auth_req_id=value
        ).status_code

    assert {key: status for key, status in failed.items() if status >= 500} == {}


def test_no_citizen_fails_the_question(app, client):
    kiosk = a_kiosk(client)
    signed_in(client, a_citizen())
    codes = kiosk.begin().json
    type_code(client, codes["user_code"])
    failed = {}
    for kind, value in VALUES.items():
        for name in ("do", "share", "csrf_token"):
            page = client.get("/device/confirm")
            failed[kind, name] = client.submit(page, **{"do": None, name: value}).status_code

    assert {key: status for key, status in failed.items() if status >= 500} == {}
    assert kiosk.poll(codes["device_code"]).json["error"] == "authorization_pending"
