"""What went wrong is shown at an address of its own: the provider's answer, with its code, is left behind."""

import re
from urllib.parse import urlsplit

import pytest

from clients.kit.sign_in_problem import MOST_KEPT
from tests.clients.fake_provider import TRUNG
from tests.clients.visitor import Visitor


def answered(visitor, path="/sign-in"):
    """What the application says to the provider's answer, before the browser follows."""
    return visitor.http.get(visitor.answer_of_provider(visitor.http.get(path)))


def incident(page) -> str:
    return re.search(r'id="incident">([^<]+)<', page.text)[1]


def declined(provider):
    provider.error = "access_denied"


def another_code(provider):
    provider.bend_answer = {"code": "not-a-code"}


def another_issuer(provider):
    provider.bend_answer = {"iss": "https://attacker.example"}


def another_state(provider):
    provider.bend_answer = {"state": "another"}


def another_nonce(provider):
    provider.bend_id_token = {"nonce": "another"}


def level_one(provider):
    provider.level = 1


def overloaded(provider):
    provider.error = "temporarily_unavailable"


def broken(provider):
    provider.error = "invalid_scope"


@pytest.mark.parametrize(
    ("bend", "status"),
    [
        (declined, 200),
        (another_code, 400),
        (another_issuer, 400),
        (another_state, 400),
        (another_nonce, 400),
        (level_one, 403),
        (overloaded, 503),
        (broken, 400),
    ],
)
def test_the_answer_leads_to_a_page_whose_address_says_nothing(portal, provider, bend, status):
    bend(provider)
    answer = answered(portal, "/sign-in?level=2&next=/dossiers")
    page = portal.http.get(answer.location)

    assert answer.status_code == 303
    assert urlsplit(answer.location).path.startswith("/sign-in-problem")
    assert urlsplit(answer.location).query == ""
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert page.status_code == status
    assert 'id="problem"' in page.text
    assert "code=" not in page.text
    assert "state=" not in page.text


def test_signing_in_leads_to_the_page_that_was_wanted(portal):
    answer = answered(portal, "/sign-in?next=/dossiers")

    assert (answer.status_code, answer.location) == (303, "/dossiers")


def test_the_page_may_be_reloaded(portal, provider):
    provider.error = "invalid_scope"
    first = portal.open("/sign-in?next=/dossiers")
    again = portal.http.get(first.request.path)

    assert again.status_code == first.status_code == 400
    assert incident(again) == incident(first)
    assert "invalid_scope" in again.text
    assert "next=/dossiers" in again.text


def test_it_can_be_read_in_the_other_language(portal, provider):
    provider.error = "invalid_scope"
    page = portal.open("/sign-in")
    other = re.search(r'href="(/sign-in-problem/[^"]+lang=en)"', page.text)[1]
    english = portal.http.get(other)

    assert "Sign-in could not be completed" in english.text
    assert incident(english) == incident(page)


def test_it_is_for_the_browser_it_happened_in(portal, provider):
    provider.error = "invalid_scope"
    page = portal.open("/sign-in")
    stranger = Visitor(portal.app).http.get(page.request.path)

    assert stranger.status_code == 400
    assert "invalid_scope" not in stranger.text
    assert incident(stranger) != incident(page)


@pytest.mark.parametrize("path", ["/sign-in-problem", "/sign-in-problem/unknown", "/sign-in-problem/%00"])
def test_where_nothing_is_known_one_can_begin_again(portal, path):
    page = portal.http.get(path)

    assert page.status_code == 400
    assert "đã cũ hoặc đã dùng" in page.text
    assert 'href="/sign-in?next=/"' in page.text
    portal.open("/sign-in")
    assert portal.http.get(path).location == "/"


def test_an_answer_nobody_asked_for_leaves_nothing_behind(portal):
    answer = portal.http.get("/callback?state=x&code=y")

    assert answer.status_code == 303
    assert portal.http.get_cookie("portal_session") is None


def test_signing_in_forgets_what_went_wrong_before(portal, provider):
    provider.error = "invalid_scope"
    page = portal.open("/sign-in")
    provider.error = None
    portal.open("/sign-in")

    assert portal.http.get(page.request.path).location == "/"


def test_a_session_keeps_the_latest_few(portal, provider):
    provider.error = "invalid_scope"
    pages = [portal.open("/sign-in") for _try in range(MOST_KEPT + 2)]
    shown = [incident(portal.http.get(page.request.path)) == incident(page) for page in pages]

    assert shown == [False, False] + [True] * MOST_KEPT


def test_somebody_else_is_told_so_at_an_address_of_its_own(health, provider):
    health.open("/file")
    provider.person, provider.level = TRUNG, 2
    page = health.open("/record")

    assert page.request.path.startswith("/sign-in-problem/")
    assert 'id="somebody-else"' in health.http.get(page.request.path).text


def test_what_breaks_in_the_application_breaks_at_a_clean_address(portal, monkeypatch, caplog):
    def breaks(_citizen):
        raise RuntimeError("broken")

    monkeypatch.setattr("clients.kit.callback.keep_citizen", breaks)
    answer = answered(portal)
    page = portal.follow(answer)

    assert answer.status_code == 303
    assert page.status_code == 500
    assert page.request.path.startswith("/sign-in-problem/")
    assert f"incident {incident(page)}: 'RuntimeError'" in caplog.text


def test_a_provider_that_is_gone_when_its_page_is_needed(health, provider):
    provider.error = "consent_required"
    path = health.answer_of_provider(health.http.get("/file"))
    health.app.extensions["provider"]._metadata = {}
    provider.is_down = True
    page = health.open(path)

    assert page.status_code == 503
    assert page.headers["Retry-After"]
    assert page.request.path.startswith("/sign-in-problem/")
