"""A developer takes an application through the list of the coach and asks for approval; and reads a token."""

import base64
import json
import sys

import pytest
from playwright.sync_api import expect

from idp.operators.rights import Role
from tests.browsers import somebody
from tests.journeys.authenticator import Authenticator, SignsIn
from tests.journeys.steps import agree, show_who, shown
from tests.journeys.test_developer import PERSON, register, switch
from tests.journeys.test_passkeys import link_to
from tests.journeys.test_two_people import decide
from tests.servers import free_ports, running
from tests.waiting import until

pytestmark = [pytest.mark.journey, pytest.mark.timeout(240)]

SPOILT = ("wrong_issuer", "wrong_audience", "wrong_nonce", "bad_signature", "expired_id_token")
NAME = "Đặt lịch của tôi"
SESSION = "health_session"
ADDRESS = "hoa@soyte.anlien.example"
PASSWORD = "mười hai bến nước một con thuyền"


def test_from_the_first_visit_to_an_approved_application(demo, browser, tmp_path):
    [port] = free_ports(1)
    own = f"http://localhost:{port}"
    with somebody(browser, script=False) as page:
        sign_up(page, demo)
        client_id, secret = register(page, demo, own, backchannel_logout_uri=f"{own}/backchannel-logout")
        environment = {
            "OIDC_ISSUER": demo.provider,
            "HEALTH_CLIENT_ID": client_id,
            "HEALTH_CLIENT_SECRET": secret,
            "HEALTH_PORT": str(port),
            "HEALTH_URL": own,
            "HEALTH_DATA_DIR": str(tmp_path),
        }
        command = [sys.executable, "-m", "tests.journeys.small_party"]
        with running(command, address=own, log=tmp_path / "party.log", environment=environment):
            sign_in_first(page, own)
            for fault in SPOILT:
                switch(page, demo, client_id, fault)
                assert sign_in_again(page, own) == "problem", fault
            switch(page, demo, client_id, "citizen_refuses")
            assert sign_in_again(page, own) == "problem"
            switch(page, demo, client_id, "rotated_key")
            assert sign_in_again(page, own) == "citizen-name"
            switch(page, demo, client_id)
            for _ in range(2):
                assert sign_in_again(page, own) == "citizen-name"

            page.goto(f"{demo.provider}/developers/apps/{client_id}/coach")
            page.click("#try-logout button")
            page.locator("p.note.good").first.wait_for()
            until(lambda: is_complete(page), seconds=40, what="everything is passed")

        page.click("#ask-for-approval")
        tell_what_is_missing(page)
        page.click("#ask-submit")
        page.locator("p.note.good").wait_for()
        approve(browser, demo)
        page.goto(f"{demo.provider}/admin/clients/{client_id}")
        shown(page, "go-live")


def test_a_token_is_read_in_the_browser_and_never_leaves_it(demo, browser):
    with somebody(browser) as page:
        page.goto(f"{demo.provider}/developers/decode")
        page.wait_for_load_state("networkidle")
        sent = []
        page.on("request", lambda request: sent.append(request.url))

        page.fill("#token", token({"alg": "RS256", "kid": "k"}, {"name": "Trần Thị Bảy", "exp": 1}))
        expect(page.locator("#decoded .note.good")).to_be_visible()
        for text in ("Trần Thị Bảy", "RS256", "1970", "đã hết hạn", "Khóa đã ký"):
            assert text in page.locator("#decoded").inner_text(), text

        for broken, kind in (
            (token({"alg": "none"}, {}), "bad"),
            ("a.b.c", "bad"),
            ("a.b", "bad"),
            ("<img src=x onerror=alert(1)>.b.c", "bad"),
            (token({"alg": "RSA-OAEP", "enc": "A256GCM"}, {}) + ".x.y", "warn"),
            ("x" * 43, "warn"),
        ):
            page.fill("#token", broken)
            expect(page.locator(f"#decoded .note.{kind}")).to_be_visible()
        page.press("#token", "Enter")
        page.wait_for_load_state("networkidle")
        assert sent == []
        assert page.url == f"{demo.provider}/developers/decode"


def test_without_script_the_page_says_what_to_do(demo, browser):
    with somebody(browser, script=False) as page:
        page.goto(f"{demo.provider}/developers/decode")

        expect(page.locator("#without-script")).to_be_visible()
        expect(page.locator("#decoder")).to_be_hidden()


def sign_up(page, demo):
    """From the guide to an account: a letter, a name and a password, an app."""
    page.goto(f"{demo.provider}/developers")
    page.click("main a[href$='/developers/sign-up']")
    page.fill("#email", ADDRESS)
    page.click("#sign-up-submit")
    page.goto(link_to(demo, ADDRESS))
    page.fill("#username", "hoa")
    page.fill("#password", PASSWORD)
    page.click("#enrol-next")
    app = Authenticator(page.locator("#typed-key").input_value())
    page.fill("#otp", app.code())
    page.click("#enrol-app-submit")
    show_who(page, SignsIn("hoa", PASSWORD, app=app))


def tell_what_is_missing(page):
    """What each scope is for and how long it is kept, and who answers for the application."""
    assert page.locator("#untold li").count() > 0
    page.click("#ask-submit")
    page.locator(".summary").wait_for()
    for part, text in (("purpose_vi", "Đặt lịch"), ("purpose_en", "Appointments"), ("retention", "1 năm")):
        for field in page.locator(f"[id^='scopes-'][id$='-{part}']").all():
            field.fill(text)
    for who in ("technical_contact", "legal_contact"):
        page.fill(f"#{who}-name", "Lê Thị Hoa")
        page.fill(f"#{who}-email", ADDRESS)


def approve(browser, demo):
    """Somebody who may, reads what is asked for and agrees."""
    with somebody(browser, phone=True) as approver:
        approver.goto(f"{demo.provider}/admin/requests")
        show_who(approver, demo.an_operator("duyet-ung-dung", Role.APPROVER))
        asked = approver.locator("tr", has_text=NAME).locator("a").first.evaluate("link => link.href")
        decide(approver, asked, NAME, "approve", "Đã xem")


def sign_in_first(page, own):
    page.goto(own)
    page.click("#header-sign-in")
    shown(page, "pick")
    page.click(f"button[value='{PERSON}']")
    agree(page, "citizen-name")


def sign_in_again(page, own):
    """In a browser that has forgotten the application; which page it ends at."""
    page.context.clear_cookies(name=SESSION)
    page.goto(own)
    page.click("#header-sign-in")
    return shown(page, "citizen-name", "problem")


def is_complete(page):
    page.reload()
    return page.locator("#ask-for-approval").count() == 1


def token(header, payload):
    def part(content):
        text = json.dumps(content, ensure_ascii=False).encode()
        return base64.urlsafe_b64encode(text).rstrip(b"=").decode()

    return f"{part(header)}.{part(payload)}.c2ln"
