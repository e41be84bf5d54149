"""Questions to the register are measured, whatever comes of them."""

import pytest

from idp.registry.measured import MeasuredExchange
from idp.registry.outcomes import Misconfigured, Trouble, Unavailable
from idp.registry.questions import Question
from tests.test_measures import measuring, told

__all__ = ["measuring"]

QUESTION = Question("/v1/xac-nhan", "an id")


class Other:
    def __init__(self, answer):
        self.answer = answer
        self.is_closed = False

    def ask(self, question):
        assert question is QUESTION
        return self.answer

    def close(self):
        self.is_closed = True


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ({"code": "000"}, "answered"),
        (Unavailable("an id", Trouble.NO_ANSWER, 5), "silent"),
        (Misconfigured("an id", "006"), "misconfigured"),
    ],
)
def test_each_question_is_counted_by_what_came_of_it(measuring, answer, outcome):
    assert MeasuredExchange(Other(answer)).ask(QUESTION) is answer

    assert told()[f'sen_register_seconds_count{{outcome="{outcome}"}}'] == 1


def test_connections_are_given_back():
    other = Other({})
    MeasuredExchange(other).close()

    assert other.is_closed
