"""Composes mail and SMS to citizens, in their language, and queues them in the running transaction."""

from collections.abc import Mapping
from datetime import timedelta, timezone
from urllib.parse import urlsplit

from idp.clock import Clock
from idp.config import Settings
from idp.outbound import mail, sms
from idp.outbound.gsm import LONGEST, unaccented
from idp.outbound.outbox import Outbox
from idp.outbound.wording.english import ENGLISH
from idp.outbound.wording.vietnamese import VIETNAMESE
from idp.outbound.wording.wording import Language, Wording

LANGUAGES: Mapping[str, Language] = {"vi": VIETNAMESE, "en": ENGLISH}
_VIET_NAM = timezone(timedelta(hours=7))
_LONGEST_FACT = 30
"""Signs of a fact in an SMS: what a browser calls itself must not push out the warning."""


class Letters:
    """Writes to citizens. A recipient is a phone number (E.164), written to by SMS, or an e-mail address."""

    def __init__(self, outbox: Outbox, settings: Settings, clock: Clock) -> None:
        self._outbox = outbox
        self._settings = settings
        self._clock = clock

    def code(self, to: str, code: str, purpose: str, language: str) -> None:
        """Queue a code. It is not sent any more once it has expired.

        Args:
            to: Phone number or e-mail address.
            code: Its digits.
            purpose: What it is for, a key of `Language.codes`.
            language: `vi` or `en`.
        """
        lifetime = self._settings.one_time_code_lifetime
        words = _in(language)
        facts = {"code": code, "minutes": str(int(lifetime.total_seconds() // 60))}
        wording = words.codes[purpose]
        if _is_mail(to):
            self._mail(to, wording, facts, language, keep_trying=lifetime, code=code)
        else:
            text = self._sms_with_code(self._filled(wording.sms, facts, words), words, code)
            payload = {"to": to, "text": text, "code": code}
            self._outbox.add(sms.KIND, payload, keep_trying=lifetime)

    def notify(self, address: str, notice: str, language: str, facts: Mapping[str, str]) -> None:
        """Queue a notice of something that happened to an account.

        Args:
            address: Phone number or e-mail address.
            notice: What happened, a key of `Language.notices`.
            language: `vi` or `en`.
            facts: What the words have places for; the time is added.
        """
        words = _in(language)
        wording = words.notices[notice]
        at = f"{self._clock().astimezone(_VIET_NAM):%H:%M %d/%m/%Y}"
        if _is_mail(address):
            self._mail(address, wording, {"time": at, **facts}, language)
        else:
            short = {name: fact[:_LONGEST_FACT] for name, fact in facts.items()}
            text = unaccented(self._filled(wording.sms, {"time": at, **short}, words))[:LONGEST]
            self._outbox.add(sms.KIND, {"to": address, "text": text})

    def _mail(
        self,
        to: str,
        wording: Wording,
        facts: Mapping[str, str],
        language: str,
        *,
        keep_trying: timedelta = timedelta(hours=24),
        code: str | None = None,
    ) -> None:
        words = _in(language)
        text = f"{words.greeting}\n\n{wording.mail}\n\n-- \n{words.footer}\n"
        payload = {
            "to": to,
            "subject": f"{self._settings.service_name}: {wording.subject}",
            "text": self._filled(text, facts, words),
            "language": language,
            "code": code,
        }
        self._outbox.add(mail.KIND, payload, keep_trying=keep_trying)

    def _sms_with_code(self, sentence: str, words: Language, code: str) -> str:
        # The last line lets a browser fill the code in on our page and nowhere else (WebOTP).
        bound = f"\n@{urlsplit(self._settings.issuer).hostname} #{code}"
        whole = unaccented(f"{sentence} {words.sms_safety}{bound}")
        return whole if len(whole) <= LONGEST else unaccented(sentence + bound)

    def _filled(self, text: str, facts: Mapping[str, str], words: Language) -> str:
        settings = self._settings
        return text.format(
            service=settings.service_name,
            province=settings.province if words is VIETNAMESE else settings.province_en,
            support_line=settings.support_line,
            support_hours=settings.support_hours,
            issuer=settings.issuer,
            **facts,
        )


def _in(language: str) -> Language:
    return LANGUAGES.get(language, VIETNAMESE)


def _is_mail(address: str) -> bool:
    return "@" in address
