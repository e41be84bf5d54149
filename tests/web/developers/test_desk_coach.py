"""The page of the coach."""

from pathlib import Path

import pytest

from idp.oauth.errors import ClientRefused
from idp.relying_parties import coach_rules
from idp.relying_parties.coach import CHECKS
from idp.relying_parties.coach_rules import Found
from idp.store.db import db
from idp.store.models import ProtocolCall
from idp.web.current import services
from idp.web.developers.coach_words import CAME, FOUND, WORDS, came_in_words
from idp.web.developers.guide import CHAPTERS
from idp.web.sandbox import logout_try
from tests.builders import a_client, a_machine
from tests.pages import ids_in
from tests.relying_parties.test_coach import noted
from tests.relying_party import RelyingParty

COACH = "/developers/apps/mine/coach"


@pytest.fixture
def mine(minh):
    return a_machine("mine", made_by=minh.operator_id, state="draft", scopes=())


def test_every_check_has_words_and_a_paragraph_that_is_there(client):
    assert set(WORDS) == set(CHECKS)
    assert set(FOUND) == set(Found)
    for words in WORDS.values():
        assert words.chapter in {chapter.name for chapter in CHAPTERS}
        text = client.get(f"/developers/guide/{words.chapter}").text
        assert not words.anchor or words.anchor in ids_in(text), words.anchor


@pytest.mark.parametrize(
    "came",
    [
        "right",
        "some 1 3",
        "short 4 20",
        "pkce none",
        "used userinfo",
        "error invalid_client",
        "status 0",
        "forged 200",
        "with_nonce 200",
        "expired 200",
        "in_address code token",
        "several_faults",
    ],
)
def test_what_came_is_a_sentence(app, came):
    with app.test_request_context():
        text = came_in_words(came)
    assert "%(" not in text
    assert text != came


def test_every_word_of_the_rules_has_a_sentence():
    source = Path(coach_rules.__file__).read_text()
    assert {word for word in CAME if word not in source} == set()


def test_the_list_is_judged_when_the_page_is_opened(desk, mine):
    text = desk.get(COACH).text
    assert "Đạt 0 trên 2 mục." in text
    assert "ask-for-approval" not in text

    for number in range(3):
        noted(grant="client_credentials", second=number)

    text = desk.get(COACH).text
    assert "Đạt 2 trên 2 mục." in text
    assert 'href="/admin/clients/mine/life/ask" ' in text or "/admin/clients/mine/life/ask" in text


def test_asking_for_approval_is_open_then(desk, mine):
    for number in range(3):
        noted(grant="client_credentials", second=number)
    ask = desk.get("/admin/clients/mine/life/ask")

    assert ask.status_code == 200
    assert 'role="alert"' not in ask.text


def test_a_logout_is_tried_from_the_page(desk, minh, monkeypatch):
    address = {"backchannel_logout_uri": "https://portal.anlien.example/logout"}
    a_client("mine", made_by=minh.operator_id, state="draft", metadata=address)
    sent = []
    monkeypatch.setattr(
        services().logout_trial, "prepare", lambda client: lambda: sent.append(client.client_id)
    )

    answer = desk.submit(desk.get(COACH), form="try-logout")

    assert answer.status_code == 303
    assert sent == ["mine"]
    monkeypatch.setattr(logout_try, "MOST_TRIALS", 1)
    desk.submit(desk.get(COACH), form="try-logout")
    assert sent == ["mine"]
    assert "Đã thử quá nhiều lần" in desk.get(COACH).text


def test_without_a_session_the_page_says_so(desk, minh):
    address = {"backchannel_logout_uri": "https://portal.anlien.example/logout"}
    a_client("mine", made_by=minh.operator_id, state="draft", metadata=address)
    desk.submit(desk.get(COACH), form="try-logout")

    assert "Chưa có phiên nào để kết thúc" in desk.get(COACH).text


@pytest.mark.parametrize("path", ["coach", "calls", "try"])
def test_somebody_elses_application_is_none(desk, path):
    a_client("theirs", state="draft")

    assert desk.get(f"/developers/apps/theirs/{path}").status_code == 404


def test_what_a_stranger_says_in_its_name_does_not_spoil_the_list(desk, mine):
    for number in range(3):
        noted(grant="client_credentials", second=number)
    RelyingParty(desk, "mine", secret="wrong").post("/oauth/token", grant_type="client_credentials").close()

    assert (
        db.session.query(ProtocolCall).order_by(ProtocolCall.id.desc()).first().error == ClientRefused.error
    )
    assert "Đạt 2 trên 2 mục." in desk.get(COACH).text
