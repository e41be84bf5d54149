"""Every event has words, in both languages, and an area."""

from flask_babel import force_locale

from idp.audit.events.event import Event
from idp.store.models import AuditRecord
from idp.web.admin.audit_words import told
from idp.web.admin.event_words import AREAS, EVENTS, area_words, event_words
from tests.architecture.test_audit_guard import _events
from tests.moments import START


def test_every_event_has_words_and_no_word_is_left_over():
    names = {event.name for event in _events()}

    assert names - set(EVENTS) == set()
    assert set(EVENTS) - names == set()


def test_every_area_has_words():
    assert {event.name.partition(".")[0] for event in _events()} == set(AREAS)


def test_words_are_in_both_languages(app):
    with app.test_request_context():
        vietnamese = {name: event_words(name) for name in EVENTS}
        with force_locale("en"):
            same = [name for name, words in vietnamese.items() if event_words(name) == words]

    assert same == []


def test_what_nobody_has_named_is_called_by_its_own_name(app):
    with app.test_request_context():
        assert event_words("old.gone") == "old.gone"
        assert area_words("old") == "old"


def test_every_event_can_be_read(app):
    with app.test_request_context():
        for event in _events():
            told_ = told(a_record(event), {"op": "lan"})
            assert told_.title
            assert told_.who, event.name


def a_record(event: type[Event]) -> AuditRecord:
    fields = event.__dataclass_fields__
    details = {
        name: ["x"] if "tuple" in str(field.type) else "x"
        for name, field in fields.items()
        if not name.endswith("_id")
    }
    return AuditRecord(
        at=START,
        name=event.name,
        details=details,
        operator_id="op" if "operator_id" in fields else None,
        citizen_id="c" if "citizen_id" in fields else None,
        client_id="portal" if "client_id" in fields else None,
    )
