"""Changes of registrations: at once, or after a second person has looked at the difference; and the way back."""

import pytest

from idp.operators.change_requests import Applied, Impossible, Overtaken
from idp.relying_parties.client_changes import CHANGE, Asked
from idp.relying_parties.life import Refusal, Stopped
from idp.relying_parties.outcomes import Changed, Conflict, NotFound
from idp.web.current import services
from tests.coaching import coach_is_content
from tests.relying_parties.applications import (
    DEVELOPER,
    OTHER,
    PROVINCE,
    UNIT,
    WITH_LAW,
    live,
    make,
    now,
)

CONSENT = {"legal_basis": "consent", "purpose": {}, "optional": False}


@pytest.fixture
def changes(app):
    coach_is_content()
    return services().client_changes


@pytest.fixture
def requests(app):
    return services().change_requests


class TestChanging:
    def test_a_draft_is_changed_by_whoever_makes_it(self, changes):
        client = make(changes, DEVELOPER)
        moved = {"redirect_uris": ["https://moi.anlien.example/cb"]}

        assert isinstance(changes.save(client, moved, client.version, DEVELOPER), Changed)
        assert now().metadata_["redirect_uris"] == ["https://moi.anlien.example/cb"]

    def test_a_developer_does_not_change_what_is_approved(self, changes):
        client = live(changes)

        stopped = changes.save(client, {"client_name": "Tên khác"}, client.version, DEVELOPER)
        assert stopped == Stopped(Refusal.NO_RIGHT)
        assert now().name == "Hồ sơ sức khỏe"

    def test_harmless_members_change_at_once(self, changes, requests):
        client = live(changes, WITH_LAW)
        changed = {"policy_uri": "https://a.example/p", "contacts": ["lan@soyte.example"]}

        assert isinstance(changes.save(client, changed, client.version, UNIT), Changed)
        assert now().metadata_["policy_uri"] == "https://a.example/p"
        assert requests.open() == []

    def test_another_host_waits_and_the_difference_is_shown(self, changes, requests):
        client = live(changes, WITH_LAW)
        moved = {"redirect_uris": ["https://moi.anlien.example/cb"]}
        asked = changes.save(client, moved, client.version, UNIT, "Đổi tên miền")

        assert isinstance(asked, Asked)
        assert not asked.at_once
        assert (asked.request.kind, asked.request.reason) == (CHANGE, "Đổi tên miền")
        assert asked.request.before == {"redirect_uris": ["https://suckhoe.anlien.example/callback"]}
        assert asked.request.after == moved
        assert now().metadata_["redirect_uris"] == ["https://suckhoe.anlien.example/callback"]

        assert requests.approve(asked.request.id, OTHER) == Applied()
        assert now().metadata_["redirect_uris"] == moved["redirect_uris"]

    def test_of_a_mixed_change_the_harmless_part_is_there_at_once(self, changes):
        client = live(changes)
        mixed = {"policy_uri": "https://a.example/p", "redirect_uris": ["https://moi.anlien.example/cb"]}
        asked = changes.save(client, mixed, client.version, UNIT)

        assert asked.at_once
        assert now().metadata_["policy_uri"] == "https://a.example/p"
        assert set(asked.request.after) == {"redirect_uris"}

    @pytest.mark.parametrize(
        "changed",
        [
            {"client_name": "Sở Tài chính"},
            {"client_name#vi": "Sở Tài chính"},
            {"client_name#en": "Department of Finance"},
            {"logo_uri": "https://suckhoe.anlien.example/other.png"},
            {
                "scope": "openid phone email",
                "scope_policy": {"phone": CONSENT, "email": CONSENT},
            },
        ],
        ids=lambda changed: next(iter(changed)),
    )
    def test_what_citizens_see_and_give_is_for_two(self, changes, requests, changed):
        client = live(changes)
        before = changes.history.document(client)
        asked = changes.save(client, changed, client.version, UNIT)

        assert isinstance(asked, Asked)
        assert not asked.at_once
        assert changes.history.document(now()) == before
        assert requests.approve(asked.request.id, OTHER) == Applied()
        after = changes.history.document(now())
        told = {name.removesuffix("#vi"): value for name, value in changed.items()}
        assert {name: after[name] for name in told} == told

    def test_without_a_legal_ground_who_approves_needs_nobody_else(self, changes, requests):
        client = live(changes)
        moved = {"redirect_uris": ["https://moi.anlien.example/cb"]}

        assert isinstance(changes.save(client, moved, client.version, PROVINCE), Changed)
        assert requests.open() == []

    def test_with_a_legal_ground_who_approves_needs_somebody_too(self, changes, requests):
        client = live(changes, WITH_LAW)
        moved = {"redirect_uris": ["https://moi.anlien.example/cb"]}
        asked = changes.save(client, moved, client.version, PROVINCE)

        assert isinstance(asked, Asked)
        assert requests.approve(asked.request.id, PROVINCE.operator_id) == "own"
        assert requests.approve(asked.request.id, OTHER) == Applied()

    def test_a_new_legal_ground_needs_somebody_even_for_who_approves(self, changes):
        client = live(changes)
        more = {name: WITH_LAW[name] for name in ("scope", "scope_policy")}

        assert isinstance(changes.save(client, more, client.version, PROVINCE), Asked)
        assert now().metadata_["scope"] == "openid phone"

    def test_what_changed_since_makes_the_request_overtaken(self, changes, requests):
        client = live(changes)
        asked = changes.save(client, {"redirect_uris": ["https://moi.example/cb"]}, client.version, UNIT)
        client = now()
        services().client_desk.registrations.change(
            client, {"redirect_uris": ["https://khac.example/cb"]}, client.version
        )

        assert isinstance(requests.approve(asked.request.id, OTHER), Overtaken)
        assert now().metadata_["redirect_uris"] == ["https://khac.example/cb"]

    def test_a_change_of_something_else_does_not_overtake_it(self, changes, requests):
        client = live(changes)
        asked = changes.save(client, {"redirect_uris": ["https://moi.example/cb"]}, client.version, UNIT)
        client = now()
        changes.save(client, {"policy_uri": "https://a.example/p"}, client.version, UNIT)

        assert requests.approve(asked.request.id, OTHER) == Applied()
        members = now().metadata_
        assert (members["policy_uri"], members["redirect_uris"]) == (
            "https://a.example/p",
            ["https://moi.example/cb"],
        )

    def test_what_has_become_impossible_is_said(self, changes, requests, clock):
        client = live(changes)
        excuse = {"require_pkce": False, "pkce_exempt_until": "2026-11-05"}
        asked = changes.save(client, excuse, client.version, UNIT)
        clock.advance(days=10)

        assert isinstance(requests.approve(asked.request.id, OTHER), Impossible)
        assert now().require_pkce

    def test_people_are_in_no_request(self, changes):
        client = live(changes)
        mixed = {"technical_contact": {"name": "Trần Văn Bình"}, "audiences": ["https://lgsp.example"]}
        asked = changes.save(client, mixed, client.version, UNIT)

        assert set(asked.request.after) == {"audiences"}
        assert changes.history.document(now())["technical_contact"] == {"name": "Trần Văn Bình"}

    def test_a_unit_is_not_given_away_by_its_own_people(self, changes):
        client = live(changes)
        changed = {"unit": "Sở Tài chính", "policy_uri": "https://a.example/p"}

        assert isinstance(changes.save(client, changed, client.version, UNIT), Changed)
        assert now().unit == "Sở Y tế"

    def test_another_version_is_a_conflict(self, changes):
        client = live(changes)

        assert isinstance(changes.save(client, {}, client.version - 1, UNIT), Conflict)

    def test_what_is_retired_is_not_changed_any_more(self, changes):
        client = live(changes)
        assert changes.life.make("retire", client, PROVINCE) is None
        client = now()

        stopped = changes.save(client, {"client_name": "Tên khác"}, client.version, PROVINCE)
        assert stopped == Stopped(Refusal.NOT_NOW)


