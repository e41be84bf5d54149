"""Words of the console: nothing that can happen is without them."""

import importlib
import pkgutil

import pytest

import idp.audit.events
from idp.audit.events.event import Event
from idp.relying_parties.faults import Fault, Problem
from idp.relying_parties.kinds import kind_of
from idp.relying_parties.redirect_uris import Finding, Reason, Rule, Verdict
from idp.store.models import AuditRecord
from idp.web.admin.overview import AREAS
from idp.web.admin.words import EVENTS, REASONS, act_of, fault_words, finding_words
from tests.builders import a_client, a_machine


@pytest.fixture
def request_in(app):
    def open_context(language="vi"):
        return app.test_request_context(f"/?lang={language}")

    return open_context


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_reason_has_its_words(request_in, language):
    with request_in(language):
        for reason in Reason:
            said = finding_words(Finding(Rule.HOST, Verdict.NO, reason, "x%y"))
            assert said
            assert "%(" not in said
            assert "%%" not in said
    assert set(REASONS) == set(Reason)


def test_every_problem_has_its_words(request_in):
    with request_in():
        for problem in Problem:
            assert fault_words(Fault("redirect_uris", problem, "x"))


def test_every_event_of_the_console_has_its_words():
    names = set()
    for module in pkgutil.walk_packages(idp.audit.events.__path__, "idp.audit.events."):
        for kind in vars(importlib.import_module(module.name)).values():
            if isinstance(kind, type) and issubclass(kind, Event) and kind.name.split(".")[0] in AREAS:
                names.add(kind.name)

    assert names - set(EVENTS) == set()


def test_kinds_are_told_apart(app):
    native = a_client("native", secret=None, metadata={"application_type": "native"})
    resource = a_client("lgsp", metadata={"grant_types": [], "response_types": []})

    assert [
        kind_of(each) for each in (a_client(), a_client("spa", secret=None), native, a_machine(), resource)
    ] == [
        "web",
        "spa",
        "native",
        "machine",
        "resource",
    ]


def test_a_change_is_shown_member_by_member(request_in):
    record = AuditRecord(
        name="client.changed",
        operator_id="op-1",
        details={
            "members": ["redirect_uris", "require_pkce", "unit", "scope_policy"],
            "before": ['["https://a.example"]', "true", '"Sở A"', "null"],
            "after": ['["https://a.example", "https://b.example"]', "false", "not JSON", '{"phone": {}}'],
        },
    )
    with request_in():
        act = act_of(record, {"op-1": "lan"})

    assert act.who == "lan"
    assert [(each.before, each.after) for each in act.differences] == [
        ("https://a.example", "https://a.example\nhttps://b.example"),
        ("true", "false"),
        ("Sở A", "not JSON"),
        ("", '{\n "phone": {}\n}'),
    ]


def test_a_record_that_lost_its_values_is_still_shown(request_in):
    record = AuditRecord(
        name="client.changed", operator_id=None, details={"members": ["unit"], "before": "x"}
    )
    with request_in():
        (difference,) = act_of(record, {}).differences

    assert (difference.before, difference.after) == ("", "")


def test_a_detail_without_a_value_is_left_out_and_a_time_is_said_in_words(request_in):
    details = {"overlap_seconds": 14 * 24 * 3600, "outcome": "access_denied", "claims": []}
    with request_in():
        notes = act_of(AuditRecord(name="client.trial_finished", details=details), {}).notes

    assert notes == (("kết quả", "access_denied"), ("khóa cũ còn dùng được", "2 tuần"))


def test_who_acted_without_an_account_is_said(request_in):
    with request_in():
        assert act_of(AuditRecord(name="keys.rotated", details={}), {}).who == "dòng lệnh trên máy chủ"
        made = act_of(AuditRecord(name="operator.created", operator_id="op-1", details={}), {"op-1": "lan"})
        assert (made.who, made.notes) == ("dòng lệnh trên máy chủ", (("người quản trị", "lan"),))
        assert (
            act_of(AuditRecord(name="operator.refused", details={"reason": "unknown"}), {}).who == "không rõ"
        )
        unknown = act_of(AuditRecord(name="client.renamed", details={"reason": "x"}), {})
        assert (unknown.title, unknown.notes) == ("client.renamed", (("lý do", "x"),))
