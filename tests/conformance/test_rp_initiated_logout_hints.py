"""OpenID Connect RP-Initiated Logout 1.0, 2: which hints are believed, and what happens when they are not."""

import base64
import json
from datetime import timedelta

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from idp.config import Settings
from idp.web.current import services
from tests.builders import SIGNED_OUT_URI
from tests.conformance.leaving import confirmed, is_signed_in, resigned, walk
from tests.installation import changed
from tests.pages import ids_in
from tests.relying_party import RelyingParty


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return changed(settings, sign_out_wait=timedelta(0))


@pytest.fixture
def id_token(portal) -> str:
    return portal.tokens()["id_token"]


def with_none(token: str) -> str:
    payload = token.split(".")[1]
    header = base64.urlsafe_b64encode(json.dumps({"alg": "none", "typ": "JWT"}).encode()).decode().rstrip("=")
    return f"{header}.{payload}."


def bad_hints(portal: RelyingParty, token: str) -> dict[str, str | None]:
    header, claims = portal.header(token), portal.claims(token)
    stranger, secret = RSAKey.generate_key(2048), OctKey.import_key(portal.secret)
    return {
        "none at all": None,
        "unsigned": with_none(token),
        "signed by somebody else": jwt.encode(header, claims, stranger, ["RS256"]),
        "signed with the client's secret": jwt.encode(
            {"alg": "HS256", "typ": "JWT"}, claims, secret, ["HS256"]
        ),
        "of another issuer": resigned(portal, token, iss="https://other.example"),
        "for an unknown client": resigned(portal, token, aud="nobody"),
        "for several": resigned(portal, token, aud=["portal", "other"]),
        "without a subject": resigned(portal, token, sub=None),
        "an access token": portal.tokens()["access_token"],
        "of the access token's type": resigned(portal, token, header={"typ": "at+jwt"}),
        "of the logout token's type": resigned(portal, token, header={"typ": "logout+jwt"}),
        "what signed UserInfo says": resigned(portal, token, exp=None),
        "cut off": token[:-20],
        "no token": "hint",
    }


HOW = [
    "none at all",
    "unsigned",
    "signed by somebody else",
    "signed with the client's secret",
    "of another issuer",
    "for an unknown client",
    "for several",
    "without a subject",
    "an access token",
    "of the access token's type",
    "of the logout token's type",
    "what signed UserInfo says",
    "cut off",
    "no token",
]


@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize("client_id", [None, "portal"])
def test_2_without_a_valid_hint_the_citizen_is_asked_and_nothing_leads_back(portal, id_token, how, client_id):
    hint = bad_hints(portal, id_token)[how]
    sent = {
        "id_token_hint": hint,
        "client_id": client_id,
        "post_logout_redirect_uri": SIGNED_OUT_URI,
        "state": "s",
    }
    page = walk(portal, **{name: value for name, value in sent.items() if value is not None})

    assert {"op-logout", "logout-confirm"} <= ids_in(page.text)
    assert is_signed_in()

    page = confirmed(portal, page)
    assert page.status_code == 200
    assert "op-logged-out" in ids_in(page.text)
    assert SIGNED_OUT_URI not in page.text
    assert not is_signed_in()


def test_2_a_client_id_that_differs_from_the_hints_is_not_believed(portal, other, id_token):
    page = walk(portal, id_token_hint=id_token, client_id="other", post_logout_redirect_uri=SIGNED_OUT_URI)

    assert "logout-confirm" in ids_in(page.text)
    assert is_signed_in()


def test_2_the_hint_of_a_suspended_client_is_not_believed(portal, id_token):
    services().clients.find("portal").state = "suspended"
    page = walk(portal, id_token_hint=id_token, post_logout_redirect_uri=SIGNED_OUT_URI)

    assert "logout-confirm" in ids_in(page.text)


@pytest.mark.parametrize("changed", [{"sub": "somebody-else"}, {"sid": "another-session"}])
def test_2_a_hint_for_somebody_else_leads_to_the_question_and_then_back(portal, id_token, changed):
    hint = resigned(portal, id_token, **changed)
    page = walk(portal, id_token_hint=hint, post_logout_redirect_uri=SIGNED_OUT_URI, state="s")

    assert "logout-confirm" in ids_in(page.text)
    assert "https://portal.anlien.example" in page.headers["Content-Security-Policy"]
    assert is_signed_in()

    answer = confirmed(portal, page)
    assert answer.location == SIGNED_OUT_URI + "?state=s"
    assert not is_signed_in()


def test_2_a_hint_without_a_sid_names_the_citizen(portal, id_token):
    walk(portal, id_token_hint=resigned(portal, id_token, sid=None))

    assert not is_signed_in()
