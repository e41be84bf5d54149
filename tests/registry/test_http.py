"""`idp/registry/http.py`: whatever the network and the register do, an outcome comes back and says little."""

import json
import logging
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial

import httpcore2
import pytest

from idp.registry.answers import SHORT_PAUSE
from idp.registry.breaker import CircuitBreaker
from idp.registry.client import RegisterClient
from idp.registry.http import LARGEST_ANSWER, HttpExchange
from idp.registry.mock.signing import Signer
from idp.registry.outcomes import (
    Misconfigured,
    Trouble,
    Unavailable,
    Verified,
)
from tests.certificates import OVER, issued, shown_by_a_server
from tests.receivers import answers, receiver
from tests.registry.claims import BAY, claim

SIGNER = Signer("test")
ID = "request-000000000001"


class Line:
    """A register that says what a test wants, and counts."""

    def __init__(self, said):
        self.said = said
        self.bodies: list[bytes | None] = []

    @contextmanager
    def stream(self, method, url, *, headers, content, extensions):
        assert (method, url.host) == ("POST", b"register.example")
        assert ("Host", "register.example") in headers
        assert set(extensions["timeout"].values()) == {1.0}
        self.bodies.append(content)
        said = self.said
        while callable(said):
            said = said()
        if isinstance(said, Exception):
            raise said
        yield said

    def close(self):
        """As a pool does."""


def answer(status, content=b"", **headers):
    return partial(httpcore2.Response, status, headers=list(headers.items()), content=content)


@pytest.fixture
def connect(clock) -> Iterator:
    made = []

    def connected(said, *, threshold=5) -> tuple[RegisterClient, Line]:
        line = Line(said)
        exchange = HttpExchange(
            "http://register.example",
            api_key="key",
            jwks=json.dumps(SIGNER.public_jwks()),
            timeout=timedelta(seconds=1),
            breaker=CircuitBreaker(clock, threshold=threshold),
        )
        exchange._http.close()
        exchange._http = line
        made.append(exchange)
        return RegisterClient(exchange, clock), line

    yield connected
    for exchange in made:
        exchange.close()


def signed(**payload):
    return answer(200, SIGNER.sign({"request_id": ID, **payload}).encode())


def verify(register):
    return register.verify(BAY, request_id=ID)


def troubled(trouble, pause=SHORT_PAUSE):
    return Unavailable(ID, trouble, pause)


@pytest.mark.parametrize(
    "error",
    [
        httpcore2.ConnectError("refused"),
        httpcore2.ConnectTimeout("slow"),
        httpcore2.ReadTimeout("slow"),
        httpcore2.ReadError("reset"),
        httpcore2.RemoteProtocolError("nonsense"),
    ],
)
def test_whatever_the_network_does_is_no_answer_after_two_tries(connect, error):
    register, line = connect(error)

    assert verify(register) == troubled(Trouble.NO_ANSWER)
    assert len(line.bodies) == 2


def test_the_second_try_carries_the_same_request_id(connect):
    register, line = connect(httpcore2.ReadTimeout("slow"))
    register.verify(BAY)

    ids = [json.loads(body)["request_id"] for body in line.bodies]
    assert len(ids) == 2
    assert len(set(ids)) == 1


def test_a_second_try_that_works_is_enough(connect):
    answers = [httpcore2.ReadTimeout("slow"), signed(code="001", result="khong_khop")]
    register, _ = connect(lambda: answers.pop(0))

    assert type(verify(register)).__name__ == "NotMatched"


@pytest.mark.parametrize(
    ("said", "trouble"),
    [
        (answer(200, b"<h1>502</h1>"), Trouble.GARBAGE),
        (answer(200), Trouble.GARBAGE),
        (answer(200, b"Citizen not found"), Trouble.GARBAGE),
        (answer(200, b"\xef\xbb\xbfeyJhbGci"), Trouble.GARBAGE),
        (answer(200, b"\xff\xfe\x00"), Trouble.GARBAGE),
        (
            answer(200, json.dumps({"request_id": ID, "code": "000", "result": "khop"}).encode()),
            Trouble.GARBAGE,
        ),
        (answer(302, Location="http://elsewhere.example"), Trouble.GARBAGE),
        (answer(404), Trouble.GARBAGE),
        (answer(502, b"<h1>Bad Gateway</h1>"), Trouble.NO_ANSWER),
        (answer(200, b"x" * (LARGEST_ANSWER + 1)), Trouble.TOO_LARGE),
        (answer(200, Signer("other").sign({"request_id": ID}).encode()), Trouble.BAD_SIGNATURE),
        (answer(200, SIGNER.sign([{}, {}]).encode()), Trouble.SEVERAL_RECORDS),
        (answer(200, SIGNER.sign("khop").encode()), Trouble.GARBAGE),
        (signed(code="000", result=[{}, {}]), Trouble.SEVERAL_RECORDS),
        (signed(code="000", result="khop"), Trouble.GARBAGE),
        (signed(), Trouble.GARBAGE),
    ],
)
def test_what_is_no_answer_is_never_taken_for_one(connect, said, trouble):
    register, _ = connect(said)

    assert verify(register) == troubled(trouble)


