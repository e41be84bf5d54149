"""One connection, spoken as HTTP/1.1 says, against servers of fixed answers."""

import socket
import threading
from contextlib import closing, contextmanager

import pytest

from tests.bench.wire import Ended, Wire, basic


@contextmanager
def answering(*answers, closes=False):
    """A server that gives fixed answers on its connections, and keeps what it was asked."""
    asked = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve():
            left = list(answers)
            while left:
                link, _ = listening.accept()
                with link:
                    while left and (request := link.recv(65536)):
                        asked.append(request)
                        link.sendall(left.pop(0))
                        if closes:
                            break

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://localhost:{listening.getsockname()[1]}", asked
        thread.join(5)


def test_two_answers_come_over_one_connection():
    first = b'HTTP/1.1 200 OK\r\nContent-Length: 8\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n\r\n{"a": 1}'
    second = b"HTTP/1.1 302 Found\r\nLocation: /there\r\nContent-Length: 0\r\n\r\n"
    with answering(first, second) as (address, asked), closing(Wire(address)) as wire:
        reply = wire.ask("GET", "/x?y=1", {"Accept": "*/*"})
        led = wire.ask("POST", "/z", {}, b"form")

    assert (reply.status, reply.cookies, reply.body) == (200, ["a=1", "b=2"], b'{"a": 1}')
    assert led.location == "/there"
    assert asked[0].startswith(b"GET /x?y=1 HTTP/1.1\r\nHost: localhost:")
    assert asked[1].endswith(b"Content-Length: 4\r\n\r\nform")
    assert wire.sent == 2


def test_chunks_are_put_together():
    chunked = b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{"a\r\n5;x=y\r\n": 1}\r\n0\r\n\r\n'
    with answering(chunked) as (address, _), closing(Wire(address)) as wire:
        assert wire.get("/", {}) == (200, {"a": 1})


def test_a_server_that_closes_after_each_answer_is_asked_anew():
    answer = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
    with answering(answer, answer, closes=True) as (address, asked), closing(Wire(address)) as wire:
        assert [wire.get("/", {}), wire.get("/", {})] == [(200, {}), (200, {})]
    assert len(asked) == 2


def test_half_an_answer_is_none():
    half = b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{}"
    with answering(half, closes=True) as (address, _), closing(Wire(address)) as wire, pytest.raises(Ended):
        wire.get("/", {})


def test_a_secret_is_sent_as_the_specification_says():
    assert basic("portal", "s3cret") == {"Authorization": "Basic cG9ydGFsOnMzY3JldA=="}
