"""The rules of the coach: each looks at what an application did, and says passed, failed, or not yet seen.

Pure: calls in, verdicts out. The latest evidence that decides counts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial

from idp.relying_parties.coach_evidence import SPOILING, Call, Evidence

SHORTEST_STATE, FEWEST_SIGNS = 20, 8
"""A `state` that cannot be guessed: 128 bits take 22 signs of base64url, and repeat few of them."""

ENOUGH = 3
"""So many requests have to be good in a row."""

_TAKEN = (200, 204)
_REFUSED = range(400, 500)
_CODE = "authorization_code"


class Found(StrEnum):
    """What a check found."""

    PASSED = "passed"
    FAILED = "failed"
    UNSEEN = "unseen"


@dataclass(frozen=True)
class Verdict:
    """What a check found, and when.

    Args:
        found: The result.
        came: What came, as a word of `web/developers/coach_words.py` and what it takes, if anything.
        at: The moment of the call that decided.
    """

    found: Found
    came: str
    at: datetime | None = None


def passed(call: Call, came: str = "right") -> Verdict:
    """It did the right thing at a call."""
    return Verdict(Found.PASSED, came, call.at)


def failed(call: Call, came: str) -> Verdict:
    """It did the wrong thing at a call."""
    return Verdict(Found.FAILED, came, call.at)


def unseen(came: str = "nothing") -> Verdict:
    """There is nothing to judge by."""
    return Verdict(Found.UNSEEN, came)


Rule = Callable[[Evidence], Verdict]


def works(seen: Evidence) -> Verdict:
    """The application gets through: tokens were issued, or, for an interface, it asked about one."""
    verdict = unseen()
    for call in seen.calls:
        if call.gave_tokens or _asked_about_token(call):
            return passed(call)
        if call.endpoint in ("token", "introspection") and call.error:
            verdict = failed(call, f"error {call.error}")
    return verdict


def state(seen: Evidence) -> Verdict:
    """`state` is there, long enough, and another one each time (RFC 6749, 10.12)."""
    return _in_a_row([call for call in seen.asks if call.ask], _fault_of_state, "state")


def nonce(seen: Evidence) -> Verdict:
    """`nonce` is there, and another one each time (OpenID Connect Core, 15.5.2)."""
    asks = [call for call in seen.asks if call.ask and call.ask.get("openid")]
    return _in_a_row(asks, lambda _: None, "nonce")


def pkce(seen: Evidence) -> Verdict:
    """Every request carries an S256 challenge (RFC 7636)."""
    verdict = unseen()
    for call in seen.asks:
        method = (call.ask or {}).get("pkce")
        verdict = passed(call) if method == "S256" else failed(call, f"pkce {method or 'none'}")
    return verdict


def redirect(seen: Evidence) -> Verdict:
    """The redirect URI is a registered one, to the letter."""
    verdict = unseen()
    for call in seen.asks:
        is_wrong = "redirect_uri" in (call.reason or "")
        verdict = failed(call, "redirect_uri") if is_wrong else passed(call)
    return verdict


def refuses(fault: str, seen: Evidence) -> Verdict:
    """An ID token with a fault is refused: nothing is done with the tokens that came with it."""
    verdict = unseen()
    for call in seen.sign_ins:
        if fault not in call.faults:
            continue
        if use := seen.use_after(call):
            verdict = failed(use, f"used {use.endpoint}")
        elif not seen.uses_userinfo:
            verdict = unseen("no_userinfo")
        elif call.faults & SPOILING != {fault}:
            verdict = unseen("several_faults")
        elif seen.is_settled(call):
            verdict = passed(call)
        else:
            verdict = unseen("wait")
    return verdict


def key_rotation(seen: Evidence) -> Verdict:
    """A sign-in with a key that is new succeeds: the key set was loaded again."""
    verdict = unseen()
    for call in seen.sign_ins:
        if "rotated_key" not in call.faults or call.faults & SPOILING:
            continue
        if use := seen.use_after(call):
            verdict = passed(use)
        elif not seen.uses_userinfo:
            verdict = unseen("no_userinfo")
        else:
            verdict = failed(call, "gave_up") if seen.is_settled(call) else unseen("wait")
    return verdict


def access_denied(seen: Evidence) -> Verdict:
    """After a refusal there is no attempt to get tokens, and no asking again and again."""
    verdict = unseen()
    for call in seen.with_error("access_denied"):
        if attempt := _attempt_after(seen, call):
            verdict = failed(attempt, "token_call")
        elif loop := seen.loop_after(call):
            verdict = failed(loop, "loop")
        else:
            verdict = passed(call) if seen.is_settled(call) else unseen("wait")
    return verdict


def error_pages(seen: Evidence) -> Verdict:
    """When something goes wrong, the citizen sees a page: the application does not send them round and round."""
    verdict = unseen()
    for call in seen.calls:
        went_wrong = call.faults and (call.status >= 400 or call.error or call.signs_in)
        if not went_wrong or (call.faults <= {"rotated_key"} and call.gave_tokens):
            continue
        if loop := seen.loop_after(call):
            verdict = failed(loop, "loop")
        elif seen.is_settled(call):
            verdict = passed(call)
        elif verdict.found is Found.UNSEEN:
            verdict = unseen("wait")
    return verdict


def logout(seen: Evidence) -> Verdict:
    """A logout token is confirmed, and the tokens of the session are not used any more (Back-Channel Logout, 2.7)."""
    verdict = unseen()
    for call in _logouts(seen, "good"):
        if call.status not in _TAKEN:
            verdict = failed(call, f"status {call.status}")
        elif use := seen.use_after(call, *call.facts.get("abouts", ("",))):
            verdict = failed(use, f"used {use.endpoint}")
        else:
            verdict = passed(call) if seen.is_settled(call) else unseen("wait")
    return verdict


def logout_forged(seen: Evidence) -> Verdict:
    """A logout token with a broken signature is refused, and so is one that could be an ID token (2.4, 2.6)."""
    return _all_refused(seen, ("forged", "with_nonce"))


def logout_replayed(seen: Evidence) -> Verdict:
    """A logout token sent again later, when its time is over, is refused (2.6, 4).

    Sent again at once it may be confirmed, since what it asks for is done: that the `jti` is remembered is optional
    (2.6, last step). Only breaking at it is wrong.
    """
    broken = [call for call in _logouts(seen, "again") if call.status not in (*_TAKEN, *_REFUSED)]
    late = _all_refused(seen, ("expired",))
    if broken and (late.at is None or broken[-1].at >= late.at):
        return failed(broken[-1], f"status {broken[-1].status}")
    return late


def tokens_in_addresses(seen: Evidence) -> Verdict:
    """No secret came in an address, and no code was sent twice (RFC 9700, 4.3; RFC 6749, 4.1.2)."""
    verdict, good = unseen(), 0
    redeemed: set[str] = set()
    for call in seen.calls:
        if names := call.facts.get("in_address"):
            verdict, good = failed(call, f"in_address {' '.join(names)}"), 0
        elif call.is_token_call and call.facts.get("grant") == _CODE and call.spent in redeemed:
            verdict, good = failed(call, "code_again"), 0
        elif call.gave_tokens or _asked_about_token(call):
            redeemed.add(call.spent or "")
            good += 1
            verdict = passed(call) if good >= ENOUGH else verdict
    return verdict if good == 0 or verdict.found is not Found.UNSEEN else unseen(f"some {good} {ENOUGH}")


def refresh(seen: Evidence) -> Verdict:
    """Each refresh token is used once, then the one that came in its place (RFC 9700, 4.14)."""
    verdict = unseen()
    used: set[str] = set()
    rounds: dict[str, int] = {}
    for call in seen.calls:
        if not call.is_token_call or call.facts.get("grant") != "refresh_token":
            continue
        if call.spent in used:
            verdict = failed(call, "refresh_again")
        elif call.status == 200:
            used.add(call.spent or "")
            rounds[call.about or ""] = rounds.get(call.about or "", 0) + 1
            verdict = passed(call) if rounds[call.about or ""] >= 2 else verdict
    return verdict if verdict.found is not Found.UNSEEN or not rounds else unseen("refresh_once")


expired_id_token: Rule = partial(refuses, "expired_id_token")
wrong_nonce: Rule = partial(refuses, "wrong_nonce")
wrong_issuer: Rule = partial(refuses, "wrong_issuer")
wrong_audience: Rule = partial(refuses, "wrong_audience")
bad_signature: Rule = partial(refuses, "bad_signature")


def _asked_about_token(call: Call) -> bool:
    return call.endpoint == "introspection" and call.status == 200


def _in_a_row(asks: list[Call], fault_of: Callable[[Call], str | None], name: str) -> Verdict:
    verdict, good = unseen(), 0
    before: set[str] = set()
    for call in asks:
        value = (call.ask or {}).get(name)
        fault = "missing" if not value else "repeated" if value in before else fault_of(call)
        before.add(value or "")
        good = 0 if fault else good + 1
        if fault:
            verdict = failed(call, fault)
        elif good >= ENOUGH:
            verdict = passed(call)
    return unseen(f"some {good} {ENOUGH}") if good and verdict.found is Found.UNSEEN else verdict


def _fault_of_state(call: Call) -> str | None:
    ask = call.ask or {}
    if ask.get("state_length", 0) < SHORTEST_STATE:
        return f"short {ask.get('state_length', 0)} {SHORTEST_STATE}"
    return "plain" if ask.get("state_signs", 0) < FEWEST_SIGNS else None


def _attempt_after(seen: Evidence, call: Call) -> Call | None:
    for each in seen.after(call):
        if "answered" in each.facts and not each.error:
            return None
        if each.is_token_call and each.facts.get("grant") == _CODE and each.status >= 400:
            return each
    return None


def _logouts(seen: Evidence, kind: str) -> list[Call]:
    return [call for call in seen.calls if call.facts.get("logout") == kind]


def _all_refused(seen: Evidence, kinds: tuple[str, ...]) -> Verdict:
    verdict = unseen()
    for kind in kinds:
        calls = _logouts(seen, kind)
        if not calls:
            return unseen()
        if calls[-1].status not in _REFUSED:
            return failed(calls[-1], f"{kind} {calls[-1].status}")
        verdict = passed(calls[-1])
    return verdict
