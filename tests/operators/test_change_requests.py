"""The two-person rule: who asks never decides, a request is decided once, and ends after thirty days."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from idp.operators.change_requests import (
    RIGHT_TO_DECIDE,
    Applied,
    ChangeRequests,
    Impossible,
    Kind,
    NotDecided,
    Overtaken,
)
from idp.store.db import db
from idp.store.models import AuditRecord, ChangeRequest
from idp.store.repositories.change_requests import ChangeRequestRows
from idp.web.current import services

LAN, TUAN = "11111111-1111-1111-1111-111111111111", "22222222-2222-2222-2222-222222222222"


class Handlers(dict):
    """Handlers of one kind that note what they were given, and answer what the test wants."""

    def __init__(self):
        self.given, self.answer = [], Applied("made")
        super().__init__({Kind.CLIENT_CHANGE: self.act})

    def act(self, request):
        self.given.append((request.id, request.state))
        return self.answer


@pytest.fixture
def handlers(app):
    return Handlers()


@pytest.fixture
def requests(handlers, clock):
    return ChangeRequests(ChangeRequestRows(db.session, clock), handlers, services().audit, clock)


@pytest.fixture
def asked(requests):
    return requests.ask(
        Kind.CLIENT_CHANGE,
        "portal",
        unit="Sở Y tế",
        base_version=3,
        before={"scope": "openid"},
        after={"scope": "openid citizen_id"},
        reason="Nghị định mới",
        asked_by=LAN,
    )


def told():
    found = db.session.scalars(select(AuditRecord).where(AuditRecord.name.like("request.%")))
    return [
        (record.name, record.operator_id, record.client_id)
        for record in sorted(found, key=lambda record: record.id)
    ]


def test_what_is_asked_waits_and_says_what_it_would_change(requests, asked, clock):
    (waiting,) = requests.open()

    assert (waiting.kind, waiting.subject, waiting.unit, waiting.base_version) == (
        "client.change",
        "portal",
        "Sở Y tế",
        3,
    )
    assert (waiting.before, waiting.after) == ({"scope": "openid"}, {"scope": "openid citizen_id"})
    assert waiting.expires_at == clock() + timedelta(days=30)
    record = db.session.scalars(select(AuditRecord).where(AuditRecord.name == "request.asked")).one()
    assert record.details["members"] == ["scope"]
    assert record.details["after"] == ['"openid citizen_id"']


def test_a_second_person_approves_and_it_is_done_once(requests, asked, handlers):
    assert requests.approve(asked.id, TUAN, "Đúng căn cứ") == Applied("made")
    assert requests.approve(asked.id, TUAN) is NotDecided.OVER

    assert handlers.given == [(asked.id, "approved")]
    kept = db.session.scalars(select(ChangeRequest)).one()
    assert (kept.state, kept.decided_by) == ("approved", TUAN)
    assert [comment["text"] for comment in kept.comments] == ["Đúng căn cứ"]
    assert told() == [("request.asked", LAN, "portal"), ("request.approved", TUAN, "portal")]
    assert requests.open() == []


@pytest.mark.parametrize(
    ("act", "state", "event"),
    [
        ("reject", "rejected", "request.rejected"),
        ("want_more", "more_wanted", "request.more_wanted"),
    ],
)
def test_a_second_person_refuses_with_a_comment(requests, asked, handlers, act, state, event):
    decided = getattr(requests, act)(asked.id, TUAN, "Thiếu văn bản")

    assert (decided.state, decided.comments[0]["text"], decided.comments[0]["by"]) == (
        state,
        "Thiếu văn bản",
        TUAN,
    )
    assert requests.approve(asked.id, TUAN) is NotDecided.OVER
    assert handlers.given == []
    assert told()[-1] == (event, TUAN, "portal")


@pytest.mark.parametrize("act", ["approve", "reject", "want_more"])
def test_whoever_asked_never_decides_and_the_attempt_is_recorded(requests, asked, handlers, act):
    words = () if act == "approve" else ("Tự duyệt",)

    assert getattr(requests, act)(asked.id, LAN, *words) is NotDecided.OWN

    assert handlers.given == []
    assert [each.id for each in requests.open()] == [asked.id]
    assert told()[-1] == ("request.decision_refused", LAN, "portal")


def test_only_whoever_asked_withdraws(requests, asked):
    assert requests.withdraw(asked.id, TUAN) is NotDecided.OWN
    assert requests.withdraw(asked.id, LAN).state == "withdrawn"
    assert requests.withdraw(asked.id, LAN) is NotDecided.OVER
    assert told()[-1] == ("request.withdrawn", LAN, "portal")


def test_after_thirty_days_nobody_decides_any_more(requests, asked, handlers, clock):
    clock.advance(days=30)

    assert requests.open() == []
    assert requests.count_open() == 0
    assert requests.approve(asked.id, TUAN) is NotDecided.OVER
    assert requests.state_of(requests.find(asked.id)) == "expired"
    assert [each.id for each in requests.past()] == [asked.id]
    assert handlers.given == []


@pytest.mark.parametrize("answer", [Overtaken(), Impossible(("Thiếu khóa.",))])
def test_what_could_not_be_done_goes_on_waiting(requests, asked, handlers, answer):
    handlers.answer = answer

    assert requests.approve(asked.id, TUAN, "Đồng ý") is answer

    (waiting,) = requests.open()
    assert (waiting.decided_by, waiting.decided_at, waiting.comments) == (None, None, [])
    assert [name for name, *_ in told()] == ["request.asked"]
    handlers.answer = Applied()
    assert requests.approve(asked.id, TUAN) == Applied()


def test_what_is_unknown_cannot_be_decided(requests):
    assert requests.approve("no-such", TUAN) is NotDecided.UNKNOWN
    assert requests.withdraw("no-such", LAN) is NotDecided.UNKNOWN


def test_those_about_one_thing_and_of_some_kinds_are_found(requests, asked):
    other = requests.ask(Kind.OPERATOR_ROLE, TUAN, asked_by=LAN)

    assert [each.id for each in requests.open(subject="portal")] == [asked.id]
    assert [each.id for each in requests.open([Kind.OPERATOR_ROLE])] == [other.id]
    assert requests.count_open() == 2


def test_listeners_hear_of_every_request_and_every_end(requests):
    heard = []
    requests.on_ask.append(lambda each: heard.append(("asked", each.subject)))
    requests.on_decision.append(lambda each: heard.append((each.state, each.subject)))
    first = requests.ask(Kind.CLIENT_CHANGE, "portal", asked_by=LAN)
    second = requests.ask(Kind.CLIENT_CHANGE, "health", asked_by=LAN)
    requests.approve(first.id, TUAN)
    requests.withdraw(second.id, LAN)

    assert heard == [
        ("asked", "portal"),
        ("asked", "health"),
        ("approved", "portal"),
        ("withdrawn", "health"),
    ]


def test_every_kind_says_who_decides():
    assert set(RIGHT_TO_DECIDE) == set(Kind)
