"""Vietnamese first, English in full."""

import pytest
from flask_babel import Domain, force_locale, gettext

from idp.web.language import first_known, prefer_language

VIETNAMESE, ENGLISH = '<html lang="vi">', '<html lang="en">'


def test_vietnamese_comes_first(client):
    assert VIETNAMESE in client.get("/help").text


@pytest.mark.parametrize(
    ("accepted", "page"),
    [
        ("en-GB,en;q=0.9", ENGLISH),
        ("fr,vi;q=0.5", VIETNAMESE),
        ("vi,en", VIETNAMESE),
        ("de", VIETNAMESE),
        ("", VIETNAMESE),
    ],
)
def test_the_browser_is_asked(client, accepted, page):
    assert page in client.get("/help", headers={"Accept-Language": accepted}).text


def test_a_choice_is_remembered_and_beats_the_browser(client):
    client.get("/help?lang=en")

    assert ENGLISH in client.get("/help", headers={"Accept-Language": "vi"}).text


def test_an_unknown_language_changes_nothing(client):
    answer = client.get("/help?lang=xx")

    assert VIETNAMESE in answer.text
    assert "lang=" not in answer.headers.get("Set-Cookie", "")


@pytest.mark.parametrize(
    ("tags", "known"),
    [(["fr-CA", "en-US"], "en"), (["VI"], "vi"), (["vi_VN"], "vi"), ([""], None), (["xx"], None)],
)
def test_the_first_known_tag_counts(tags, known):
    assert first_known(tags) == known


@pytest.mark.parametrize(("wish", "spoken"), [("en", "en"), ("fr en-GB", "en"), ("fr", "vi"), (None, "vi")])
def test_a_client_may_wish_for_a_language(app, wish, spoken):
    from idp.web.language import language

    with app.test_request_context("/"):
        prefer_language(wish)
        assert language() == spoken


def test_the_citizen_beats_the_client(app):
    from idp.web.language import language

    with app.test_request_context("/?lang=vi"):
        prefer_language("en")
        assert language() == "vi"


def test_the_other_language_is_one_link_away_and_keeps_the_address(client):
    page = client.get("/help?topic=a%26b").text

    assert 'href="?topic=a%26b&amp;lang=en"' in page


def test_messages_are_looked_for_once_a_page(client, monkeypatch):
    asked = []
    look = Domain.get_translations
    monkeypatch.setattr(Domain, "get_translations", lambda domain: asked.append(domain) or look(domain))

    page = client.get("/sign-in?lang=en")

    assert "Sign in" in page.text
    assert len(asked) == 1


def test_another_language_for_a_moment_is_not_kept(app):
    with app.test_request_context("/sign-in?lang=vi"):
        before = gettext("Đăng nhập")
        with force_locale("en"):
            meanwhile = gettext("Đăng nhập")
        after = gettext("Đăng nhập")

    assert (before, meanwhile, after) == ("Đăng nhập", "Sign in", "Đăng nhập")


def test_a_message_in_a_template_keeps_its_markup_and_what_is_put_into_it_does_not(app):
    page = app.jinja_env.from_string("{{ _('<b>%(who)s</b> 100%%', who='<i>') }}")
    with app.test_request_context("/"):
        assert page.render() == "<b>&lt;i&gt;</b> 100%"


def test_a_message_in_a_template_that_is_no_page_is_not_marked_up(app):
    with app.test_request_context("/"):
        text = app.jinja_env.from_string(
            "{% autoescape false %}{{ _('%(who)s', who='<i>') }}{% endautoescape %}"
        )
        assert text.render() == "<i>"
