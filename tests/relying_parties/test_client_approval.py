"""Making applications, and asking a second person to let them in."""

import pytest

from idp.operators.change_requests import Applied, Overtaken
from idp.relying_parties.client_changes import APPROVAL, Asked
from idp.relying_parties.faults import Problem
from idp.relying_parties.life import Refusal, Stopped
from idp.relying_parties.outcomes import Rejected
from idp.web.current import services
from tests.coaching import coach_is_content
from tests.relying_parties.applications import (
    DEVELOPER,
    DOCUMENT,
    OTHER,
    PROVINCE,
    UNIT,
    WITH_LAW,
    events,
    make,
    now,
)


@pytest.fixture
def changes(app):
    coach_is_content()
    return services().client_changes


@pytest.fixture
def requests(app):
    return services().change_requests


class TestCreating:
    def test_a_province_administrator_makes_it_live_at_once(self, changes, requests):
        assert make(changes).state == "live"
        assert requests.open() == []

    def test_a_scope_with_a_legal_ground_needs_a_second_person(self, changes, requests):
        made = changes.create(WITH_LAW, PROVINCE, "Theo luật mới")
        (asked,) = requests.open()

        assert now().state == "requested"
        assert made.request.id == asked.id
        assert (asked.kind, asked.subject, asked.reason) == (APPROVAL, "suc-khoe", "Theo luật mới")
        assert asked.after["scope_policy"]["ho_ten"]["legal_reference"] == "Luật Khám bệnh 2023"

    @pytest.mark.parametrize("by", [UNIT, DEVELOPER])
    def test_who_may_not_approve_makes_a_draft(self, changes, requests, by):
        client = make(changes, by)

        assert (client.state, client.made_by) == ("draft", by.operator_id)
        assert requests.open() == []

    def test_the_unit_is_their_own_whatever_was_sent(self, changes):
        sent = {**DOCUMENT, "unit": "Sở Tài chính", "state": "live", "made_by": "somebody"}

        client = make(changes, DEVELOPER, sent)
        assert (client.unit, client.state, client.made_by) == ("Sở Y tế", "draft", "developer")

    def test_a_bad_registration_is_rejected(self, changes):
        assert isinstance(changes.create({**DOCUMENT, "redirect_uris": []}, DEVELOPER), Rejected)


class TestAsking:
    def test_a_draft_is_asked_for_and_approved_by_somebody_else(self, changes, requests):
        client = make(changes, DEVELOPER, WITH_LAW)
        asked = changes.submit(client, DEVELOPER, "Xin duyệt")
        assert isinstance(asked, Asked)
        assert now().state == "requested"

        assert requests.approve(asked.request.id, OTHER) == Applied()
        assert now().state == "test"
        assert changes.life.make("go_live", now(), DEVELOPER) is None
        assert now().state == "live"
        assert [event.details["after"] for event in events("client.state_changed")] == [
            ['"requested"'],
            ['"test"'],
            ['"live"'],
        ]

    @pytest.mark.parametrize("act", ["reject", "want_more"])
    def test_what_is_refused_is_a_draft_again(self, changes, requests, act):
        asked = changes.submit(make(changes, DEVELOPER), DEVELOPER)
        getattr(requests, act)(asked.request.id, OTHER, "Thiếu văn bản")

        assert now().state == "draft"
        assert isinstance(changes.submit(now(), DEVELOPER), Asked)

    def test_what_is_withdrawn_is_a_draft_again(self, changes, requests):
        asked = changes.submit(make(changes, DEVELOPER), DEVELOPER)
        requests.withdraw(asked.request.id, "developer")

        assert now().state == "draft"

    def test_what_nobody_decided_in_time_is_a_draft_again(self, changes, clock):
        changes.submit(make(changes, DEVELOPER), DEVELOPER)
        assert changes.return_forgotten() == 0
        clock.advance(days=30)

        assert changes.return_forgotten() == 1
        assert now().state == "draft"

    def test_without_the_coach_nothing_is_asked_for(self, changes):
        changes.life.coach_is_complete = lambda client_id: client_id != "suc-khoe"
        client = make(changes, DEVELOPER)

        assert changes.submit(client, DEVELOPER) == Stopped(Refusal.COACH)
        assert now().state == "draft"

    def test_a_draft_that_is_no_longer_good_is_told_so(self, changes, clock):
        until = {**DOCUMENT, "require_pkce": False, "pkce_exempt_until": "2026-11-03"}
        client = make(changes, DEVELOPER, until)
        clock.advance(days=3)

        stopped = changes.submit(client, DEVELOPER)
        assert [fault.problem for fault in stopped.faults] == [Problem.PAST]

    def test_while_it_is_asked_for_nobody_edits_it(self, changes):
        changes.submit(make(changes, DEVELOPER), DEVELOPER)
        client = now()

        for by in (DEVELOPER, UNIT, PROVINCE):
            assert changes.save(client, {"client_name": "Tên khác"}, client.version, by) == Stopped(
                Refusal.NOT_NOW
            )

    def test_what_was_changed_behind_a_request_is_not_let_in(self, changes, requests):
        asked = changes.submit(make(changes, DEVELOPER), DEVELOPER)
        client = now()
        services().client_desk.registrations.change(
            client, {"redirect_uris": ["https://khac.example/cb"]}, client.version
        )

        assert isinstance(requests.approve(asked.request.id, OTHER), Overtaken)
        assert now().state == "requested"
        assert len(requests.open()) == 1
