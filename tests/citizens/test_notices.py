"""Whom a notice goes to."""

import pytest

from idp.citizens.notices import Notice
from idp.outbound.wording.english import ENGLISH
from idp.outbound.wording.vietnamese import VIETNAMESE
from idp.store.db import db
from tests.builders import a_citizen, a_person


def test_a_notice_goes_to_every_contact(doors, mailbox, app):
    person = a_person()

    doors.notices.tell(a_citizen(person), Notice.PASSWORD_CHANGED)

    assert set(mailbox.notices) == {(person.email, "password_changed"), (person.phone, "password_changed")}


def test_an_account_with_one_contact_is_told_there(doors, mailbox, app):
    person = a_person()
    citizen = a_citizen(person)
    citizen.email_sealed = citizen.email_index = None
    db.session.commit()

    doors.notices.tell(citizen, Notice.PASSWORD_CHANGED)

    assert mailbox.notices == [(person.phone, "password_changed")]


def test_a_notice_can_go_where_it_is_sent(doors, mailbox, app):
    doors.notices.tell(a_citizen(), Notice.CONTACT_CHANGED, at=["cu@thu.vn"])

    assert mailbox.notices == [("cu@thu.vn", "contact_changed")]


@pytest.mark.parametrize("notice", Notice)
@pytest.mark.parametrize("language", [VIETNAMESE, ENGLISH])
def test_there_are_words_for_every_notice(notice, language):
    assert str(notice) in language.notices
