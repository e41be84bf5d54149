"""`idp/registry/mock/register.py`: who may ask, once per request, written down."""

import pytest

from idp.registry.mock.ledger import masked
from idp.registry.mock.person import Life
from idp.registry.mock.simulation import PROFILES, custom

BODY = {
    "request_id": "request-00000001",
    "procedure": "dang-ky-tai-khoan",
    "officer": "cong-dan",
    "id_no": "098172000101",
    "name": "Trần Thị Bảy",
    "birth": "1972-03-08",
}


@pytest.fixture
def ask(register):
    def asked(question="xac-nhan", consumer="sen-id", **other):
        return register.post(question, BODY | other, register.consumers.by_id(consumer))[0]

    return asked


@pytest.mark.parametrize(
    ("consumer", "other", "status", "code"),
    [
        ("sen-id", {}, 200, "000"),
        ("sen-id", {"name": "x"}, 200, "001"),
        ("sen-id", {"birth": "1972"}, 200, "002"),
        ("sen-id", {"id_no": "1"}, 400, "003"),
        ("sen-id", {"request_id": "1"}, 400, "003"),
        ("sen-id", {"procedure": "khac"}, 403, "004"),
        ("tap-su", {}, 403, "004"),
        ("sen-id", {"officer": "can-bo-7"}, 403, "005"),
        ("sen-id", {"id_no": "098177000128", "name": "Võ Thị Nhàn", "birth": "1977-03-03"}, 423, "008"),
        ("sen-id", {"id_no": "098075000110", "name": "Ngô Thị Lành", "birth": "1975-06-30"}, 410, "009"),
        ("sen-id", {"id_no": "098138000109", "name": "Huỳnh Thị Sáu", "birth": "1938-01-15"}, 200, "010"),
    ],
)
def test_every_code_has_its_status(ask, consumer, other, status, code):
    answer = ask(consumer=consumer, **other)

    assert (answer.status, answer.payload["code"]) == (status, code)


def test_a_match_says_living_and_a_dead_persons_says_dead(ask):
    assert ask().payload["status"] == "song"
    dead = ask(request_id="request-00000002", id_no="098138000109", name="Huỳnh Thị Sáu", birth="1938-01-15")
    assert dead.payload["status"] == "da_chet"


def test_too_many_questions_a_minute_are_told_to_wait(register, clock):
    consumer = register.consumers.by_id("sen-id")
    object.__setattr__(consumer, "per_minute", 2)
    codes = [
        register.post("xac-nhan", BODY | {"request_id": f"request-{n:08}"}, consumer)[0].payload["code"]
        for n in range(3)
    ]
    assert codes == ["000", "000", "007"]

    clock.advance(minutes=1)
    assert register.post("xac-nhan", BODY, consumer)[0].payload["code"] == "000"


def test_the_same_request_is_answered_the_same_even_if_the_person_died_since(ask, register, clock):
    first = ask()
    clock.advance(hours=1)
    register.record_life("098172000101", Life.DEAD)

    assert ask() == first
    assert ask(request_id="request-00000002").payload["code"] == "010"


def test_the_same_request_id_for_another_question_is_malformed(ask):
    ask()

    assert ask(name="Trần Thị Tám").payload["code"] == "003"


def test_a_fault_is_not_remembered_as_the_answer(ask, register):
    register.simulation.switch(PROFILES["maintenance"])
    assert ask().payload["code"] == "011"

    register.simulation.switch(PROFILES["calm"])
    assert ask().payload["code"] == "000"


def test_a_death_is_heard_of_in_the_feed(register):
    consumer = register.consumers.by_id("sen-id")
    register.record_life("098172000101", Life.DEAD)
    feed = register.get("su-kien", {"request_id": "request-00000001"}, consumer)[0].payload["events"]

    assert feed[-1]["kind"] == "qua_doi"
    assert feed[-1]["reference"] == consumer.pseudonym("098172000101")
    assert not register.record_life("098172999999", Life.DEAD)


def test_faults_of_people_do_not_befall_questions_about_nobody(register):
    consumer = register.consumers.by_id("sen-id")
    register.simulation.switch(custom("none", "010", 10_000))
    feed, _ = register.get("su-kien", {"request_id": "request-00000001"}, consumer)

    assert feed.payload["code"] == "000"


@pytest.mark.parametrize("question", ["khac", ""])
def test_an_unknown_question_is_malformed(ask, question):
    assert ask(question).payload["code"] == "003"


def test_an_unknown_catalogue_is_malformed(register):
    consumer = register.consumers.by_id("sen-id")
    asked = {"request_id": "request-00000001"}

    assert register.get("danh-muc", asked, consumer, kind="khac")[0].payload["code"] == "003"
    ethnicities = register.get("danh-muc", asked, consumer, kind="dan-toc")[0].payload["entries"]
    assert len(ethnicities) == 54
    assert ethnicities["54"] == "Rơ-măm"


def test_the_query_log_masks_whom_it_was_about(ask, register):
    ask()
    line = register.ledger.lines[-1]

    assert line.about == masked("098172000101")
    assert (line.consumer, line.officer, line.procedure, line.code) == (
        "sen-id",
        "cong-dan",
        "dang-ky-tai-khoan",
        "000",
    )
    assert "098172000101" not in str(line)
    assert "Bảy" not in str(line)
