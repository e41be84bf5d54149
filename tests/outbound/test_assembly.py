"""Which deliverer takes what."""

import pytest

from idp.config import Settings
from idp.outbound.assembly import message_deliverers
from idp.outbound.demo_sink import DemoSink
from idp.outbound.mail import SmtpMail
from idp.outbound.sms import GatewaySms
from idp.variables import ConfigurationError


def deliverers(**settings: str) -> dict[str, object]:
    return message_deliverers(Settings(env="demo", **settings), None, None)


def test_the_demo_sends_nothing():
    assert {type(each) for each in deliverers().values()} == {DemoSink}


def test_addresses_lead_out():
    found = deliverers(mail_url="smtp://mail.example", sms_url="https://gateway.example/send")

    assert isinstance(found["mail"], SmtpMail)
    assert isinstance(found["sms"], GatewaySms)


@pytest.mark.parametrize("wrong", [{"mail_url": "mail.example"}, {"sms_url": "gateway.example"}])
def test_a_wrong_address_stops_the_start(wrong):
    with pytest.raises(ConfigurationError):
        deliverers(**wrong)
