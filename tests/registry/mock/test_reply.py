"""`idp/registry/mock/reply.py`: codes carry their status, their words and how long to wait."""

import pytest

from idp.registry.mock.reply import OUTCOMES, reply


@pytest.mark.parametrize("code", OUTCOMES)
def test_an_answer_echoes_its_request_and_its_code(code):
    answer = reply(code, "request-00000001")

    assert answer.payload["request_id"] == "request-00000001"
    assert answer.payload["code"] == code
    assert answer.status == OUTCOMES[code].status


def test_only_answers_to_come_back_for_say_when():
    assert {code for code in OUTCOMES if "retry_after" in reply(code, "r").payload} == {"007", "011", "012"}


def test_a_mismatch_says_nothing_of_anybodys_life():
    assert "status" not in reply("001", "r").payload
    assert reply("000", "r").payload["status"] == "song"


def test_what_a_question_found_goes_with_the_answer_and_may_say_it_better():
    assert reply("001", "r", result="khong").payload["result"] == "khong"
