"""Each invariant holds for a record of an ordinary day, and fails for each thing that may go wrong with it."""

from dataclasses import replace

import pytest

from idp.crypto.passwords import ONLY_FOR_TESTS, Passwords
from tests.architecture.source import ROOT
from tests.faults.invariants import RULES, Bounds, broken, seconds_to_normal
from tests.faults.kept import Kept, KeptAuthorization, KeptEvent, KeptRefresh
from tests.faults.record import Answer, Fact, Record, Spent

HASHES = Passwords(ONLY_FOR_TESTS)
PAGE = '<div id="op-error"><strong class="ref">7F3A-2KM9</strong></div>'
JSON = '{"error": "temporarily_unavailable"}'


def an_answer(path="/oauth/token", status=200, at=5.0, seconds=0.1, **more):
    return Answer(at, seconds, "POST", path, status, **more)


def refusal(path="/sign-in", **changed):
    usual = {"status": 503, "kind": "text/html", "retry_after": "10", "text": PAGE}
    return an_answer(path, **{**usual, **changed})


def a_day():
    """A record and tables that agree, with a fault from 10 to 20."""
    record = Record(began=0.0, broken_from=10.0, mended_at=20.0)
    record.answers += [
        an_answer(),
        refusal(at=12.0),
        an_answer("/readyz", 503, at=14.0),
        an_answer("/readyz", at=60.0),
    ]
    record.spent += [Spent("code", "c", True, "r1", "openid"), Spent("code", "c", False)]
    record.spent += [Spent("refresh token", "r1", None), Spent("refresh token", "r1", True, "r2", "openid")]
    record.facts += [
        Fact("redeemed", ("c", "r1")),
        Fact("renewed", ("r1", "r2")),
        Fact("session", ("s",)),
        Fact("signed out", ("s",)),
        Fact("consented", ("lan", "portal")),
        Fact("disconnected", ("lan", "portal")),
        Fact("ended", ("r2",)),
        Fact("revoked", ("r2",)),
        Fact("announced", ("b",)),
        Fact("withdrawn", ("b",)),
        Fact("password chosen", ("lan", "mới")),
    ]
    record.tried += [Fact("password chosen", ("lan", "cũ")), Fact("password chosen", ("lan", "mới"))]
    record.spent += [Spent(kind, kind, True) for kind in ("request_uri", "assertion", "TOTP step")]
    record.flows.append(25.0)
    return record, kept_of_a_day()


def kept_of_a_day():
    kept = Kept(
        authorizations={"c": KeptAuthorization("a", "lan", "portal", "n", True, True)},
        refresh_tokens={"r1": KeptRefresh("a", True), "r2": KeptRefresh("a", False)},
        sessions={"s": ("n", True)},
        consents={("lan", "portal")},
        banners={"b"},
        passwords={"lan": HASHES.hash("mới")},
    )
    events = {
        "oauth.tokens_issued": {"authorization_id": "a"},
        "oauth.token_revoked": {"authorization_id": "a"},
        "sign_in.succeeded": {"session_id": "n"},
        "session.ended": {"session_id": "n"},
        "oauth.consent_decided": {},
        "account.application_disconnected": {},
        "account.password_changed": {},
        "banner.added": {"banner_id": "b"},
        "banner.withdrawn": {"banner_id": "b"},
    }
    kept.events += [KeptEvent(name, "lan", "portal", details) for name, details in events.items()]
    return kept


def without(kept, name):
    kept.events = [each for each in kept.events if each.name != name]


def authorization(kept, **changed):
    kept.authorizations["c"] = replace(kept.authorizations["c"], **changed)


