"""The page for a request that cannot be answered to its application."""

import pytest

from tests.builders import a_client
from tests.installation import changed
from tests.pages import ids_in
from tests.relying_party import RelyingParty


@pytest.fixture
def portal(client):
    a_client()
    return RelyingParty(client)


def test_the_citizen_reads_plain_words_and_a_code(portal):
    page = portal.ask(redirect_uri="https://evil.example/")

    assert page.status_code == 400
    assert "op-error" in ids_in(page.text)
    assert "Ông/Bà không làm gì sai" in page.text


def test_the_way_back_is_the_registered_first_page(client):
    a_client(metadata={"client_uri": "https://portal.anlien.example/"})

    page = RelyingParty(client).ask(redirect_uri="https://evil.example/")

    assert '<a class="btn" href="https://portal.anlien.example/">' in page.text


@pytest.mark.parametrize(
    "registered",
    [
        {"metadata": {"client_uri": "javascript:alert(1)"}},
        {"metadata": {"client_uri": "https://portal.anlien.example/"}, "state": "suspended"},
        {},
    ],
)
def test_without_a_good_first_page_only_ours_is_offered(client, registered):
    a_client(**registered)

    page = RelyingParty(client).ask(redirect_uri="https://evil.example/")

    assert '<a class="btn" href' not in page.text
    assert '<a class="btn alt" href="/">' in page.text


def test_in_english_for_those_who_ask_for_it(portal):
    page = portal.ask(redirect_uri="https://evil.example/", ui_locales="en")

    assert "You did nothing wrong" in page.text


def test_the_developer_finds_reason_and_nearest_address_in_the_log(portal, caplog):
    portal.ask(redirect_uri="https://portal.anlien.example/callback/")

    line = caplog.records[-1].getMessage()
    assert "invalid_request" in line
    assert "client_id=portal" in line
    assert "received=https://portal.anlien.example/callback/" in line
    assert "expected=https://portal.anlien.example/callback" in line


def test_the_log_cannot_be_forged_or_flooded(portal, caplog):
    portal.ask(redirect_uri="x\r\n2026 INFO all is well " + "y" * 5000)

    line = caplog.records[-1].getMessage()
    assert "\n" not in line
    assert len(line) < 2000


def test_the_demo_shows_the_reason_escaped(portal):
    page = portal.ask(redirect_uri='https://evil.example/"><script>alert(1)</script>')

    assert "<script>alert" not in page.text
    assert "https://portal.anlien.example/callback" in page.text


def test_an_unknown_client_has_no_addresses_to_compare(portal):
    page = portal.ask(client_id="nobody")

    assert page.status_code == 400
    assert "portal.anlien.example/callback</code>" not in page.text.partition("nearest")[2]


class TestInProduction:
    @pytest.fixture
    def settings(self, settings):
        return changed(settings, env="production")

    def test_the_reason_stays_in_the_log(self, portal):
        page = portal.ask(redirect_uri="https://evil.example/")

        assert page.status_code == 400
        assert "<details>" not in page.text
        assert "https://portal.anlien.example/callback" not in page.text


def test_a_suspended_application_is_called_so_and_not_at_fault(client):
    a_client(state="suspended")

    page = RelyingParty(client).ask()

    assert page.status_code == 400
    assert "Ứng dụng này đang tạm dừng" in page.text
    assert "không hợp lệ" not in page.text
