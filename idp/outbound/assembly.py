"""The way out, put together: which deliverer takes what."""

from idp.clock import Clock
from idp.config import Settings
from idp.outbound import mail, sms
from idp.outbound.addresses import Policy
from idp.outbound.delivery import Deliverer
from idp.outbound.demo_sink import URL, DemoSink
from idp.outbound.http import Outgoing
from idp.store.repositories.messages import Messages


def message_deliverers(settings: Settings, messages: Messages, clock: Clock) -> dict[str, Deliverer]:
    """Who delivers mail and SMS.

    Args:
        settings: Where they go.
        messages: Keeps those of the demonstration.
        clock: The only source of time.

    Raises:
        ConfigurationError: An address is not usable.
    """
    return {
        mail.KIND: _mail(settings, messages, clock),
        sms.KIND: _sms(settings, messages),
    }


def _mail(settings: Settings, messages: Messages, clock: Clock) -> Deliverer:
    if settings.mail_url == URL:
        return DemoSink(messages)
    return mail.SmtpMail(mail.MailServer.from_url(settings.mail_url), settings.mail_from, clock)


def _sms(settings: Settings, messages: Messages) -> Deliverer:
    if settings.sms_url == URL:
        return DemoSink(messages)
    return sms.GatewaySms(sms.SmsGateway.from_url(settings.sms_url), Outgoing(Policy.of_operator(settings)))
