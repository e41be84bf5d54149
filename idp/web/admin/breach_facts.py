"""What is known of a breach, for the draft of its notice: in the console and in the API."""

from collections.abc import Sequence

from flask_babel import force_locale

from idp.store.models import Breach
from idp.watching.breach_notice import Facts
from idp.watching.breaches import FIRST_WORD, REPORT, found_in, scope_of
from idp.web.admin.audit_words import claims_in_words
from idp.web.current import services, settings


def facts_of(breach: Breach) -> Facts:
    """What the draft of the notice says of a breach."""
    scope, counted = scope_of(breach), found_in(breach)
    clients = {client.client_id: client.name for client in services().clients.all()}
    named = scope.clients or (sorted(counted[0].clients) if counted else ())
    return Facts(
        province={"vi": settings().province, "en": settings().province_en},
        title=breach.title,
        known_at=breach.known_at,
        since=scope.since,
        until=scope.until,
        people=counted[0].people if counted else None,
        applications=[clients.get(client_id, client_id) for client_id in named if client_id],
        claims={tag: _kinds(counted[0].claims if counted else (), tag) for tag in ("vi", "en")},
        first_word_by=breach.known_at + FIRST_WORD,
        report_by=breach.known_at + REPORT,
    )


def _kinds(claims: Sequence[str], tag: str) -> str:
    with force_locale(tag):
        return claims_in_words(claims)
