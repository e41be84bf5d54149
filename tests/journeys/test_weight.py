"""The sign-in page over the wire, with everything it loads (issue section 7)."""

import pytest

from tests.browsers import somebody

MOST_BYTES = 12 * 1024

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("language", ["vi-VN", "en-GB"])
def test_the_sign_in_page_is_light(demo, browser, language):
    with somebody(browser, language=language) as page:
        wire = page.context.new_cdp_session(page)
        addresses: dict[str, str] = {}
        sizes: dict[str, float] = {}
        wire.on(
            "Network.requestWillBeSent",
            lambda sent: addresses.update({sent["requestId"]: sent["request"]["url"]}),
        )
        wire.on(
            "Network.loadingFinished",
            lambda loaded: sizes.update({addresses[loaded["requestId"]]: loaded["encodedDataLength"]}),
        )
        wire.send("Network.enable")

        page.goto(demo.provider + "/sign-in", wait_until="networkidle")

        assert page.locator("#op-login").count() == 1
        assert any(address.endswith(".css") for address in sizes), "the style sheet was not counted"
        assert sum(sizes.values()) <= MOST_BYTES, sizes
