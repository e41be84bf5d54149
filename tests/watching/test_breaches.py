"""Breaches: the clock, whom the log shows as affected, the sealed file."""

from datetime import timedelta

import pytest

from idp.audit.events.oauth import ClaimsReleased
from idp.store.db import db
from idp.store.models import AuditRecord, Breach, BreachNote
from idp.store.repositories import breaches as rows
from idp.store.repositories.breaches import Scope
from idp.watching.breaches import Breaches, found_in, scope_of
from idp.web.current import services
from tests.moments import START

DAY = timedelta(days=1)
EVERYTHING = Scope(START - DAY, START + DAY)
SECRET = "Ổ cứng của Sở Y tế bị mất"


@pytest.fixture
def breaches(app) -> Breaches:
    return services().watch.breaches


def opened(breaches, scope=EVERYTHING, known_at=START) -> Breach:
    breach = breaches.begin("Mất ổ cứng", known_at, scope, "op")
    db.session.commit()
    return breach


def released(*pairs):
    for citizen_id, client_id in pairs:
        services().audit.record(
            ClaimsReleased(
                citizen_id=citizen_id,
                client_id=client_id,
                authorization_id="a",
                claims=("name",),
                channel="userinfo",
            )
        )
    db.session.commit()


def test_the_clocks_run_from_the_moment_it_is_known(breaches, clock):
    breach = opened(breaches, known_at=START - timedelta(hours=2))
    clock.advance(hours=1)
    clocks = breaches.clocks(breach)

    assert (clocks.first_word, clocks.report) == (timedelta(hours=21), timedelta(hours=69))
    clock.advance(hours=70)
    assert breaches.clocks(breach).report == -timedelta(hours=1)
    assert [each.id for each in breaches.open()] == [breach.id]


def test_reporting_stops_the_clock_once(breaches, clock):
    breach = opened(breaches)
    clock.advance(hours=71)

    assert breaches.report(breach, "op")
    db.session.commit()
    clock.advance(hours=9)
    assert breaches.clocks(breach).report == timedelta(hours=1)
    assert not breaches.report(breach, "op")
    assert list(breaches.open()) == []
    noted = db.session.query(AuditRecord).filter(AuditRecord.name == "breach.reported").one()
    assert noted.details["in_time"] is True


def test_what_is_known_in_the_future_is_known_now(breaches):
    assert opened(breaches, known_at=START + DAY).known_at == START


def test_people_and_applications_are_counted_from_the_log(breaches, clock):
    clock.advance(days=-2)
    released(("early", "portal"))
    clock.advance(days=2)
    released(("a", "portal"), ("a", "portal"), ("a", "health"), ("b", "portal"))
    breach = opened(breaches)

    assert breaches.count(breach, "op")
    counted, at = found_in(breach)
    assert (counted.people, counted.events, at) == (2, 4, START)
    assert counted.clients == {"portal": (2, 3), "health": (1, 1)}


@pytest.mark.parametrize(
    ("scope", "people"),
    [
        (Scope(START - DAY, START + DAY, clients=("health",)), 1),
        (Scope(START - DAY, START + DAY, names=("oauth.claims_released",)), 2),
        (Scope(START - DAY, START + DAY, names=("sign_in.succeeded",)), 0),
        (Scope(START + DAY, START + 2 * DAY), 0),
    ],
)
def test_the_scope_says_who_counts(breaches, scope, people):
    released(("a", "portal"), ("a", "health"), ("b", "portal"))
    breach = opened(breaches, scope)
    breaches.count(breach, "op")

    assert found_in(breach)[0].people == people
    assert scope_of(breach) == scope


def test_the_list_names_each_person_at_each_application_once(breaches, monkeypatch):
    monkeypatch.setattr(rows, "_PORTION", 2)
    released(("b", "portal"), ("a", "portal"), ("a", "health"), ("c", "x"), ("a", "portal"))
    breach = opened(breaches)
    found = list(breaches.people(breach, scope_of(breach), "op", "r"))

    assert [(one.citizen_id, one.client_id, one.events) for one in found] == [
        ("a", "health", 1),
        ("a", "portal", 2),
        ("b", "portal", 1),
        ("c", "x", 1),
    ]
    assert db.session.query(AuditRecord).filter(AuditRecord.name == "breach.list_exported").count() == 1


def test_notes_are_sealed_and_not_in_the_log(breaches):
    breach = opened(breaches)
    assert breaches.note(breach, SECRET, "op")
    assert breaches.note(breach, "Đã khóa tài khoản", "other")
    db.session.commit()

    assert [(note.by, note.text) for note in breaches.notes(breach, most=9)] == [
        ("other", "Đã khóa tài khoản"),
        ("op", SECRET),
    ]
    assert not [row for row in db.session.query(BreachNote) if SECRET.encode() in row.text_sealed]
    assert not [row for row in db.session.query(AuditRecord) if SECRET in str(row.details)]


def test_no_note_pushes_out_another_however_many_there_are(breaches):
    breach, written = opened(breaches), [f"note {number}" for number in range(520)]
    for text in written:
        assert breaches.note(breach, text, "op")
    db.session.commit()

    found, last = [], None
    while page := breaches.notes(breach, most=200, before=last):
        found += [note.text for note in page]
        last = page[-1].id
    assert found == written[::-1]


def test_another_scope_forgets_what_was_counted(breaches):
    released(("a", "portal"))
    breach = opened(breaches)
    breaches.count(breach, "op")
    assert breaches.change(breach, "Mất ổ cứng", Scope(START - 2 * DAY, START), "op")
    db.session.commit()

    assert found_in(breach) is None
    changed = db.session.query(AuditRecord).filter(AuditRecord.name == "breach.changed").one()
    assert changed.details["members"] == ["scope"]


def test_the_same_again_changes_nothing(breaches):
    breach = opened(breaches)

    assert breaches.change(breach, "Mất ổ cứng", EVERYTHING, "op")
    assert db.session.query(AuditRecord).filter(AuditRecord.name == "breach.changed").count() == 0


def test_a_closed_file_stays_as_it_is(breaches):
    breach = opened(breaches)
    assert breaches.close(breach, "op")
    db.session.commit()

    assert not breaches.note(breach, "x", "op")
    assert not breaches.report(breach, "op")
    assert not breaches.change(breach, "y", EVERYTHING, "op")
    assert not breaches.close(breach, "op")


def test_of_two_who_write_at_once_one_is_told(breaches):
    breach = opened(breaches)
    stale = Breach(id=breach.id, version=breach.version)
    assert breaches.note(breach, "first", "op")

    assert not breaches.note(stale, "second", "op")
    assert [note.text for note in breaches.notes(breach, most=9)] == ["first"]