class TestGoingBack:
    def test_an_earlier_version_comes_back_as_one_act(self, changes):
        client = make(changes)
        first = client.version
        changes.save(
            client, {"client_name": "Sổ sức khỏe", "policy_uri": "https://a.example/p"}, first, PROVINCE
        )
        client = now()

        outcome = changes.restore(client, first, client.version, PROVINCE, "Nhầm")
        assert isinstance(outcome, Changed)
        assert (now().name, now().metadata_.get("policy_uri")) == ("Hồ sơ sức khỏe", None)
        latest = changes.history.all(now())[0]
        assert (latest.number, latest.act.why) == (now().version, "Nhầm")

    def test_going_back_keeps_the_same_rules(self, changes):
        client = live(changes)
        registrations = services().client_desk.registrations
        registrations.change(client, {"redirect_uris": ["https://moi.example/cb"]}, client.version)
        client, first = now(), 1

        assert isinstance(changes.restore(client, first, client.version, UNIT), Asked)
        assert changes.restore(client, first, client.version, DEVELOPER) == Stopped(Refusal.NO_RIGHT)
        assert now().metadata_["redirect_uris"] == ["https://moi.example/cb"]

    @pytest.mark.parametrize("number", [0, -1, 99])
    def test_there_is_no_way_back_to_what_never_was(self, changes, number):
        client = make(changes)

        assert isinstance(changes.restore(client, number, client.version, PROVINCE), NotFound)
