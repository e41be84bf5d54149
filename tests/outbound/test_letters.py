"""What citizens read: complete in both languages, short enough for one SMS, and never in a log."""

import logging
import string
from dataclasses import astuple

import pytest

from idp.citizens.notices import Notice
from idp.citizens.one_time_codes import Purpose
from idp.config import Settings
from idp.outbound.gsm import LONGEST, unaccented
from idp.outbound.letters import LANGUAGES, Letters
from idp.outbound.wording.wording import Wording
from idp.store.db import db
from idp.web.current import services
from tests.deliveries import messages_to
from tests.installation import changed

PHONE, MAIL = "+84900000017", "quynh@dan.anlien.example"
LONG_APPLICATION = "Hệ thống thông tin giải quyết thủ tục hành chính của một tỉnh có tên rất dài"
LONG_AGENT = "Samsung Internet · Android 15 của một nhà sản xuất có tên rất dài"


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.fixture
def letters(app):
    return services().letters


def wordings() -> list[tuple[str, str, Wording]]:
    return [
        (language, key, wording)
        for language, words in LANGUAGES.items()
        for key, wording in [*words.codes.items(), *words.notices.items()]
    ]


def test_english_is_the_full_twin_of_vietnamese():
    vietnamese, english = LANGUAGES["vi"], LANGUAGES["en"]

    assert vietnamese.codes.keys() == english.codes.keys()
    assert vietnamese.notices.keys() == english.notices.keys()
    for key, wording in {**vietnamese.codes, **vietnamese.notices}.items():
        twin = {**english.codes, **english.notices}[key]
        for one, other in zip(astuple(wording), astuple(twin), strict=True):
            assert places(one) == places(other), key


def test_there_are_words_for_everything_there_is_to_tell():
    assert set(map(str, Notice)) <= LANGUAGES["vi"].notices.keys()
    assert set(map(str, Purpose)) <= LANGUAGES["vi"].codes.keys()


def test_words_are_calm_and_speak_plainly():
    for language, key, wording in wordings():
        for text in astuple(wording):
            assert "!" not in text, (language, key)
            assert "OTP" not in text, (language, key)
            assert "http" not in text, (language, key)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("purpose", LANGUAGES["vi"].codes)
@pytest.mark.parametrize("host", ["id.anlien.example", "dang-nhap-mot-lan.thanh-pho-ho-chi-minh.gov.vn"])
def test_an_sms_with_a_code_is_one_message_that_browsers_can_fill_in(app, clock, language, purpose, host):
    settings = changed(services().settings, issuer=f"https://{host}", service_name="SSO ĐỒNG THÁP")
    Letters(services().outbox, settings, clock).code(PHONE, "482913", purpose, language)

    [message] = messages_to(PHONE)
    assert len(message.text) <= LONGEST
    assert message.text == unaccented(message.text)
    assert message.text.splitlines()[-1] == f"@{host} #482913"
    assert message.text.count("482913") == 2
    assert message.code == "482913"


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("notice", LANGUAGES["vi"].notices)
def test_an_sms_with_a_notice_is_one_whole_message(app, clock, language, notice):
    settings = changed(services().settings, service_name="SSO ĐỒNG THÁP")
    facts = {"agent": LONG_AGENT, "application": LONG_APPLICATION}
    Letters(services().outbox, settings, clock).notify(PHONE, notice, language, facts)

    [message] = messages_to(PHONE)
    assert len(message.text) <= LONGEST
    assert message.text.endswith((".", "khau"))
    assert message.code is None


def test_a_code_by_mail_says_how_long_it_is_good_and_whom_not_to_tell(letters):
    letters.code(MAIL, "482913", "sign_in", "vi")

    [message] = messages_to(MAIL)
    assert message.kind == "mail"
    assert message.subject == "Sen ID: Mã xác thực đăng nhập"
    assert "482913" in message.text
    assert "5 phút" in message.text
    assert "kể cả cán bộ" in message.text
    assert "Tỉnh An Liên" in message.text
    assert "1900 0000" in message.text


def test_a_notice_says_what_happened_where_and_when_in_the_citizens_language(letters):
    letters.notify(MAIL, "new_device", "en", {"agent": "Chrome · Android"})

    [message] = messages_to(MAIL)
    assert "New login" in message.subject
    assert "Chrome · Android, at 09:00 02/11/2026" in message.text
    assert "An Liên Province" in message.text


def test_a_language_we_do_not_speak_becomes_vietnamese(letters):
    letters.code(PHONE, "482913", "sign_in", "fr")

    assert "Ma xac thuc" in messages_to(PHONE)[0].text


def test_an_expired_code_is_not_sent_any_more(letters, clock):
    letters.code(PHONE, "482913", "sign_in", "vi")
    db.session.commit()
    clock.advance(minutes=5)

    assert messages_to(PHONE) == []


def test_nothing_of_a_message_is_logged(letters, caplog):
    with caplog.at_level(logging.DEBUG):
        letters.code(PHONE, "482913", "sign_in", "vi")
        letters.code(MAIL, "482914", "recover", "vi")
        letters.notify(MAIL, "new_device", "vi", {"agent": "Chrome · Android"})
        assert messages_to(MAIL)

    idps_own = "\n".join(record.getMessage() for record in caplog.records)
    for secret in ("482913", "482914", PHONE, MAIL, "Chrome"):
        assert secret not in idps_own


def test_a_message_cannot_be_composed_of_braces(letters):
    letters.notify(MAIL, "new_device", "vi", {"agent": "{issuer} {0.__class__}"})

    assert "{issuer} {0.__class__}" in messages_to(MAIL)[0].text


def test_settings_of_the_demo_are_enough(tmp_path):
    assert Settings(env="demo", data_dir=tmp_path).mail_url == "messages:"