def test_an_answer_to_another_request_is_refused(connect):
    stranger = {"code": "000", "result": "khop", "status": "song", "precision": "ngay", "reference": "p"}
    register, line = connect(lambda: signed(**stranger))

    assert isinstance(verify(register), Verified)
    other = register.verify(BAY, request_id="request-000000000002")
    assert other == Unavailable("request-000000000002", Trouble.OTHER_REQUEST, SHORT_PAUSE)
    assert len(line.bodies) == 2


def test_a_forged_answer_is_not_asked_for_again(connect):
    register, line = connect(lambda: answer(200, Signer("other").sign({}).encode()))
    verify(register)

    assert len(line.bodies) == 1


@pytest.mark.parametrize("status", [401, 403])
def test_a_gateway_that_refuses_us_is_for_the_operators(connect, status):
    register, _ = connect(lambda: answer(status))

    assert verify(register) == Misconfigured(ID, "006")


def test_a_busy_gateway_says_how_long_to_wait(connect):
    register, line = connect(lambda: answer(429, **{"Retry-After": "90"}))

    assert verify(register) == troubled(Trouble.BUSY, timedelta(seconds=90))
    assert len(line.bodies) == 1


def test_after_five_failures_the_register_is_left_in_peace(connect, clock):
    register, line = connect(httpcore2.ConnectError("refused"))
    for _ in range(5):
        verify(register)
    tried = len(line.bodies)

    assert verify(register) == troubled(Trouble.RESTING, timedelta(seconds=30))
    assert len(line.bodies) == tried


def test_one_good_answer_after_the_rest_ends_it(connect, clock):
    register, line = connect(httpcore2.ConnectError("refused"))
    for _ in range(5):
        verify(register)
    clock.advance(seconds=30)
    line.said = lambda: signed(code="001", result="khong_khop")

    assert type(verify(register)).__name__ == "NotMatched"
    assert type(verify(register)).__name__ == "NotMatched"


def test_being_told_to_wait_is_no_failure_of_the_register(connect):
    register, _ = connect(lambda: answer(429), threshold=1)

    assert verify(register) == troubled(Trouble.BUSY)
    assert verify(register) == troubled(Trouble.BUSY)


def test_an_answer_that_trickles_is_cut_off(connect, monkeypatch):
    moments = iter(range(100))
    monkeypatch.setattr("idp.registry.http.monotonic", lambda: float(next(moments)))

    register, line = connect(lambda: answer(200, (b"x" for _ in range(50))))

    assert verify(register) == troubled(Trouble.NO_ANSWER)
    assert len(line.bodies) == 2


def test_odd_letters_in_a_name_do_not_break_the_question(connect):
    register, line = connect(lambda: signed(code="001", result="khong_khop"))
    register.verify(claim("098172000101", "Trần \ud800 \0", "1972"), request_id=ID)

    assert json.loads(line.bodies[0])["name"] == "Trần \ud800 \0"


def test_logs_name_the_trouble_and_nobody(connect, caplog):
    register, _ = connect(lambda: answer(200, f"<h1>{BAY.number} {BAY.name}</h1>".encode()))
    with caplog.at_level(logging.DEBUG, logger="idp"):
        verify(register)

    assert "garbage" in caplog.text
    assert BAY.number not in caplog.text
    assert BAY.name not in caplog.text


def test_a_question_does_not_show_its_body_when_printed():
    from idp.registry.questions import Question

    assert BAY.number not in repr(Question("/v1/xac-nhan", ID, {"id_no": BAY.number}))


@pytest.mark.parametrize("is_over", [False, True])
def test_nobody_is_asked_about_where_the_registers_certificate_is_over(clock, tmp_path, monkeypatch, is_over):
    authority = issued("authority", is_authority=True)
    shown = issued("localhost", authority, dns="localhost", **({"ends": OVER} if is_over else {}))
    believing = ssl.create_default_context(cadata=authority.pem)
    monkeypatch.setattr("idp.registry.http.machine_authorities", lambda: believing)

    with receiver(answers(503), tls=shown_by_a_server(shown, tmp_path)) as server:
        exchange = HttpExchange(
            server.address,
            api_key="key",
            jwks=json.dumps(SIGNER.public_jwks()),
            timeout=timedelta(seconds=3),
            breaker=CircuitBreaker(clock),
        )
        outcome = verify(RegisterClient(exchange, clock))
        exchange.close()

    assert isinstance(outcome, Unavailable)
    assert bool(server.received) != is_over, (
        "the number of a citizen's card leaves the house only to the register"
    )
