"""The same request sent twice."""

import pytest

from idp.store.db import db
from idp.store.models import Client, IdempotentAnswer
from tests.builders import a_client
from tests.web.api.test_clients import MEMBERS
from tests.web.api.testing import problem

KEY = {"Idempotency_Key": "a-key-of-mine"}


def test_it_is_done_once_and_answered_twice(api):
    first = api.call("POST", "/clients", MEMBERS, **KEY)
    second = api.call("POST", "/clients", MEMBERS, **KEY)

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json == second.json
    assert second.headers["Idempotency-Replayed"] == "true"
    assert db.session.query(Client).count() == 2


def test_the_kept_answer_is_sealed(api):
    secret = api.call("POST", "/clients", MEMBERS, **KEY).json["client_secret"]

    assert secret.encode() not in db.session.query(IdempotentAnswer).one().answer_sealed


def test_without_a_key_it_is_done_again(api):
    for _ in range(2):
        assert api.call("POST", "/clients", MEMBERS).status_code == 201

    assert db.session.query(Client).count() == 3


def test_a_key_belongs_to_one_request(api):
    api.call("POST", "/clients", MEMBERS, **KEY)

    answer = api.call("POST", "/clients", {**MEMBERS, "client_name": "Khác"}, **KEY)

    problem(answer, 422, "key-reused")


def test_a_refused_request_may_be_mended_under_the_same_key(api):
    problem(api.call("POST", "/clients", {"colour": 1}, **KEY), 422, "unknown-member")

    assert api.call("POST", "/clients", MEMBERS, **KEY).status_code == 201


def test_a_refusal_that_is_on_record_keeps_no_key(of_unit):
    a_client("theirs", unit="Sở Xây dựng")

    for _ in range(2):
        problem(of_unit.call("POST", "/clients/theirs/suspend", {}, **KEY), 404, "not-found")


def test_after_a_day_the_key_is_free(api, a_program, clock):
    api.call("POST", "/clients", MEMBERS, **KEY)
    clock.advance(hours=24)

    again = a_program("sen:clients.write", "sen:units.all").call("POST", "/clients", MEMBERS, **KEY)

    assert "Idempotency-Replayed" not in again.headers
    assert db.session.query(Client).count() == 3


def test_keys_of_two_programs_do_not_meet(a_program):
    for name in ("one", "two"):
        api = a_program("sen:clients.write", client_id=name)
        assert "Idempotency-Replayed" not in api.call("POST", "/clients", MEMBERS, **KEY).headers


@pytest.mark.parametrize("key", ["", "x" * 201, "with space", "é"])
def test_a_bad_key_is_refused(api, key):
    answer = api.call("POST", "/clients", MEMBERS, Idempotency_Key=key.encode("latin-1").decode("latin-1"))

    problem(answer, 400, "bad-parameter")
