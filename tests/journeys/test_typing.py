"""What is wrong with an address or a name is said while it is typed, before anything is sent."""

import pytest

from tests.browsers import somebody
from tests.journeys.steps import enter_console

pytestmark = [pytest.mark.journey, pytest.mark.timeout(120)]


def test_what_is_typed_is_checked_before_it_is_sent(demo, browser):
    with somebody(browser, phone=True) as lan:
        enter_console(lan, demo)
        lan.goto(f"{demo.provider}/admin/clients/new/web")

        for field, typed, told in (
            ("client_name", "\u0405ở Y tế", "ngoài chữ Latinh"),
            ("client_id", "portal", "đã thuộc về ứng dụng khác"),
            ("redirect_uris-0", "http://yte.anlien.example/callback", "https"),
        ):
            lan.fill(f"#{field}", typed)
            lan.press(f"#{field}", "Tab")
            found = lan.locator(f"#{field}-findings li.no").first
            found.wait_for()
            assert told in found.inner_text()
        assert lan.url.endswith("/admin/clients/new/web")
