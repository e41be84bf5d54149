"""OpenID Connect Front-Channel Logout 1.0, by clause."""

import re
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select

from idp.config import Settings
from idp.relying_parties.registration import Registered, Rejected
from idp.store.db import db
from idp.store.models import Citizen
from idp.web.current import services
from tests.builders import SIGNED_OUT_URI, a_client
from tests.conformance.leaving import confirmed, is_signed_in, walk
from tests.deliveries import deliver_due
from tests.installation import changed
from tests.receivers import receiver
from tests.relying_party import RelyingParty, agree

ISSUER = "https://id.anlien.example"
HEALTH = "https://health.anlien.example"
FRAME = f"{HEALTH}/leave?unit=1&unit=2"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return changed(settings, sign_out_wait=timedelta(0))


def framed(
    client_id: str, address: str | None, beside: RelyingParty, *, session: bool = True, **metadata: Any
) -> RelyingParty:
    """An application in the same browser, signed in to, with an address for the frame."""
    redirect_uri = f"https://{client_id}.anlien.example/callback"
    members = {"redirect_uris": [redirect_uri], "frontchannel_logout_uri": address, **metadata}
    if session:
        members["frontchannel_logout_session_required"] = True
    a_client(client_id, sector=client_id, metadata=members)
    agree(db.session.scalars(select(Citizen.id)).one(), client_id)
    party = RelyingParty(beside.caller, client_id, redirect_uri=redirect_uri)
    party.id_token = party.tokens()["id_token"]
    return party


def frames_of(page: Any) -> list[str]:
    return [unescape(src) for src in re.findall(r'<iframe src="([^"]+)"', page.text)]


def policy_of(page: Any) -> str:
    return page.headers["Content-Security-Policy"]


def signed_out(portal: RelyingParty) -> Any:
    """Sign out by the button; the page that follows."""
    return confirmed(portal, portal.caller.get("/sign-out"))


def test_3_discovery_says_so(portal):
    document = portal.caller.get("/.well-known/openid-configuration").json

    assert document["frontchannel_logout_supported"] is True
    assert document["frontchannel_logout_session_supported"] is True


def test_2_iss_and_sid_are_added_and_the_clients_own_query_is_kept(portal):
    health = framed("health", FRAME, portal)
    [address] = frames_of(signed_out(portal))

    assert address.startswith(FRAME + "&")
    query = parse_qs(urlsplit(address).query)
    assert query["unit"] == ["1", "2"]
    assert query["iss"] == [ISSUER]
    assert query["sid"] == [health.claims(health.id_token)["sid"]]


@pytest.mark.parametrize("required", [False, None])
def test_2_neither_is_added_where_the_client_does_not_require_a_session(portal, required):
    framed("health", FRAME, portal, session=False, frontchannel_logout_session_required=required)

    assert frames_of(signed_out(portal)) == [FRAME]


def test_3_every_application_of_the_session_has_its_frame_and_no_other(portal):
    framed("health", FRAME, portal, session=False)
    framed("land", "https://land.anlien.example/leave", portal, session=False)
    framed("culture", None, portal)
    a_client("never-visited", metadata={"frontchannel_logout_uri": "https://never.anlien.example/leave"})

    assert frames_of(signed_out(portal)) == [FRAME, "https://land.anlien.example/leave"]


def test_3_sid_differs_from_application_to_application(portal):
    framed("health", FRAME, portal)
    framed("land", "https://land.anlien.example/leave", portal)
    sids = [parse_qs(urlsplit(each).query)["sid"][0] for each in frames_of(signed_out(portal))]

    assert len(set(sids)) == 2


def test_the_policy_opens_exactly_those_origins_on_exactly_that_page(portal):
    framed("health", FRAME, portal)
    framed("land", "https://land.anlien.example:8443/leave", portal)
    question = portal.caller.get("/sign-out")
    page = confirmed(portal, question)

    assert f"frame-src {HEALTH} https://land.anlien.example:8443" in policy_of(page)
    assert "frame-src" not in policy_of(question)
    assert "frame-src" not in policy_of(portal.caller.get("/"))
    assert "unsafe" not in policy_of(page)


def test_without_such_applications_nothing_may_be_framed(portal):
    portal.tokens()

    assert "frame-src" not in policy_of(signed_out(portal))


