"""The rules of lint: what is allowed and yet not good about a registration. Each has a sentence and a way to mend it.

The sentences here are for developers and the command line; `web/admin/lint_words.py` has them in both languages.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

from idp.relying_parties.facts import UNUSED_AFTER, Facts
from idp.store.models import Client

LONG_AGO = timedelta(days=365)
SOON = timedelta(days=30)
BASIS_SOON = timedelta(days=60)
MOST_ERRORS = 0.05
_LOOPBACK = ("localhost", "127.0.0.1", "[::1]", "::1")


@dataclass(frozen=True)
class Rule:
    """One rule.

    Args:
        id: Its name, which stays.
        weight: What breaking it takes from the score of 100.
        sentence: What is wrong.
        fix: What to do.
        broken: Gives what it is about, each a word for developers; nothing where all is well.
    """

    id: str
    weight: int
    sentence: str
    fix: str
    broken: Callable[[Client, Facts], list[str]]


def _signs_people_in(client: Client) -> bool:
    return "code" in client.metadata_.get("response_types", [])


def _scopes(client: Client) -> list[str]:
    return str(client.metadata_.get("scope", "")).split()


def _one(condition: object, word: str = "") -> list[str]:
    return [word] if condition else []


def _no_logout(client: Client, _facts: Facts) -> list[str]:
    members = client.metadata_
    told = members.get("backchannel_logout_uri") or members.get("frontchannel_logout_uri")
    return _one(_signs_people_in(client) and not told)


def _no_pkce(client: Client, _facts: Facts) -> list[str]:
    return _one(_signs_people_in(client) and not client.require_pkce)


def _sensitive_plain(client: Client, facts: Facts) -> list[str]:
    return [scope for scope in _scopes(client) if scope in facts.law_only and client.profile == "plain"]


def _unused_scopes(client: Client, facts: Facts) -> list[str]:
    if facts.scopes_used is None or facts.now - client.created_at < UNUSED_AFTER:
        return []
    return [
        scope for scope in _scopes(client) if scope in facts.data_scopes and scope not in facts.scopes_used
    ]


def _old_secret(_client: Client, facts: Facts) -> list[str]:
    return [each.hint for each in facts.secrets if facts.now - each.created_at > LONG_AGO]


def _ending_secrets(_client: Client, facts: Facts) -> list[str]:
    ends = [each.expires_at for each in facts.secrets]
    soon = [end for end in ends if end is not None and end - facts.now < SOON]
    return _one(ends and len(soon) == len(ends), min(soon).date().isoformat() if soon else "")


def _idle_secret(_client: Client, facts: Facts) -> list[str]:
    # Only beside one that is used: an application that rests is no fault.
    if not facts.last_used:
        return []
    since = (facts.now - UNUSED_AFTER).date()
    return [
        each.hint
        for each in facts.secrets
        if each.created_at.date() < since and facts.last_used.get(each.id, date.min) < since
    ]


def _old_key(_client: Client, facts: Facts) -> list[str]:
    return [name for name, since in facts.keys_since if facts.now - since > LONG_AGO]


def _ending_certificate(_client: Client, facts: Facts) -> list[str]:
    return [end.date().isoformat() for end in facts.certificates_end if end - facts.now < SOON]


def _foreign_domain(client: Client, facts: Facts) -> list[str]:
    hosts = {urlsplit(uri).hostname or "" for uri in client.metadata_.get("redirect_uris", [])}
    return sorted(
        host
        for host in hosts
        if any(host == domain or host.endswith(f".{domain}") for domain in facts.foreign_domains)
    )


def _many_errors(_client: Client, facts: Facts) -> list[str]:
    share = facts.error_share
    return _one(share is not None and share > MOST_ERRORS, f"{(share or 0) * 100:.0f} %")


def _loopback(client: Client, _facts: Facts) -> list[str]:
    if client.state != "live" or client.metadata_.get("application_type") == "native":
        return []
    return [uri for uri in client.metadata_.get("redirect_uris", []) if urlsplit(uri).hostname in _LOOPBACK]


def _grounds(client: Client, facts: Facts) -> list[tuple[str, dict[str, Any]]]:
    return [
        (scope, client.scope_policy.get(scope) or {})
        for scope in _scopes(client)
        if scope in facts.data_scopes
    ]


def _no_reference(client: Client, facts: Facts) -> list[str]:
    return [
        scope
        for scope, ground in _grounds(client, facts)
        if ground.get("legal_basis") == "law" and not ground.get("legal_reference")
    ]


def _no_purpose(client: Client, facts: Facts) -> list[str]:
    return [
        scope
        for scope, ground in _grounds(client, facts)
        if not all((ground.get("purpose") or {}).get(language) for language in ("vi", "en"))
    ]


def _no_retention(client: Client, facts: Facts) -> list[str]:
    return [scope for scope, ground in _grounds(client, facts) if not ground.get("retention")]


def _ending_basis(client: Client, facts: Facts) -> list[str]:
    limit = (facts.today + BASIS_SOON).isoformat()
    return [
        scope for scope, ground in _grounds(client, facts) if (end := ground.get("until")) and end <= limit
    ]


def _no_contact(client: Client, _facts: Facts) -> list[str]:
    return _one(not client.contacts_sealed and not client.metadata_.get("contacts"))


def _no_policy(client: Client, facts: Facts) -> list[str]:
    return _one(_grounds(client, facts) and not client.metadata_.get("policy_uri"))


def _no_english(client: Client, _facts: Facts) -> list[str]:
    return _one(not client.name_en)


RULES: tuple[Rule, ...] = (
    Rule(
        "no-pkce",
        20,
        "Codes can be stolen and used: PKCE is not required.",
        "Send code_challenge (S256), then have PKCE required again.",
        _no_pkce,
    ),
    Rule(
        "sensitive-plain",
        15,
        "Sensitive data over the plain profile.",
        "Move to the profile fapi2: on its page in the console, or with `idp client switch`.",
        _sensitive_plain,
    ),
    Rule(
        "foreign-domain",
        15,
        "Answers go to the domain of another unit.",
        "Use an address of your own unit.",
        _foreign_domain,
    ),
    Rule(
        "no-logout",
        10,
        "Nobody tells it when a citizen signs out.",
        "Register backchannel_logout_uri.",
        _no_logout,
    ),
    Rule(
        "old-secret",
        10,
        "A secret is older than a year.",
        "Rotate it: in the desk or the console, or with `idp client rotate-secret`.",
        _old_secret,
    ),
    Rule(
        "old-key",
        10,
        "A registered key is older than a year.",
        "Register a new key beside it, sign with that, then take the old one out.",
        _old_key,
    ),
    Rule(
        "ending-secrets",
        10,
        "Every secret ends within 30 days.",
        "Rotate now, and let both work for a while.",
        _ending_secrets,
    ),
    Rule(
        "ending-certificate",
        10,
        "A certificate ends within 30 days.",
        "Register the next certificate beside it.",
        _ending_certificate,
    ),
    Rule(
        "many-errors",
        10,
        "More than 5 % of its calls failed yesterday.",
        "Look at its latest calls in the developers' desk.",
        _many_errors,
    ),
    Rule(
        "loopback",
        10,
        "A live application takes answers on localhost.",
        "Remove the addresses of the developers' machines.",
        _loopback,
    ),
    Rule(
        "no-reference",
        10,
        "Data by law, without naming the law.",
        "Add the legal reference of the scope.",
        _no_reference,
    ),
    Rule(
        "ending-basis",
        5,
        "A legal ground ends within 60 days; the scope goes with it.",
        "Bring a new ground, or take the scope out.",
        _ending_basis,
    ),
    Rule(
        "unused-scopes",
        5,
        "It has scopes that it did not ask for in 90 days.",
        "Take them out: what is not needed is not given.",
        _unused_scopes,
    ),
    Rule(
        "idle-secret",
        5,
        "A secret was not used for 90 days, while another is.",
        "Revoke the one that nobody uses.",
        _idle_secret,
    ),
    Rule("no-contact", 5, "Nobody is named to call.", "Name a technical contact.", _no_contact),
    Rule(
        "no-policy",
        5,
        "Citizens cannot read what happens with their data.",
        "Register policy_uri.",
        _no_policy,
    ),
    Rule(
        "no-purpose",
        5,
        "A scope's purpose is not told in both languages.",
        "Write the purpose in Vietnamese and English.",
        _no_purpose,
    ),
    Rule(
        "no-retention",
        3,
        "It is not said how long data is kept.",
        "Add the retention of each scope.",
        _no_retention,
    ),
    Rule("no-english", 2, "It has no English name.", "Add client_name#en.", _no_english),
)
"""Every rule, the heaviest first."""
