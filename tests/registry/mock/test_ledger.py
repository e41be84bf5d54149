"""`idp/registry/mock/ledger.py`: one answer a request for a day."""

import pytest

from idp.registry.mock.ledger import Ledger, RequestIdReused, masked
from idp.registry.mock.reply import reply

BODY = {"id_no": "098172000101"}


def test_an_answer_is_kept_for_a_day(clock):
    ledger = Ledger(clock)
    answer = reply("001", "r")
    ledger.keep("sen-id", "r", "xac-nhan", BODY, answer)

    clock.advance(hours=23)
    assert ledger.earlier_answer("sen-id", "r", "xac-nhan", BODY) is answer
    clock.advance(hours=2)
    assert ledger.earlier_answer("sen-id", "r", "xac-nhan", BODY) is None


def test_another_question_may_not_use_the_id(clock):
    ledger = Ledger(clock)
    ledger.keep("sen-id", "r", "xac-nhan", BODY, reply("001", "r"))

    with pytest.raises(RequestIdReused):
        ledger.earlier_answer("sen-id", "r", "xac-nhan", BODY | {"name": "x"})
    with pytest.raises(RequestIdReused):
        ledger.earlier_answer("sen-id", "r", "truy-van", BODY)


def test_another_consumer_has_ids_of_its_own(clock):
    ledger = Ledger(clock)
    ledger.keep("sen-id", "r", "xac-nhan", BODY, reply("001", "r"))

    assert ledger.earlier_answer("mot-cua", "r", "xac-nhan", {}) is None


def test_a_number_is_masked_whatever_its_length():
    assert masked("098172000101") == "••••••••0101"
    assert masked("") == ""