def test_3_then_the_page_goes_on_by_itself_to_the_application_that_asked(portal):
    framed("health", FRAME, portal)
    hint = portal.tokens()["id_token"]
    page = walk(portal, id_token_hint=hint, post_logout_redirect_uri=SIGNED_OUT_URI, state="s")

    assert page.status_code == 200
    assert page.headers["Refresh"] == f"2; url={SIGNED_OUT_URI}?state=s"
    assert len(frames_of(page)) == 1
    assert "<script" not in page.text.replace('<script type="module" src="', "")
    assert not is_signed_in()


def test_3_the_application_that_asked_is_told_too(portal):
    health = framed("health", FRAME, portal, session=False, post_logout_redirect_uris=[f"{HEALTH}/bye"])
    page = walk(portal, id_token_hint=health.id_token, post_logout_redirect_uri=f"{HEALTH}/bye")

    assert frames_of(page) == [FRAME]
    assert page.headers["Refresh"] == f"2; url={HEALTH}/bye"


def test_both_channels_are_used_together(portal):
    with receiver() as server:
        framed("health", FRAME, portal, backchannel_logout_uri=server.address)
        page = signed_out(portal)
        deliver_due()

        assert len(frames_of(page)) == 1
        assert len(server.received) == 1


def test_the_page_says_that_a_browser_brings_no_confirmation(portal):
    framed("health", FRAME, portal)

    assert "báo qua trình duyệt này, không có xác nhận" in signed_out(portal).text


def test_the_frames_are_loaded_once_while_the_page_looks_for_confirmations(portal):
    with receiver() as server:
        framed("health", FRAME, portal, backchannel_logout_uri=server.address)
        page = signed_out(portal)
        seconds, _, address = page.headers["Refresh"].partition("; url=")

        assert int(seconds) == 5
        again = portal.caller.get(address)
    assert frames_of(again) == []
    assert "frame-src" not in policy_of(again)


def test_coming_back_to_the_page_later_signs_nobody_out(portal, clock):
    framed("health", FRAME, portal)
    page = signed_out(portal)
    clock.advance(minutes=1)

    assert frames_of(portal.caller.get(page.request.url)) == []


def test_a_frame_can_neither_lead_the_page_away_nor_open_windows(portal):
    framed("health", FRAME, portal)
    [sandbox] = re.findall(r'sandbox="([^"]+)"', signed_out(portal).text)

    assert set(sandbox.split()) == {"allow-scripts", "allow-same-origin"}


def register(**members: Any) -> Registered | Rejected:
    document = {"client_name": "A", "redirect_uris": [f"{HEALTH}/callback"], **members}
    return services().client_desk.registrations.register(document)


@pytest.mark.parametrize(
    "address",
    [FRAME, f"{HEALTH}:443/leave", "https://HEALTH.anlien.example/leave", f"{HEALTH}/"],
)
def test_2_an_address_of_a_redirect_uris_origin_is_registered(app, address):
    outcome = register(frontchannel_logout_uri=address, frontchannel_logout_session_required=True)

    assert isinstance(outcome, Registered)
    assert outcome.client.metadata_["frontchannel_logout_uri"] == address
    assert outcome.client.metadata_["frontchannel_logout_session_required"] is True


def test_2_http_will_do_on_loopback(app):
    loopback = "http://localhost:8003"

    assert isinstance(
        register(redirect_uris=[f"{loopback}/callback"], frontchannel_logout_uri=f"{loopback}/leave"),
        Registered,
    )


@pytest.mark.parametrize(
    "address",
    [
        "http://health.anlien.example/leave",
        f"{HEALTH}:8443/leave",
        "https://other.anlien.example/leave",
        "https://anlien.example/leave",
        f"{HEALTH}/leave#x",
        f"{HEALTH}/leave?sid=1",
        f"{HEALTH}/leave?iss=1",
        "/leave",
        "javascript:alert(1)",
        "vn.anlien.app:/leave",
    ],
)
def test_2_any_other_address_is_refused_by_name(app, address):
    outcome = register(frontchannel_logout_uri=address)

    assert isinstance(outcome, Rejected)
    assert {fault.member for fault in outcome.faults} == {"frontchannel_logout_uri"}
    assert {fault.error for fault in outcome.faults} == {"invalid_client_metadata"}
