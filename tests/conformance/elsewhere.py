"""Devices and programs whose citizen is elsewhere, and the citizen who answers them; for tests over HTTP."""

from typing import Any

from werkzeug.test import TestResponse

from idp.oauth.client import CIBA, DEVICE_CODE
from tests.builders import a_client
from tests.caller import Caller, form_of
from tests.relying_party import EVERYTHING, RelyingParty

KIOSK = {
    "grant_types": [DEVICE_CODE, "refresh_token"],
    "redirect_uris": [],
    "response_types": [],
    "device_number_shown": True,
}
CALL_CENTRE = {
    "grant_types": [CIBA, "refresh_token"],
    "redirect_uris": [],
    "response_types": [],
    "backchannel_token_delivery_mode": "poll",
}


class Kiosk(RelyingParty):
    """A device that asks by itself, and shows a code and a number."""

    def begin(self, headers: dict[str, str] | None = None, **changed: Any) -> TestResponse:
        """Ask for the codes."""
        return self.post("/oauth/device_authorization", headers, **{"scope": "openid profile", **changed})

    def poll(self, device_code: str, headers: dict[str, str] | None = None, **changed: Any) -> TestResponse:
        """Ask whether the citizen has decided."""
        form = {"grant_type": DEVICE_CODE, "device_code": device_code, **changed}
        return self.post("/oauth/token", headers, **form)


class CallCentre(RelyingParty):
    """A program that has a citizen asked in the background."""

    def begin(self, headers: dict[str, str] | None = None, **changed: Any) -> TestResponse:
        """Have a citizen asked."""
        return self.post("/oauth/bc-authorize", headers, **{"scope": "openid profile", **changed})

    def poll(self, auth_req_id: str, headers: dict[str, str] | None = None, **changed: Any) -> TestResponse:
        """Ask whether the citizen has decided."""
        form = {"grant_type": CIBA, "auth_req_id": auth_req_id, **changed}
        return self.post("/oauth/token", headers, **form)


def a_kiosk(caller: Caller, client_id: str = "kiosk", **changed: Any) -> Kiosk:
    """A registered kiosk."""
    metadata = {**KIOSK, **changed.pop("metadata", {})}
    a_client(client_id, scopes=EVERYTHING.split(), metadata=metadata, **changed)
    return Kiosk(caller, client_id, None if changed.get("secret", "") is None else RelyingParty.secret)


def a_call_centre(caller: Caller, client_id: str = "call-centre", **changed: Any) -> CallCentre:
    """A registered call centre."""
    metadata = {**CALL_CENTRE, **changed.pop("metadata", {})}
    a_client(client_id, scopes=EVERYTHING.split(), metadata=metadata, **changed)
    return CallCentre(caller, client_id)


def error(answer: TestResponse) -> tuple[int, str]:
    """What a program is told instead of what it asked for."""
    return answer.status_code, answer.json["error"]


def type_code(caller: Caller, user_code: str) -> TestResponse:
    """Type a code; where that leads."""
    return caller.submit(caller.get("/device"), user_code=user_code)


def decide(caller: Caller, codes: dict[str, Any], do: str = "allow", **pressed: Any) -> TestResponse:
    """Type a device's code as somebody who is signed in, and answer; where that leads."""
    assert type_code(caller, codes["user_code"]).location.endswith("/device/confirm")
    page = caller.get("/device/confirm")
    assert page.status_code == 200, page.text
    number = {"number": codes["number"]} if "number" in codes else {}
    return caller.submit(page, **{"do": do, **number, **pressed})


def waiting(caller: Caller) -> list[str]:
    """The addresses of the requests that wait for who is signed in."""
    page = caller.get("/account/requests")
    assert page.status_code == 200, page.text
    return sorted(
        {
            part.partition('"')[0]
            for part in page.text.split('href="')[1:]
            if "/account/requests/" in part[:60]
        }
    )


def answer(caller: Caller, do: str = "allow", **pressed: Any) -> TestResponse:
    """Answer the one request that waits."""
    [address] = waiting(caller)
    page = caller.get(address)
    assert page.status_code == 200, page.location or page.text
    assert form_of(page, field="do")
    return caller.submit(page, do=do, **pressed)
