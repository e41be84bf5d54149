"""What holds whatever breaks (I1 to I8). Each rule gives a sentence for everything wrong; none is well."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from tests.faults.facts import COUNTED, LOOKED_AT, passwords_lost
from tests.faults.kept import Kept
from tests.faults.record import NO_ANSWER, Answer, Record

LONGEST_SECONDS = 10.0
SECONDS_TO_NORMAL = 30.0
SECONDS_OF_HEALTH = 3.0
_ERRORS = {"temporarily_unavailable", "server_error", "slow_down"}
_NO_WORDS = ("Traceback (most recent call last)", "sqlalchemy", "psycopg", "sqlite3.")

_PAGE_OF_THE_FRONT = "Nothing was lost."
"""In `deploy/nginx/waiting.html`, where nobody could have written down a code."""


@dataclass(frozen=True)
class Bounds:
    """What this fault may do.

    Args:
        breaks_connections: Processes die: a connection may end without an answer.
        is_unready: While it lasts, `/readyz` has to say no.
        is_ready: While it lasts, `/readyz` has to say yes.
        goes_on: Paths that answer as ever while it lasts.
        longest: Seconds that the slowest answer may take.
        has_front: nginx stands before the providers, and has a page of its own for when none answers.
    """

    breaks_connections: bool = False
    is_unready: bool = False
    is_ready: bool = False
    goes_on: tuple[str, ...] = ("/.well-known/openid-configuration", "/oauth/jwks", "/healthz")
    longest: float = LONGEST_SECONDS
    has_front: bool = False


Rule = Callable[[Record, Kept, Bounds], Iterable[str]]


def no_double_spend(record: Record, kept: Kept, _bounds: Bounds) -> Iterable[str]:
    """I1. At most one success of what is good once; a refresh token that is repeated gives the same successor."""
    gave = defaultdict(set)
    won: Counter[tuple[str, str]] = Counter()
    for each in record.spent:
        if each.worked:
            gave[each.kind, each.key].add(each.gave)
            won[each.kind, each.key] += each.kind != "refresh token"
    yield from (f"a {kind} was spent {times} times: {key}" for (kind, key), times in won.items() if times > 1)
    yield from (
        f"a {kind} gave {len(all_)} successors: {key}" for (kind, key), all_ in gave.items() if len(all_) > 1
    )
    unspent = Counter(each.authorization_id for each in kept.refresh_tokens.values() if not each.is_used)
    yield from (f"family {name} has {count} unspent tokens" for name, count in unspent.items() if count > 1)


def nothing_lost(record: Record, kept: Kept, _bounds: Bounds) -> Iterable[str]:
    """I2. What was acknowledged is there, with its audit event."""
    for fact in record.facts:
        if wrong := LOOKED_AT[fact.kind](kept, *fact.key):
            yield f"{fact.kind}: {wrong} ({', '.join(fact.key)[:90]})"
    yield from passwords_lost(record, kept)
    acknowledged = Counter(each for each in record.facts if each.kind in COUNTED)
    for fact, times in acknowledged.items():
        citizen, client = fact.key
        written = sum(
            (each.citizen_id, each.client_id) == (citizen, client) for each in kept.named(COUNTED[fact.kind])
        )
        if written < times:
            yield f"{fact.kind}: acknowledged {times} times and in the audit log {written} times ({citizen})"


def nothing_half_done(_record: Record, kept: Kept, _bounds: Bounds) -> Iterable[str]:
    """I3. No tokens without their event, no session without a sign-in, no consent undecided; the log is whole."""
    issued = {each.details.get("authorization_id") for each in kept.named("oauth.tokens_issued")}
    named = kept.of_id
    # A code that is shown too late is spent as well, and gives nothing.
    given = {each.authorization_id for each in kept.refresh_tokens.values()}
    yield from (f"tokens without an audit event: {name}" for name in given - issued)
    yield from (f"an audit event of tokens nobody has: {name}" for name in issued - set(named) - {None})
    for digest, token in kept.refresh_tokens.items():
        owner = named.get(token.authorization_id)
        if owner is None or not owner.is_redeemed:
            yield f"a refresh token of a code that was not redeemed: {digest}"
    begun = {each.details.get("session_id") for each in kept.named("sign_in.succeeded")}
    yield from (
        f"a session nobody signed in for: {name}" for name, _ in kept.sessions.values() if name not in begun
    )
    decided = {(each.citizen_id, each.client_id) for each in kept.named("oauth.consent_decided")}
    yield from (f"a consent nobody gave: {each}" for each in kept.consents - decided)
    yield from (f"the audit log: {each}" for each in kept.wrong_in_log)


def fails_closed(record: Record, _kept: Kept, _bounds: Bounds) -> Iterable[str]:
    """I4. An error gives nothing; no scope grows."""
    for each in record.answers:
        if each.status >= 400 and each.gave:
            yield f"{each.method} {each.path} answered {each.status} and gave {', '.join(each.gave)}"
    allowed = {"openid", "profile", "offline_access"}
    for spent in record.spent:
        if spent.worked and not set(spent.scope.split()) <= allowed:
            yield f"a {spent.kind} gave the scope {spent.scope}"


def says_clearly(record: Record, _kept: Kept, bounds: Bounds) -> Iterable[str]:
    """I5. A page with a code, or JSON, and when to try again; never our insides, nor an answer that breaks off."""
    for each in record.answers:
        if each.status == NO_ANSWER and not bounds.breaks_connections:
            yield f"{each.method} {each.path} broke off ({each.text})"
        if each.status >= 500 and each.path != "/readyz" and (wrong := _unclear(each, bounds)):
            yield f"{each.method} {each.path} answered {each.status} {wrong}"


def is_bounded(record: Record, _kept: Kept, bounds: Bounds) -> Iterable[str]:
    """I6. Every answer comes in time, and what does not need the broken part goes on."""
    for each in record.answers:
        if each.seconds > bounds.longest:
            yield f"{each.method} {each.path} took {each.seconds:.1f} s"
    for each in record.during_fault():
        if each.path in bounds.goes_on and each.is_trouble and not _may_break(each, bounds):
            yield f"{each.path} does not go on: {each.status} {each.text[:60]}"


def heals_itself(record: Record, _kept: Kept, _bounds: Bounds) -> Iterable[str]:
    """I7. Normal soon after the fault's end, and it stays so."""
    seconds = seconds_to_normal(record)
    if seconds is None:
        yield "no whole flow was seen after the fault"
    elif seconds > SECONDS_TO_NORMAL:
        yield f"normal only after {seconds:.0f} s"


