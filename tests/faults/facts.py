"""How each kind of fact is found again in the tables and the audit log; a sentence where it is not.

Kinds of facts: `redeemed` and `renewed` (what was spent, what it gave), `session` and `signed out` (the cookie),
`consented` and `disconnected` (citizen, application), `ended` and `revoked` (a refresh token), `announced` and
`withdrawn` (a banner, by the API), `password chosen` (citizen, the new one).
"""

from collections import Counter
from collections.abc import Callable, Iterable

from idp.crypto.passwords import Passwords
from tests.faults.kept import Kept
from tests.faults.record import Record


def _redeemed(kept: Kept, code: str, gave: str) -> str:
    found = kept.authorizations.get(code)
    if found is None or not found.is_redeemed:
        return "the code is not redeemed"
    return "" if gave in kept.refresh_tokens else "its refresh token is gone"


def _renewed(kept: Kept, old: str, new: str) -> str:
    before = kept.refresh_tokens.get(old)
    if before is None or not before.is_used:
        return "the old token is not spent"
    return "" if new in kept.refresh_tokens else "the new token is gone"


def _session(kept: Kept, cookie: str) -> str:
    return "" if cookie in kept.sessions else "there is no such session"


def _signed_out(kept: Kept, cookie: str) -> str:
    name, is_over = kept.sessions.get(cookie, ("", False))
    if not is_over:
        return "the session goes on"
    told = any(each.details.get("session_id") == name for each in kept.named("session.ended"))
    return "" if told else "without an audit event"


def _ended(kept: Kept, token: str) -> str:
    found = kept.refresh_tokens.get(token)
    owner = kept.of_id.get(found.authorization_id) if found else None
    return "" if owner is None or owner.is_revoked else "the family goes on"


def _revoked(kept: Kept, token: str) -> str:
    found = kept.refresh_tokens.get(token)
    if found is None:
        return "the token is gone"
    told = {each.details.get("authorization_id") for each in kept.named("oauth.token_revoked")}
    return "" if found.authorization_id in told else "without an audit event"


def _announced(kept: Kept, name: str) -> str:
    if name not in kept.banners:
        return "there is no such announcement"
    told = any(each.details.get("banner_id") == name for each in kept.named("banner.added"))
    return "" if told else "without an audit event"


def _withdrawn(kept: Kept, name: str) -> str:
    told = any(each.details.get("banner_id") == name for each in kept.named("banner.withdrawn"))
    return "" if told else "without an audit event"


def passwords_lost(record: Record, kept: Kept) -> Iterable[str]:
    """The password of each citizen is the last acknowledged one, or one asked for since whose answer got lost."""
    chosen = [each for each in record.facts if each.kind == "password chosen"]
    for last in {each.key[0]: each for each in chosen}.values():
        asked = [each for each in record.tried if each.kind == last.kind and each.key[0] == last.key[0]]
        since = asked[asked.index(last) :] if last in asked else [last]
        stored = kept.passwords.get(last.key[0])
        if not any(Passwords().verify(stored, each.key[1]) for each in since):
            yield f"password chosen: it is not the one that is asked for ({last.key[0]})"
    times = Counter(each.key[0] for each in chosen)
    written = Counter(each.citizen_id for each in kept.named("account.password_changed"))
    for citizen, count in times.items():
        if written[citizen] < count:
            yield f"password chosen: {count} times and in the audit log {written[citizen]} times ({citizen})"


def _counted(_kept: Kept, _citizen: str, _other: str) -> str:
    return ""  # by number: a later decision replaces an earlier one


COUNTED = {"consented": "oauth.consent_decided", "disconnected": "account.application_disconnected"}
LOOKED_AT: dict[str, Callable[..., str]] = {
    "redeemed": _redeemed,
    "renewed": _renewed,
    "session": _session,
    "signed out": _signed_out,
    "ended": _ended,
    "revoked": _revoked,
    "announced": _announced,
    "withdrawn": _withdrawn,
    "consented": _counted,
    "disconnected": _counted,
    "password chosen": _counted,
}
