"""Outgoing requests, against receivers that behave badly."""

from concurrent.futures import ThreadPoolExecutor
from time import monotonic

import pytest

from idp.outbound.addresses import AddressForbidden, Policy
from idp.outbound.http import LARGEST_ANSWER, NoAnswer, Outgoing
from tests.receivers import (
    answers,
    hangs_up,
    is_silent,
    never_ends,
    receiver,
    talks_nonsense,
    trickles,
)
from tests.servers import free_ports

LOCAL = Policy(http=True, loopback=True)


@pytest.fixture
def outgoing() -> Outgoing:
    return Outgoing(LOCAL, seconds=0.5)


def test_a_form_arrives_as_it_was_sent(outgoing):
    with receiver() as server:
        answer = outgoing.post_form(
            f"{server.address}/logout?app=một", {"logout_token": "a.b-c_d", "more": "x y&z"}
        )

    assert answer.is_success
    [received] = server.received
    assert received.form == [("logout_token", "a.b-c_d"), ("more", "x y&z")]
    assert received.path == "/logout?app=m%E1%BB%99t"
    assert received.headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert received.headers["Host"] == server.address.removeprefix("http://")


def test_json_comes_back(outgoing):
    with receiver(answers(200, b'{"keys": []}')) as server:
        assert outgoing.get_json(f"{server.address}/jwks") == {"keys": []}


@pytest.mark.parametrize("body", [b"<html>", b"", b"\xff", b"[" * 60_000])
def test_what_is_no_json_is_no_answer(outgoing, body):
    with receiver(answers(200, body)) as server, pytest.raises(NoAnswer, match="not_json"):
        outgoing.get_json(server.address)


def test_a_text_comes_back_as_it_is(outgoing):
    with receiver(answers(200, b"e30.e30.x\n")) as server:
        assert outgoing.get_text(f"{server.address}/request") == "e30.e30.x\n"
        assert server.received[0].headers["Accept"].startswith("application/oauth-authz-req+jwt")


@pytest.mark.parametrize(
    ("behaviour", "reason"), [(answers(404, b"x"), "status_404"), (answers(200, b"\xff"), "not_text")]
)
def test_what_is_no_text_is_no_answer(outgoing, behaviour, reason):
    with receiver(behaviour) as server, pytest.raises(NoAnswer, match=reason):
        outgoing.get_text(server.address)


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_redirects_are_not_followed(outgoing, status):
    with receiver() as inside, receiver(answers(status, Location=inside.address)) as server:
        answer = outgoing.post_form(server.address, {"a": "b"})

    assert answer.status == status
    assert not answer.is_success
    assert inside.received == []


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [(is_silent, "timeout"), (trickles, "timeout"), (hangs_up, "protocol"), (talks_nonsense, "protocol")],
)
def test_bad_behaviour_ends_within_the_deadline_and_has_a_reason(outgoing, behaviour, reason):
    with receiver(behaviour) as server:
        begun = monotonic()
        with pytest.raises(NoAnswer, match=reason):
            outgoing.post_form(server.address, {"a": "b"})

    assert monotonic() - begun < 20


def test_a_large_answer_is_cut_off(outgoing):
    with receiver(never_ends) as server, pytest.raises(NoAnswer, match="too_large"):
        outgoing.get(server.address)


def test_an_answer_of_the_largest_size_is_taken(outgoing):
    with receiver(answers(200, b"x" * LARGEST_ANSWER)) as server:
        assert len(outgoing.get(server.address).body) == LARGEST_ANSWER


def test_the_body_of_an_answer_to_a_form_is_not_read(outgoing):
    with receiver(never_ends) as server:
        assert outgoing.post_form(server.address, {}).status == 200


def test_nobody_listens(outgoing):
    with pytest.raises(NoAnswer, match="connection"):
        outgoing.get(f"http://localhost:{free_ports(1)[0]}/")


def test_a_certificate_nobody_vouches_for_is_refused(outgoing):
    with receiver() as server, pytest.raises(NoAnswer, match="tls"):
        outgoing.get(server.address.replace("http:", "https:"))


def test_an_inside_address_is_not_even_connected_to():
    with receiver() as server:
        with pytest.raises(AddressForbidden):
            Outgoing(Policy(http=True)).get(server.address)

        assert server.received == []


def test_the_connection_goes_where_the_name_led_when_it_was_checked():
    asked = []

    def rebinding(host: str, port: int) -> list[str]:
        # Public when looked at, inside a moment later: a second look would be fooled.
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["10.0.0.1"]

    with receiver() as server:
        port = server.address.rpartition(":")[2]
        Outgoing(LOCAL, resolve=rebinding, seconds=2).get(f"http://app.example:{port}/")

    assert asked == ["app.example"]
    assert server.received[0].headers["Host"] == f"app.example:{port}"


def test_a_name_without_an_address_is_no_answer():
    def unknown(_host: str, _port: int) -> list[str]:
        raise OSError("no such name")

    with pytest.raises(NoAnswer, match="connection"):
        Outgoing(LOCAL, resolve=unknown).get("http://app.example/")


def test_exchanges_do_not_wait_for_each_other(outgoing):
    with receiver(is_silent) as slow, receiver() as quick:
        with ThreadPoolExecutor(1) as elsewhere:
            blocked = elsewhere.submit(outgoing.get, slow.address)
            assert outgoing.get(quick.address).is_success
        assert isinstance(blocked.exception(), NoAnswer)