def tells_the_truth(record: Record, _kept: Kept, bounds: Bounds) -> Iterable[str]:
    """I8. Alive as long as a process lives, ready when requests can be served, and only then."""
    lasted = record.during_fault()
    ready = [each for each in lasted if each.path == "/readyz" and not _may_break(each, bounds)]
    # Asked when it had lasted for a while, and answered before anybody began to mend it.
    until = min(record.mending_from, record.mended_at)
    certain = [
        each
        for each in ready
        if each.at > record.broken_from + SECONDS_OF_HEALTH and each.at + each.seconds < until
    ]
    if bounds.is_unready and any(each.status == 200 for each in certain):
        yield "ready while nothing could be served"
    if bounds.is_ready and any(each.status == 503 for each in ready):
        yield "not ready although requests were served"
    for each in record.answers:
        if each.path == "/healthz" and each.is_trouble and not _may_break(each, bounds):
            yield f"not alive: {each.status} {each.text[:60]}"
    # Asked a moment after it was over: what was under way by then may still have found the fault.
    settled = [
        each
        for each in record.answers
        if each.path == "/readyz" and each.at > record.mended_at + SECONDS_TO_NORMAL
    ]
    if any(each.is_trouble for each in settled):
        yield "not ready long after the fault"


RULES: dict[str, Rule] = {
    "I1": no_double_spend,
    "I2": nothing_lost,
    "I3": nothing_half_done,
    "I4": fails_closed,
    "I5": says_clearly,
    "I6": is_bounded,
    "I7": heals_itself,
    "I8": tells_the_truth,
}


def broken(record: Record, kept: Kept, bounds: Bounds) -> dict[str, list[str]]:
    """Every invariant that does not hold, with what is wrong."""
    found = {name: list(rule(record, kept, bounds)) for name, rule in RULES.items()}
    return {name: wrong for name, wrong in found.items() if wrong}


def seconds_to_normal(record: Record) -> float | None:
    """From the end of the fault to the last trouble that was still to be seen; None if no flow went through since."""
    if not any(each > record.mended_at for each in record.flows):
        return None
    since = [each for each in record.answers if each.is_trouble and each.at >= record.mended_at]
    return max((each.at + each.seconds - record.mended_at for each in since), default=0.0)


def _may_break(answer: Answer, bounds: Bounds) -> bool:
    return bounds.breaks_connections and answer.status == NO_ANSWER


def _unclear(answer: Answer, bounds: Bounds) -> str:
    if any(words in answer.text for words in _NO_WORDS):
        return "and shows its insides"
    if answer.status != 503:
        return "where 503 is meant"
    if answer.retry_after is None:
        return "without Retry-After"
    if answer.is_for_machines:
        is_named = answer.kind == "application/json" and any(name in answer.text for name in _ERRORS)
        return "" if is_named or answer.kind == "application/problem+json" else "without an error's name"
    return "" if _is_page_for_people(answer, bounds) else "without a page that has a code"


def _is_page_for_people(answer: Answer, bounds: Bounds) -> bool:
    has_code = 'class="ref"' in answer.text and 'id="op-error"' in answer.text
    return answer.kind == "text/html" and (
        has_code or (bounds.has_front and _PAGE_OF_THE_FRONT in answer.text)
    )
