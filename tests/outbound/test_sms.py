"""SMS, handed to a real gateway."""

import pytest

from idp.outbound.addresses import Policy
from idp.outbound.delivery import DeliveryFailed
from idp.outbound.http import Outgoing
from idp.outbound.outbox import Parcel
from idp.outbound.sms import GatewaySms, SmsGateway
from idp.variables import ConfigurationError
from tests.receivers import Receiver, answers, is_silent, receiver

PARCEL = Parcel(
    "5f0e", "sms", {"to": "+84900000017", "text": "Sen ID: 482913", "code": "482913"}, None, None, 1
)


LOCAL = Policy(http=True, loopback=True)


def send(url: str, policy: Policy = LOCAL) -> None:
    GatewaySms(SmsGateway.from_url(url), Outgoing(policy, seconds=0.5)).prepare(PARCEL)()


def with_login(server: Receiver, login: str) -> str:
    return server.address.replace("http://", f"http://{login}@") + "/send"


def test_the_gateway_gets_number_text_and_a_key_against_doubles():
    with receiver(answers(202)) as server:
        send(f"{server.address}/send?unit=tinh")

    [received] = server.received
    assert received.json == {"id": "5f0e", "to": "+84900000017", "text": "Sen ID: 482913"}
    assert received.path == "/send?unit=tinh"
    assert received.headers["Idempotency-Key"] == "5f0e"
    assert "Authorization" not in received.headers


@pytest.mark.parametrize(
    ("login", "header"), [("a-token", "Bearer a-token"), ("sen:secret", "Basic c2VuOnNlY3JldA==")]
)
def test_the_gateway_learns_who_sends(login, header):
    with receiver() as server:
        send(with_login(server, login))

    assert server.received[0].headers["Authorization"] == header
    assert login not in server.received[0].headers["Host"]


@pytest.mark.parametrize(
    ("status", "is_final"), [(400, True), (404, True), (429, False), (401, False), (500, False), (302, False)]
)
def test_a_refusal_is_final_only_where_another_try_cannot_help(status, is_final):
    with receiver(answers(status)) as server, pytest.raises(DeliveryFailed) as failure:
        send(server.address)

    assert (failure.value.reason, failure.value.is_final) == (f"status_{status}", is_final)


def test_a_silent_gateway_is_a_failure_that_may_pass():
    with receiver(is_silent) as server, pytest.raises(DeliveryFailed, match="timeout") as failure:
        send(server.address)

    assert not failure.value.is_final


def test_plain_http_is_not_used_where_the_policy_forbids_it():
    with receiver() as server, pytest.raises(DeliveryFailed, match="forbidden_address"):
        send(server.address, Policy(loopback=True))
    assert server.received == []


@pytest.mark.parametrize("url", ["smtp://host", "gateway.example", "https://", ""])
def test_other_addresses_stop_the_start(url):
    with pytest.raises(ConfigurationError, match="IDP_SMS_URL"):
        SmsGateway.from_url(url)


def test_the_password_is_not_shown():
    assert "secret" not in repr(SmsGateway.from_url("https://sen:secret@gateway.example"))
