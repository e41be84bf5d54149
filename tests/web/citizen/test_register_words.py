"""Everything that can be wrong has words, in both languages, and they are calm."""

import itertools

import pytest

from idp.citizens.contacts import ContactProblem
from idp.citizens.one_time_codes import Accepted, CodeOver, NotACode, WrongCode
from idp.citizens.proofing.claim import DateProblem, NameProblem
from idp.citizens.second_factor import Expired, Factor, NoCode, Right, UsedBefore, Wrong
from idp.citizens.throttle import Slowed
from idp.registry.identity_number import NumberProblem
from idp.registry.typed_name import NameHint
from idp.web.citizen import register_words as words


def everything():
    yield from (words.contact_words(problem) for problem in ContactProblem)
    yield from (words.phone_words(problem) for problem in ContactProblem)
    yield from (words.number_words(*pair) for pair in itertools.product(NumberProblem, (0, 8, 13)))
    yield from (words.name_words(problem) for problem in NameProblem)
    yield from (words.name_hint_words(hint) for hint in NameHint)
    yield from (words.date_words(problem) for problem in DateProblem)
    yield from (words.code_words(answer) for answer in (NotACode(), CodeOver(), WrongCode(1), WrongCode(3)))
    for verdict in (Slowed(None), NoCode(), UsedBefore(), Expired(), Wrong(2)):
        yield from (words.verdict_words(verdict, factor) for factor in Factor)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_problem_is_said_in_a_sentence(app, language):
    with app.app_context(), app.test_request_context("/", query_string={"lang": language}):
        said = list(everything())

    assert all(text.endswith(".") and text[0].isupper() for text in said)
    assert not any(sign in text for text in said for sign in "!%")


def test_the_languages_differ(app):
    with app.app_context(), app.test_request_context("/?lang=vi"):
        vietnamese = set(everything())
    with app.app_context(), app.test_request_context("/?lang=en"):
        english = set(everything())

    assert not vietnamese & english


def test_what_was_right_is_no_problem(app):
    with app.test_request_context("/"):
        with pytest.raises(ValueError, match="no refusal"):
            words.code_words(Accepted())
        with pytest.raises(ValueError, match="no refusal"):
            words.verdict_words(Right(Factor.TOTP), Factor.TOTP)
