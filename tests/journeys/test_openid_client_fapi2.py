"""The npm libraries openid-client and oauth4webapi, unmodified, go through FAPI 2.0, CIBA and the device flow."""

import re
from typing import Any

import pytest
from joserfc.jwk import ECKey

from idp.oauth.client import CIBA, DEVICE_CODE
from idp.relying_parties.registration import Registered
from idp.store.db import db
from idp.web.current import services
from tests.builders import REDIRECT_URI
from tests.engines import ENGINES, workshop
from tests.installation import application
from tests.journeys.node import program
from tests.races.stage import Stage

KEY = ECKey.generate_key("P-256", {"use": "sig", "alg": "ES256"}, auto_kid=True)


@pytest.fixture(scope="module")
def stage(tmp_path_factory):
    folder = tmp_path_factory.mktemp("stage")
    with Stage(ENGINES["sqlite"](workshop()).fresh(folder), folder) as prepared:
        yield prepared


def register(stage: Stage, client_id: str, **members: Any) -> None:
    """Register a client as an operator does it."""
    document = {
        "client_id": client_id,
        "client_name": "Ngân hàng",
        "redirect_uris": [REDIRECT_URI],
        "token_endpoint_auth_method": "private_key_jwt",
        "jwks": {"keys": [KEY.as_dict(private=False)]},
        "scope": "openid profile",
        **members,
    }
    with application(stage.settings()):
        document = {name: value for name, value in document.items() if value is not None}
        outcome = services().client_desk.registrations.register(document)
        assert isinstance(outcome, Registered), outcome
        db.session.commit()


def test_oauth4webapi_goes_through_the_security_profile_with_dpop(stage):
    register(stage, "signer", profile="fapi2")

    with program("oauth4webapi.mjs") as bank:
        bank.say(
            issuer=stage.address, clientId="signer", redirectUri=REDIRECT_URI, jwk=KEY.as_dict(private=True)
        )
        bank.say(returned=stage.walker.follow(bank.hear()["authorize"], REDIRECT_URI))
        result = bank.hear()

    assert result["tokenType"].lower() == "dpop"
    assert result["person"]["sub"] == result["claims"]["sub"]


def test_openid_client_signs_in_on_a_device(stage):
    register(
        stage,
        "kiosk",
        redirect_uris=[],
        grant_types=[DEVICE_CODE],
        token_endpoint_auth_method="none",
        jwks=None,
    )

    with program("device.mjs") as kiosk:
        kiosk.say(issuer=stage.address, clientId="kiosk")
        codes = kiosk.hear()
        page = stage.walker.press(stage.walker.road.get(codes["verification_uri_complete"]))
        done = stage.walker.press(page, "device-allow")
        result = kiosk.hear()

    assert done.url.endswith("/device/approved")
    assert result["person"]["sub"] == result["claims"]["sub"]
    assert result["person"]["name"]


def test_openid_client_has_a_citizen_asked_in_the_background(stage):
    register(
        stage,
        "call-centre",
        redirect_uris=[],
        grant_types=[CIBA],
        backchannel_token_delivery_mode="poll",
    )

    with program("ciba.mjs") as centre:
        centre.say(
            issuer=stage.address,
            clientId="call-centre",
            loginHint=stage.walker.login,
            jwk=KEY.as_dict(private=True),
        )
        assert centre.hear()["auth_req_id"]
        waiting = stage.walker.arrive(stage.walker.road.get(f"{stage.address}/account/requests"))
        assert "HS-0427" in waiting.text
        [address] = set(re.findall(r'href="(/account/requests/[^"]+)"', waiting.text))
        stage.walker.press(stage.walker.road.get(stage.address + address), "request-allow")
        result = centre.hear()

    assert result["person"]["sub"] == result["claims"]["sub"]
    assert result["person"]["name"]


def test_openid_client_goes_through_message_signing_with_dpop(stage):
    register(stage, "bank", profile="fapi2_signed")

    with program("fapi2.mjs") as bank:
        bank.say(
            issuer=stage.address, clientId="bank", redirectUri=REDIRECT_URI, jwk=KEY.as_dict(private=True)
        )
        address = bank.hear()["authorize"]
        bank.say(returned=stage.walker.follow(address, REDIRECT_URI))
        result = bank.hear()

    assert "request_uri" in address
    assert "state" not in address
    assert result["tokenType"].lower() == "dpop"
    assert set(result["cnf"]) == {"jkt"}
    assert result["person"]["sub"] == result["claims"]["sub"]
    assert result["person"]["name"]
