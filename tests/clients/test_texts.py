"""Vietnamese is written in the pages of the applications; English is its full twin."""

import re

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir

from clients.health.english import ENGLISH as HEALTH
from clients.kiosk.english import ENGLISH as KIOSK
from clients.kit import facts, notice
from clients.kit.english import ENGLISH as KIT
from clients.land.english import ENGLISH as LAND
from clients.portal.catalogue import catalogue
from clients.portal.english import ENGLISH as PORTAL
from tests.architecture.source import ROOT

METHODS = [("templates/**", "jinja2"), ("**.py", "python")]
PLACE = re.compile(r"%\((\w+)\)s")
OWN = {
    "kit": KIT,
    "portal": {**KIT, **PORTAL},
    "health": {**KIT, **HEALTH},
    "land": {**KIT, **LAND},
    "kiosk": {**KIT, **KIOSK},
}
SOURCES = {
    "Dữ liệu dân cư",
    "Ông/Bà đã xác nhận bằng mã",
    "Ông/Bà tự khai",
    "Tài khoản Sen ID, chưa đối chiếu",
}
BY_NAME = {
    *facts.LABELS.values(),
    *facts._GENDERS.values(),
    *(words for _name, words in facts._AGES),
    "Dưới 18 tuổi",
    *SOURCES,
    *notice.SCOPES.values(),
}


def used(application: str) -> set[str]:
    found = extract_from_dir(ROOT / "clients" / application, METHODS, {}, DEFAULT_KEYWORDS)
    return {message for _file, _line, message, _comments, _context in found if isinstance(message, str)}


@pytest.mark.parametrize("application", OWN)
def test_every_sentence_has_its_english(application):
    messages = used(application) | (BY_NAME if application == "kit" else set())

    assert len(messages) > 10, "no sentence was found: the rule has lost its subject"
    assert messages - OWN[application].keys() == set()


@pytest.mark.parametrize(
    ("application", "english"),
    [("kit", KIT), ("portal", PORTAL), ("health", HEALTH), ("land", LAND), ("kiosk", KIOSK)],
)
def test_no_english_has_outlived_its_sentence(application, english):
    assert english.keys() - used(application) - BY_NAME == set()


@pytest.mark.parametrize("application", OWN)
def test_both_fill_the_same_places_calmly(application):
    for vietnamese, english in OWN[application].items():
        assert set(PLACE.findall(vietnamese)) == set(PLACE.findall(english)), vietnamese
        assert "!" not in vietnamese + english


def test_the_catalogue_has_both_languages():
    for service in catalogue().services.values():
        texts = [service.name, service.summary, service.unit, *(each.label for each in service.asks)]
        texts += [each.hint for each in service.asks if each.hint]
        texts += [choice for each in service.asks for choice in each.choices.values()]
        for text in texts:
            assert set(text) == {"vi", "en"}
            assert all(text.values())


@pytest.mark.parametrize("name", ["portal", "health", "land"])
def test_a_visitor_chooses_the_language_and_keeps_it(name, request):
    visitor = request.getfixturevalue(name)

    assert '<html lang="vi">' in visitor.http.get("/").text
    assert '<html lang="en">' in visitor.http.get("/", headers={"Accept-Language": "en-GB"}).text
    assert '<html lang="en">' in visitor.http.get("/?lang=en").text
    assert '<html lang="en">' in visitor.http.get("/privacy").text
    assert '<html lang="vi">' in visitor.http.get("/?lang=vi").text
    assert '<html lang="vi">' in visitor.http.get("/?lang=fr").text


def test_the_language_link_never_carries_an_answer_of_the_provider(portal, provider):
    provider.error = "invalid_scope"
    page = portal.open("/sign-in")

    assert "?lang=en" in page.text
    assert "state=" not in page.text
