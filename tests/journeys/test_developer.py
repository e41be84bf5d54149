"""A developer registers a test application, runs the example of the documents, signs somebody in, and breaks it."""

import secrets
import sys

import pytest

from tests.browsers import somebody
from tests.journeys.steps import agree, enter_desk, shown
from tests.journeys.test_examples import EXAMPLES
from tests.servers import free_ports, running

pytestmark = [pytest.mark.journey, pytest.mark.timeout(240)]

PERSON = "098172000101"


def test_a_developer_connects_an_application_and_sees_a_fault(demo, browser, tmp_path):
    [port] = free_ports(1)
    own = f"http://localhost:{port}"
    with somebody(browser, script=False) as page:
        enter_desk(page, demo)
        client_id, secret = register(page, demo, own)
        told = {
            "ISSUER": demo.provider,
            "CLIENT_ID": client_id,
            "CLIENT_SECRET": secret,
            "SESSION_KEY": secrets.token_hex(32),
        }
        command = [sys.executable, "-m", "flask", "--app", EXAMPLES / "web.py", "run", "--port", str(port)]
        with running(command, address=own, log=tmp_path / "web.log", environment=told):
            page.goto(f"{own}/sign-in")
            shown(page, "pick")
            assert page.locator("#test-environment").count()
            page.click(f"button[value='{PERSON}']")
            agree(page, "who")
            assert page.locator("#who").inner_text() == "Trần Thị Bảy"
            page.goto(f"{own}/sign-out")

            switch(page, demo, client_id, "wrong_nonce")
            page.goto(f"{own}/sign-in")
            shown(page, "pick")
            with page.expect_navigation(url=f"{own}/callback**") as broken:
                page.click(f"button[value='{PERSON}']")
            assert broken.value.status == 500
            assert "nonce" in (tmp_path / "web.log").read_text()

            switch(page, demo, client_id)
            page.goto(f"{own}/sign-in")
            shown(page, "who")


def register(page, demo, own, **more):
    """Fill in the short form; the identifier and the secret, shown once."""
    page.goto(f"{demo.provider}/developers/apps/new/web")
    page.fill("#client_name", "Đặt lịch của tôi")
    page.fill("#client_name_en", "My appointments")
    page.fill("#redirect_uris-0", f"{own}/callback")
    page.fill("#post_logout_redirect_uris-0", f"{own}/")
    for field, text in more.items():
        page.fill(f"#{field}", text)
    page.click("#draft-submit")
    shown(page, "client-secret")
    return page.locator("#client-id").input_value(), page.locator("#client-secret").input_value()


def switch(page, demo, client_id, *faults):
    """Let exactly these faults happen."""
    page.goto(f"{demo.provider}/developers/apps/{client_id}/faults")
    for box in page.locator("input[name=faults]").all():
        box.set_checked(box.get_attribute("value") in faults)
    page.click("#faults-submit")
    page.locator("p.note.good").wait_for()
