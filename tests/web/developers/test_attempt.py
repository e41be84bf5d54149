"""The request builder: a request is put together, sent, and its answer shown once."""

from urllib.parse import parse_qs, urlsplit

import pytest

from idp.store.db import db
from idp.store.models import Authorization, ProtocolCall
from idp.web.current import services
from tests.builders import a_client, a_machine
from tests.pages import form_with

TRY = "/developers/apps/mine/try"
BAY = "098172000101"
USUAL = {"login_hint": BAY, "scopes": ["openid", "profile"]}


@pytest.fixture
def mine(minh):
    return a_client("mine", made_by=minh.operator_id, state="draft")


def build(desk, **fields):
    return desk.submit(desk.get(TRY), form="attempt-form", **{**USUAL, **fields})


def address_in(page) -> str:
    href = page.text.partition('id="send" href="')[2].partition('"')[0]
    return href.replace("&amp;", "&")


def asked(page) -> dict[str, str]:
    return {name: value[0] for name, value in parse_qs(urlsplit(address_in(page)).query).items()}


def sent(desk, page):
    """Follow the request to its answer, agreeing where that is asked."""
    issuer = services().settings.issuer
    answer = desk.get(address_in(page).removeprefix(issuer))
    for _ in range(6):
        if answer.status_code == 200 and "/consent" in answer.request.path:
            answer = desk.submit(answer)
        elif answer.status_code in (302, 303):
            answer = desk.get(answer.location.removeprefix(issuer))
        else:
            break
    return answer


def test_a_request_has_what_was_chosen_and_what_it_needs(desk, mine):
    page = build(
        desk,
        scopes=["openid", "email"],
        prompt="consent",
        max_age="600",
        acr_values="LoA2",
        ui_locales="en",
        claims='{"id_token": {"email": null}}',
    )

    request = asked(page)

    assert request["scope"] == "openid email"
    assert (request["prompt"], request["max_age"], request["acr_values"]) == ("consent", "600", "LoA2")
    assert (request["ui_locales"], request["claims"]) == ("en", '{"id_token": {"email": null}}')
    assert (request["login_hint"], request["code_challenge_method"]) == (BAY, "S256")
    assert len(request["state"]) >= 20
    assert len(request["nonce"]) >= 20
    assert "response_mode" not in request
    assert f"{TRY}/callback/" in request["redirect_uri"]


def test_the_answer_is_shown_in_words_and_not_kept(desk, mine):
    page = build(desk, acr_values="LoA2")

    answer = sent(desk, page)

    assert answer.status_code == 200
    assert 'id="attempt-done"' in answer.text
    for shown in ("Trần Thị Bảy", asked(page)["nonce"], "Nơi cấp: phải đúng bằng issuer", "auth_time"):
        assert shown in answer.text, shown
    assert db.session.query(Authorization).one().revoked_at is not None
    assert db.session.query(ProtocolCall).count() == 0
    assert (
        'id="attempt-over"' in desk.get(f"{answer.request.path}?{answer.request.query_string.decode()}").text
    )


@pytest.mark.parametrize("mode", ["jwt", "query.jwt"])
def test_a_signed_answer_is_read(desk, mine, mode):
    assert 'id="attempt-done"' in sent(desk, build(desk, response_mode=mode)).text


@pytest.mark.parametrize("mode", ["form_post", "form_post.jwt"])
def test_an_answer_that_is_posted_is_read(desk, mine, mode):
    posting = sent(desk, build(desk, response_mode=mode))
    form = form_with(posting.text, posting.request.url)

    answer = desk.post(urlsplit(form.action).path, data=form.fields)

    assert 'id="attempt-done"' in answer.text


def test_an_error_is_shown_with_the_paragraph_that_helps(desk, mine):
    page = build(desk, login_hint="", prompt="none")

    answer = sent(desk, page)

    assert 'id="attempt-failed"' in answer.text
    assert "login_required" in answer.text
    assert "/developers/guide/errors#error-login_required" in answer.text


@pytest.mark.parametrize(
    "changed",
    [
        {"claims": "not JSON"},
        {"claims": "[1]"},
        {"claims": "[" * 3_000},
        {"max_age": "-1"},
        {"max_age": "soon"},
        {"prompt": "everything"},
        {"response_mode": "fragment"},
        {"scopes": ["so_dinh_danh"]},
        {"login_hint": "098138000109"},
    ],
)
def test_what_makes_no_request_is_refused(desk, mine, changed):
    page = build(desk, **changed)

    assert page.status_code == 422
    assert 'id="send"' not in page.text


def test_without_openid_there_is_no_id_token_and_nobody_is_asked_about(desk, mine):
    answer = sent(desk, build(desk, scopes=["offline_access"]))

    assert 'id="attempt-done"' in answer.text
    assert "UserInfo" not in answer.text.partition("<main")[2]


def test_an_answer_nobody_asked_for_is_over(desk, mine):
    assert desk.get(f"{TRY}/callback/guessed?code=x&state=y").status_code == 410
    assert desk.post(f"{TRY}/callback/guessed", data={"code": "x", "state": "y"}).status_code == 410
    assert desk.get(f"{TRY}/callback/guessed?response=nonsense").status_code == 410


def test_live_applications_and_machines_are_not_tried_here(desk, mine, minh):
    a_machine("machine", made_by=minh.operator_id, state="draft")
    assert 'id="attempt-form"' not in desk.get("/developers/apps/machine/try").text
    page = desk.get(TRY)
    mine.state = "live"
    db.session.commit()

    assert desk.submit(page, form="attempt-form").status_code == 409
    assert desk.get(f"{TRY}/callback/x").status_code == 303


def test_an_application_that_pushes_is_tried_as_well(desk, mine):
    mine.metadata_ = {**mine.metadata_, "require_pushed_authorization_requests": True}
    db.session.commit()
    page = build(desk)

    assert asked(page).keys() == {"client_id", "request_uri"}
    assert 'id="attempt-done"' in sent(desk, page).text
