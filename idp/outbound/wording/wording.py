"""The shape of the texts, and the parts every message has."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Wording:
    """One message. Places in braces are filled in.

    Args:
        subject: The mail's subject.
        mail: The mail's text, without greeting and footer.
        sms: One sentence; Vietnamese marks are taken off when it is sent.
    """

    subject: str
    mail: str
    sms: str


@dataclass(frozen=True)
class Language:
    """Everything there is to say in one language."""

    codes: Mapping[str, Wording]
    notices: Mapping[str, Wording]
    greeting: str
    footer: str
    sms_safety: str
    """The second sentence of an SMS with a code, left out where it would not fit."""
