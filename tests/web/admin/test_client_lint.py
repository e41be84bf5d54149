"""The score of a registration: on its own page, in the list, on the first page."""

import re

import pytest
from flask_babel import force_locale

from idp.operators.rights import Role
from idp.relying_parties.lint_rules import RULES
from idp.store.db import db
from idp.web.admin.client_list import worst
from idp.web.admin.lint_words import PAGES, WORDS, said, score_words
from idp.web.current import services
from tests.builders import a_client
from tests.staff import an_operator, at_the_console
from tests.web.admin.test_clients import send

pytestmark = pytest.mark.usefixtures("listed")


def score(page):
    return int(re.search(r'class="score"><b>(\d+)</b>', page.text)[1])


def rows(page):
    return set(re.findall(r'id="rule-([\w-]+)"', page.text))


def test_every_rule_has_words_and_a_place_and_no_word_is_left_over():
    assert {rule.id for rule in RULES} == set(WORDS)
    assert {words.page for words in WORDS.values()} <= set(PAGES)


def test_words_are_in_both_languages(app):
    broken = [
        {"id": rule.id, "weight": rule.weight, "sentence": "", "fix": "", "about": []} for rule in RULES
    ]
    with app.test_request_context():
        vietnamese = said(broken)
        with force_locale("en"):
            english = said(broken)

    assert [a.id for a, b in zip(vietnamese, english, strict=True) if a.sentence == b.sentence] == []
    assert [a.id for a, b in zip(vietnamese, english, strict=True) if a.fix == b.fix] == []


def test_a_rule_that_is_gone_is_said_as_it_was_kept(app):
    kept = {"id": "gone", "weight": 1, "sentence": "It was.", "fix": "Nothing.", "about": ["x"]}
    with app.test_request_context():
        (told,) = said([kept])

    assert (told.sentence, told.fix, told.about, told.page) == ("It was.", "Nothing.", ("x",), "")


@pytest.mark.parametrize(
    ("rule", "word", "shown"),
    [
        ("old-secret", "AbCd", "…AbCd"),
        ("ending-secrets", "2026-12-01", "01/12/2026"),
        ("no-purpose", "ngay_sinh", "(ngay_sinh)"),
        ("no-purpose", "an:interface", "an:interface"),
        ("foreign-domain", "yte.anlien.example", "yte.anlien.example"),
    ],
)
def test_what_a_rule_is_about_is_said_for_people(app, rule, word, shown):
    with app.test_request_context():
        (told,) = said([{"id": rule, "weight": 1, "sentence": "", "fix": "", "about": [word]}])

    assert told.about[0].endswith(shown)


@pytest.mark.parametrize(
    ("number", "look"), [(100, "good"), (90, "good"), (89, "warn"), (70, "warn"), (69, "bad"), (0, "bad")]
)
def test_a_score_has_words(app, number, look):
    with app.test_request_context():
        words, css = score_words(number)
        assert (str(words) != "", css) == (True, look)


def test_the_page_shows_the_score_what_is_wrong_and_where_to_mend_it(console):
    a_client(require_pkce=False, name_en=None)
    page = console.get("/admin/clients/portal/lint")

    assert {"no-pkce", "no-english"} <= rows(page)
    assert score(page) == 100 - sum(rule.weight for rule in RULES if rule.id in rows(page))
    assert 'href="/admin/clients/portal/connection"' in page.text
    assert "Không bắt buộc PKCE" in page.text
    assert "PKCE is not required" in console.get("/admin/clients/portal/lint?lang=en").text


def test_a_registration_is_looked_at_afresh_when_the_page_is_opened(console):
    client = a_client(require_pkce=False)
    before = score(console.get("/admin/clients/portal/lint"))
    client.require_pkce = True
    db.session.commit()

    assert score(console.get("/admin/clients/portal/lint")) == before + 20
    db.session.expire_all()
    assert services().clients.find("portal").lint["score"] == before + 20
    assert services().clients.find("portal").version == 1


def test_a_reader_is_led_to_no_page_of_forms(app):
    a_client(require_pkce=False)
    page = at_the_console(app, an_operator("tra", Role.AUDITOR)).get("/admin/clients/portal/lint")

    assert page.status_code == 200
    assert "/admin/clients/portal/connection" not in page.text


def test_an_application_out_of_reach_has_no_score(app):
    a_client()
    browser = at_the_console(app, an_operator("hoa", Role.UNIT_ADMINISTRATOR, "Sở khác"))

    assert browser.get("/admin/clients/portal/lint").status_code == 404
    assert services().clients.find("portal").lint is None


def test_the_page_after_registering_shows_the_score(console):
    shown = console.get(send(console).location)

    assert score(shown) == services().clients.find("thu-vien").lint["score"]
    assert score(console.get("/admin/clients/thu-vien")) == score(shown)


def test_a_change_is_judged_at_once(console):
    console.get(send(console).location)
    client = services().clients.find("thu-vien")
    assert "no-english" not in {each["id"] for each in client.lint["broken"]}

    services().client_desk.registrations.change(client, {"client_name#en": None}, client.version)

    assert "no-english" in {each["id"] for each in client.lint["broken"]}


def listed(console, query):
    found = re.findall(
        r'/admin/clients/([\w-]+)" translate="no"', console.get(f"/admin/clients?{query}").text
    )
    return list(dict.fromkeys(found))


@pytest.fixture
def three(app):
    for name, number in (("a-good", 95), ("b-bad", 40), ("c-fair", 80)):
        a_client(name, lint={"client_id": name, "score": number, "broken": []})
    a_client("d-new")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("order=score", ["b-bad", "c-fair", "a-good", "d-new"]),
        ("below=90", ["b-bad", "c-fair"]),
        ("below=70", ["b-bad"]),
        ("below=nonsense&order=nonsense", ["a-good", "b-bad", "c-fair", "d-new"]),
        ("below=90&order=score&q=c-fair", ["c-fair"]),
    ],
)
def test_the_list_is_filtered_and_sorted_by_score(three, console, query, found):
    assert listed(console, query) == found


def test_the_first_page_names_the_worst(three, console):
    page = console.get("/admin").text
    part = page[page.index('id="attention"') : page.index("</section>", page.index('id="attention"'))]

    assert "/admin/clients/b-bad/lint" in part
    assert "40 điểm" in part
    assert "c-fair" not in part


def test_the_worst_are_a_few(app):
    clients = [a_client(f"app-{n}", lint={"score": 60 - n, "broken": []}) for n in range(7)]

    assert [client.client_id for client, _ in worst(clients, 3)] == ["app-6", "app-5", "app-4"]