DOCTORED = {
    "I1": {
        "a code redeemed twice": lambda r, _k: r.spent.append(Spent("code", "c", True, "r1")),
        "a request_uri that gave two codes": lambda r, _k: r.spent.append(Spent("request_uri", "request_uri", True)),
        "an assertion taken twice": lambda r, _k: r.spent.append(Spent("assertion", "assertion", True)),
        "a step taken twice": lambda r, _k: r.spent.append(Spent("TOTP step", "TOTP step", True)),
        "two successors": lambda r, _k: r.spent.append(Spent("refresh token", "r1", True, "r3")),
        "two unspent tokens": lambda _r, k: k.refresh_tokens.update(r9=KeptRefresh("a", False)),
    },
    "I2": {
        "a redemption is gone": lambda _r, k: k.authorizations.clear(),
        "a token is gone": lambda _r, k: k.refresh_tokens.pop("r2"),
        "the old token is unspent": lambda _r, k: k.refresh_tokens.update(r1=KeptRefresh("a", False)),
        "a session is gone": lambda _r, k: k.sessions.clear(),
        "a session goes on": lambda _r, k: k.sessions.update(s=("n", False)),
        "a sign-out without event": lambda _r, k: without(k, "session.ended"),
        "a decision without event": lambda _r, k: without(k, "oauth.consent_decided"),
        "a withdrawal without event": lambda _r, k: without(k, "account.application_disconnected"),
        "a second decision is gone": lambda r, _k: r.facts.append(Fact("consented", ("lan", "portal"))),
        "a family goes on": lambda _r, k: authorization(k, is_revoked=False),
        "a revocation without event": lambda _r, k: without(k, "oauth.token_revoked"),
        "an announcement is gone": lambda _r, k: k.banners.clear(),
        "an announcement without event": lambda _r, k: without(k, "banner.added"),
        "an older password is back": lambda _r, k: k.passwords.update(lan=HASHES.hash("cũ")),
        "a password without event": lambda _r, k: without(k, "account.password_changed"),
        "taken down without event": lambda _r, k: without(k, "banner.withdrawn"),
    },
    "I3": {
        "tokens without event": lambda _r, k: without(k, "oauth.tokens_issued"),
        "an event without tokens": lambda _r, k: k.events.append(
            KeptEvent("oauth.tokens_issued", "lan", "portal", {"authorization_id": "b"})
        ),
        "tokens of an unspent code": lambda _r, k: authorization(k, is_redeemed=False),
        "a session without sign-in": lambda _r, k: without(k, "sign_in.succeeded"),
        "a consent without decision": lambda _r, k: k.consents.add(("minh", "portal")),
        "a broken chain": lambda _r, k: k.wrong_in_log.append("w 7: was changed after it was written"),
    },
    "I4": {
        "an error with a token": lambda r, _k: r.answers.append(an_answer(status=503, gave=("access_token",))),
        "an error with a session": lambda r, _k: r.answers.append(refusal(gave=("sen_session",))),
        "a wider scope": lambda r, _k: r.spent.append(Spent("code", "d", True, "r5", "openid email")),
    },
    "I5": {
        "broken off": lambda r, _k: r.answers.append(an_answer(status=0)),
        "a bare 500": lambda r, _k: r.answers.append(refusal(status=500)),
        "a bare 502": lambda r, _k: r.answers.append(an_answer(status=502, kind="text/html", text="Bad Gateway")),
        "no hint when to retry": lambda r, _k: r.answers.append(refusal(retry_after=None)),
        "a page without a code": lambda r, _k: r.answers.append(refusal(text='<div id="op-error">')),
        "a page for a machine": lambda r, _k: r.answers.append(refusal("/oauth/token")),
        "insides": lambda r, _k: r.answers.append(refusal(text=PAGE + "Traceback (most recent call last)")),
    },
    "I6": {
        "a slow answer": lambda r, _k: r.answers.append(an_answer(seconds=10.5)),
        "keys are away": lambda r, _k: r.answers.append(
            an_answer("/oauth/jwks", 503, at=13.0, kind="application/json", retry_after="5", text=JSON)
        ),
    },
    "I7": {
        "never normal": lambda r, _k: r.flows.clear(),
        "normal too late": lambda r, _k: r.answers.append(refusal(at=51.0)),
    },
    "I8": {
        "ready while broken": lambda r, _k: r.answers.append(an_answer("/readyz", at=15.0)),
        "not alive": lambda r, _k: r.answers.append(an_answer("/healthz", 503, kind="application/json",
                                                             retry_after="5", text=JSON)),
        "not ready in the end": lambda r, _k: r.answers.append(an_answer("/readyz", 503, at=61.0)),
    },
}  # fmt: skip
UNREADY = Bounds(is_unready=True)


def test_an_ordinary_day_breaks_nothing():
    assert broken(*a_day(), UNREADY) == {}


def test_every_invariant_has_its_doctored_records():
    assert DOCTORED.keys() == RULES.keys()


@pytest.mark.parametrize(
    ("name", "how"), [(name, how) for name, changes in DOCTORED.items() for how in changes]
)
def test_a_doctored_record_breaks_its_invariant(name, how):
    record, kept = a_day()
    DOCTORED[name][how](record, kept)

    assert name in broken(record, kept, UNREADY)


def test_a_process_that_dies_may_break_off_an_answer_and_nothing_else():
    record, kept = a_day()
    record.answers += [
        an_answer(status=0),
        an_answer("/healthz", 0, at=12.0),
        an_answer("/oauth/jwks", 0, at=12.0),
    ]

    assert broken(record, kept, Bounds(breaks_connections=True)) == {}


def test_the_waiting_page_of_nginx_is_for_houses_behind_it():
    record, kept = a_day()
    page = (ROOT / "deploy" / "nginx" / "waiting.html").read_text(encoding="utf-8")
    record.answers.append(refusal(text=page))

    assert broken(record, kept, Bounds(has_front=True)) == {}
    assert "I5" in broken(record, kept, Bounds())


def test_a_password_whose_answer_got_lost_may_be_there():
    record, kept = a_day()
    record.tried.append(Fact("password chosen", ("lan", "mới hơn")))
    kept.passwords["lan"] = HASHES.hash("mới hơn")

    assert broken(record, kept, UNREADY) == {}


def test_a_house_that_has_to_stay_ready_may_not_say_otherwise():
    record, kept = a_day()

    assert "I8" in broken(record, kept, Bounds(is_ready=True))


def test_time_to_normal_ends_with_the_last_trouble():
    record, _ = a_day()
    assert seconds_to_normal(record) == 0.0
    record.answers.append(refusal(at=23.0, seconds=1.5))
    assert seconds_to_normal(record) == pytest.approx(4.5)
    record.flows.clear()
    assert seconds_to_normal(record) is None
