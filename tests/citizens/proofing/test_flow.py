"""The order of the steps: nobody skips one, whatever is asked for in whatever order."""

import random
from dataclasses import replace

import pytest

from idp.citizens.proofing.flow import FLOW, Step, allowed, due
from idp.citizens.proofing.progress import LATER, SMS, TOTP, Progress

AT_CODE = Progress(contact_kind="phone", contact_value="+84912345678")
AT_NOTICE = replace(AT_CODE, contact_confirmed_at="2026-11-02T02:00:00+00:00")
AT_IDENTITY = replace(AT_NOTICE, notice_version="1")
AT_RESULT = replace(AT_IDENTITY, verdict_given="not_matched")
AT_PASSWORD = replace(AT_RESULT, verdict_given="matched", result_accepted=True)
AT_FACTOR = replace(AT_PASSWORD, password_hash="x")
AT_APP = replace(AT_FACTOR, factor=TOTP, totp_key="K")
AT_PHONE = replace(AT_FACTOR, factor=SMS, contact_kind="email", contact_value="a@b.example")
AT_PHONE_CODE = replace(AT_PHONE, phone_value="+84912345679")
AT_OPENING = replace(AT_APP, totp_step=7)
AT_CODES = Progress(citizen_id="1", printed_codes=("X",))
AT_DONE = Progress(citizen_id="1", codes_kept=True)

STATES = {
    Step.CONTACT: Progress(),
    Step.CODE: AT_CODE,
    Step.NOTICE: AT_NOTICE,
    Step.IDENTITY: AT_IDENTITY,
    Step.RESULT: AT_RESULT,
    Step.PASSWORD: AT_PASSWORD,
    Step.FACTOR: AT_FACTOR,
    Step.AUTHENTICATOR: AT_APP,
    Step.PHONE: AT_PHONE,
    Step.PHONE_CODE: AT_PHONE_CODE,
    Step.OPENING: AT_OPENING,
    Step.CODES: AT_CODES,
    Step.DONE: AT_DONE,
}
COMING_BACK = {
    Step.CODE: {Step.CONTACT},
    Step.RESULT: {Step.IDENTITY},
    Step.FACTOR: {Step.PASSWORD},
    Step.AUTHENTICATOR: {Step.PASSWORD, Step.FACTOR},
    Step.PHONE: {Step.PASSWORD, Step.FACTOR},
    Step.PHONE_CODE: {Step.PASSWORD, Step.FACTOR, Step.PHONE},
    Step.OPENING: {Step.PASSWORD, Step.FACTOR},
}


@pytest.mark.parametrize("step", Step)
def test_each_step_is_due_when_what_comes_before_is_done(step):
    assert due(STATES[step]) is step


@pytest.mark.parametrize("wanted", Step)
@pytest.mark.parametrize("at", Step)
def test_every_other_step_leads_to_the_one_that_is_due(at, wanted):
    expected = wanted if wanted is at or wanted in COMING_BACK.get(at, ()) else at

    assert allowed(wanted, STATES[at]) is expected


def test_a_phone_as_contact_needs_no_second_phone():
    assert due(replace(AT_FACTOR, factor=SMS, phone_confirmed=True)) is Step.OPENING


def test_a_short_password_cannot_stand_alone():
    put_off = replace(AT_FACTOR, factor=LATER)

    assert due(put_off) is Step.FACTOR
    assert allowed(Step.PASSWORD, put_off) is Step.PASSWORD
    assert due(replace(put_off, password_stands_alone=True)) is Step.OPENING


@pytest.mark.parametrize("verdict", ["matched", "stopped"])
def test_after_the_registers_word_there_is_no_other_claim(verdict):
    assert allowed(Step.IDENTITY, replace(AT_RESULT, verdict_given=verdict)) is Step.RESULT


@pytest.mark.parametrize(
    "verdict", ["not_matched", "not_enough", "cancelled", "correcting", "waiting", "too_young"]
)
def test_a_slip_may_be_corrected(verdict):
    assert allowed(Step.IDENTITY, replace(AT_RESULT, verdict_given=verdict)) is Step.IDENTITY


def test_no_order_of_asking_gets_past_a_step():
    draw = random.Random(7)
    order = [row.step for row in FLOW]
    for _ in range(2_000):
        at = draw.choice(list(STATES))
        shown = allowed(draw.choice(order), STATES[at])

        assert order.index(shown) <= order.index(at)
