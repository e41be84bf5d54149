"""Each rule of lint, broken and kept."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from idp.relying_parties.facts import Facts
from idp.relying_parties.lint import judge
from idp.relying_parties.lint_rules import RULES
from idp.relying_parties.secrets import KeptSecret
from idp.store.models import Client
from tests.architecture.source import ROOT

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
GROUND = {
    "legal_basis": "law",
    "legal_reference": "Nghị định 107/2021/NĐ-CP, Điều 9",
    "purpose": {"vi": "Nộp hồ sơ", "en": "Submitting"},
    "retention": "P5Y",
}


def a_secret(age: int = 10, ends_in: int | None = None, name: str = "s1") -> KeptSecret:
    end = None if ends_in is None else NOW + timedelta(days=ends_in)
    return KeptSecret(name, "digest", "wxyz", NOW - timedelta(days=age), end)


def a_registration(metadata: dict[str, Any] | None = None, **columns: Any) -> Client:
    good = {
        "redirect_uris": ["https://app.soyte.example/callback"],
        "response_types": ["code"],
        "scope": "openid ngay_sinh",
        "backchannel_logout_uri": "https://app.soyte.example/out",
        "policy_uri": "https://app.soyte.example/policy",
        "contacts": ["it@soyte.example"],
        **(metadata or {}),
    }
    return Client(
        **{
            "client_id": "app",
            "state": "live",
            "profile": "plain",
            "name": "Ứng dụng",
            "name_en": "Application",
            "unit": "Sở Y tế",
            "metadata_": {name: value for name, value in good.items() if value is not None},
            "scope_policy": {"ngay_sinh": GROUND},
            "require_pkce": True,
            "created_at": NOW - timedelta(days=200),
            "contacts_sealed": None,
            **columns,
        }
    )


def facts(**known: Any) -> Facts:
    usual = {
        "secrets": (a_secret(),),
        "data_scopes": frozenset({"ngay_sinh", "dinh_danh", "ho_tich"}),
        "law_only": frozenset({"dinh_danh", "ho_tich"}),
    }
    return Facts(now=NOW, today=date(2026, 11, 22), **{**usual, **known})


def broken(client: Client, known: Facts | None = None) -> dict[str, tuple[str, ...]]:
    return {each.id: each.about for each in judge(client, known or facts()).broken}


BREAKING: dict[str, tuple[Client, Facts, tuple[str, ...]]] = {
    "no-pkce": (a_registration(require_pkce=False), facts(), ()),
    "sensitive-plain": (
        a_registration({"scope": "openid dinh_danh"}, scope_policy={"dinh_danh": GROUND}),
        facts(),
        ("dinh_danh",),
    ),
    "foreign-domain": (
        a_registration(),
        facts(foreign_domains=frozenset({"soyte.example"})),
        ("app.soyte.example",),
    ),
    "no-logout": (a_registration({"backchannel_logout_uri": None}), facts(), ()),
    "old-secret": (a_registration(), facts(secrets=(a_secret(366),)), ("wxyz",)),
    "old-key": (
        a_registration(),
        facts(keys_since=(("k1", NOW - timedelta(days=366)), ("k2", NOW - timedelta(days=365)))),
        ("k1",),
    ),
    "ending-secrets": (a_registration(), facts(secrets=(a_secret(10, 29),)), ("2026-12-21",)),
    "ending-certificate": (
        a_registration(),
        facts(certificates_end=(NOW + timedelta(days=29),)),
        ("2026-12-21",),
    ),
    "many-errors": (a_registration(), facts(error_share=0.06), ("6 %",)),
    "loopback": (
        a_registration({"redirect_uris": ["http://localhost:5000/cb"]}),
        facts(),
        ("http://localhost:5000/cb",),
    ),
    "no-reference": (
        a_registration(scope_policy={"ngay_sinh": {**GROUND, "legal_reference": ""}}),
        facts(),
        ("ngay_sinh",),
    ),
    "ending-basis": (
        a_registration(scope_policy={"ngay_sinh": {**GROUND, "until": "2027-01-21"}}),
        facts(),
        ("ngay_sinh",),
    ),
    "unused-scopes": (a_registration(), facts(scopes_used=frozenset({"openid"})), ("ngay_sinh",)),
    "idle-secret": (
        a_registration(),
        facts(
            secrets=(a_secret(10, name="new"), a_secret(300, name="old")),
            last_used={"new": date(2026, 11, 21), "old": date(2026, 5, 1)},
        ),
        ("wxyz",),
    ),
    "no-contact": (a_registration({"contacts": None}), facts(), ()),
    "no-policy": (a_registration({"policy_uri": None}), facts(), ()),
    "no-purpose": (
        a_registration(scope_policy={"ngay_sinh": {**GROUND, "purpose": {"vi": "Nộp hồ sơ"}}}),
        facts(),
        ("ngay_sinh",),
    ),
    "no-retention": (
        a_registration(scope_policy={"ngay_sinh": {**GROUND, "retention": ""}}),
        facts(),
        ("ngay_sinh",),
    ),
    "no-english": (a_registration(name_en=None), facts(), ()),
}


def test_a_good_registration_has_a_hundred():
    report = judge(a_registration(), facts(scopes_used=frozenset({"openid", "ngay_sinh"}), error_share=0.05))

    assert (report.score, report.broken) == (100, ())


def test_every_rule_is_broken_here():
    assert set(BREAKING) == {rule.id for rule in RULES}


@pytest.mark.parametrize("rule", BREAKING)
def test_a_broken_rule_is_found_alone_and_says_what_it_is_about(rule):
    client, known, about = BREAKING[rule]

    assert broken(client, known) == {rule: about}


def test_the_score_is_what_is_left():
    client = a_registration({"policy_uri": None}, require_pkce=False)

    assert judge(client, facts()).score == 100 - 20 - 5


def test_a_score_is_never_below_nothing():
    worst = a_registration(
        {
            "scope": "openid dinh_danh ho_tich",
            "redirect_uris": ["http://localhost/cb", "https://x.soxd.example/cb"],
            "backchannel_logout_uri": None,
            "policy_uri": None,
            "contacts": None,
        },
        scope_policy={"dinh_danh": {"legal_basis": "law"}},
        require_pkce=False,
        name_en=None,
    )
    known = facts(secrets=(a_secret(400, 5),), error_share=0.9, foreign_domains=frozenset({"soxd.example"}))

    assert judge(worst, known).score == 0


@pytest.mark.parametrize(
    ("client", "known"),
    [
        (a_registration({"response_types": [], "backchannel_logout_uri": None}), facts()),
        (a_registration({"redirect_uris": ["http://localhost/cb"]}, state="test"), facts()),
        (
            a_registration({"application_type": "native", "redirect_uris": ["http://127.0.0.1/cb"]}),
            facts(),
        ),
        (a_registration(created_at=NOW - timedelta(days=30)), facts(scopes_used=frozenset())),
        (a_registration(), facts(secrets=(a_secret(10, 29), a_secret(1)))),
        (a_registration(), facts(foreign_domains=frozenset({"te.example"}))),
        (a_registration({"contacts": None}, contacts_sealed=b"sealed"), facts()),
        (a_registration(), facts(secrets=(a_secret(300),), last_used={})),
    ],
    ids=[
        "machine",
        "localhost in test",
        "native",
        "too new",
        "one secret stays",
        "another domain's tail",
        "sealed",
        "at rest",
    ],
)
def test_what_only_looks_like_a_fault_is_none(client, known):
    assert broken(client, known) == {}


def test_a_document_holds_everything():
    report = judge(a_registration(name_en=None), facts()).as_document()

    assert report["score"] == 98
    assert set(report["broken"][0]) == {"id", "weight", "sentence", "fix", "about"}


def test_the_documentation_has_the_same_rules():
    page = (ROOT / "docs" / "operations.md").read_text("utf-8")
    rows = [f"| `{rule.id}` | {rule.weight} | {rule.sentence} | {rule.fix} |" for rule in RULES]

    assert "\n".join(rows) in page
