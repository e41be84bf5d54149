"""How the members of a registration must go together (RFC 7591, 2.1), one rule per function."""

from collections.abc import Callable, Iterator
from datetime import date
from urllib.parse import parse_qsl, urlsplit

from idp.plain_names import has_markup, is_plain
from idp.relying_parties.assertion_rules import assertion_rules
from idp.relying_parties.certificate_rules import certificate_rules
from idp.relying_parties.decoupled_rules import BY_CITIZENS, decoupled_rules
from idp.relying_parties.delegation_rules import acting_for_others, asking_by_signature
from idp.relying_parties.faults import Fault, Problem
from idp.relying_parties.kinds import kind_from
from idp.relying_parties.metadata import Metadata
from idp.relying_parties.offer import Offer
from idp.relying_parties.profile_rules import profile_rules
from idp.relying_parties.protection_rules import encryption_rules, reference_rules, signing_rules
from idp.relying_parties.redirect_uris import Finding, Verdict, check, is_allowed
from idp.spreadsheets import is_formula

SECRET_METHODS = frozenset({"client_secret_basic", "client_secret_post", "client_secret_jwt"})
RESERVED_IDS = frozenset({"new", "check-redirect", "check-member"})
PRIVATE_MEMBERS = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})

_NOT_OFFERED = {
    "response_types": "; no token leaves through the browser, so implicit and hybrid flows are not offered",
    "grant_types": "; implicit and password are not offered",
}

_Rule = Callable[[Metadata, Offer, date], Iterator[Fault]]


def faults_of(members: Metadata, offer: Offer, today: date) -> tuple[Fault, ...]:
    """Everything wrong with a completed registration.

    Args:
        members: With defaults filled in (`completion.py`).
        offer: What there is to register for.
        today: The day in Việt Nam.
    """
    faults = [fault for rule in _RULES for fault in rule(members, offer, today)]
    # What no registration may hold is not held against the profile as well: one fault, one line.
    told = {_stem(fault) for fault in faults if fault.problem is not Problem.NEEDS}
    of_profile = [fault for fault in profile_rules(members, offer, today) if _stem(fault) not in told]
    return tuple(dict.fromkeys([*faults, *of_profile]))


def ended_grounds(members: Metadata, today: date) -> tuple[Fault, ...]:
    """Grounds that are over. A registration may keep them, and the scopes are gone; a new one is not made with them."""
    ended = [
        scope
        for scope, ground in (members.scope_policy or {}).items()
        if ground.until and ground.until < today
    ]
    return tuple(Fault(f"scope_policy.{scope}.until", Problem.PAST) for scope in ended)


def _stem(fault: Fault) -> str:
    return fault.member.partition("[")[0].partition(".")[0]


def _names(members: Metadata, _offer: Offer, _today: date) -> Iterator[Fault]:
    if members.client_id in RESERVED_IDS:
        yield Fault("client_id", Problem.TAKEN)
    names = {
        "client_name": members.client_name,
        "client_name#en": members.client_name_en,
        "unit": members.unit,
    }
    for member, text in names.items():
        # Lists of applications are read in spreadsheets. Cells are defused there; a copy made elsewhere would not be.
        if text and is_formula(text):
            yield Fault(member, Problem.FORMULA)
        # Shown as text everywhere here; a name also travels to places that are not ours.
        elif text and has_markup(text):
            yield Fault(member, Problem.MARKUP)
        elif text and not is_plain(text):
            yield Fault(member, Problem.MIXED_LETTERS)


def _known_values(members: Metadata, offer: Offer, _today: date) -> Iterator[Fault]:
    single = (
        ("token_endpoint_auth_method", members.token_endpoint_auth_method, offer.auth_methods),
        ("subject_type", members.subject_type, offer.subject_types),
        ("minimum_level", members.minimum_level, offer.levels),
    )
    for member, value, known in single:
        if value is not None and value not in known:
            yield Fault(member, Problem.UNKNOWN_VALUE, f"one of {', '.join(map(str, known))} is expected")
    lists = (
        ("grant_types", members.grant_types, offer.grant_types),
        ("response_types", members.response_types, offer.response_types),
    )
    for member, values, known in lists:
        if unknown := [value for value in values or () if value not in known]:
            detail = f"known are {', '.join(known)}{_NOT_OFFERED.get(member, '')}"
            yield Fault(member, Problem.UNKNOWN_VALUE, detail, unknown[0])


def _grants(members: Metadata, _offer: Offer, _today: date) -> Iterator[Fault]:
    grants, is_public = set(members.grant_types or ()), members.is_public
    if ("authorization_code" in grants) != ("code" in (members.response_types or ())):
        yield Fault(
            "response_types", Problem.NOT_WITH, "grant_types: code and authorization_code belong together"
        )
    if "refresh_token" in grants and not grants & BY_CITIZENS:
        yield Fault("grant_types", Problem.NOT_WITH, "refresh_token without authorization_code")
    if "client_credentials" in grants and is_public:
        yield Fault(
            "grant_types", Problem.NOT_WITH, "token_endpoint_auth_method none: client_credentials needs proof"
        )
    if members.profile == "machine" and "authorization_code" in grants:
        yield Fault("grant_types", Problem.NOT_WITH, "profile machine: no citizen signs in to a machine")
    if "offline_access" in members.scopes and "refresh_token" not in grants:
        yield Fault("scope", Problem.NEEDS, "the grant type refresh_token for offline_access")


def _redirects(members: Metadata, _offer: Offer, _today: date) -> Iterator[Fault]:
    uris = members.redirect_uris or []
    if "authorization_code" in (members.grant_types or ()) and not uris:
        yield Fault("redirect_uris", Problem.MISSING)
    yield from _each_address("redirect_uris", uris, members)
    yield from _each_address("post_logout_redirect_uris", members.post_logout_redirect_uris or [], members)


def _each_address(member: str, uris: list[str], members: Metadata) -> Iterator[Fault]:
    if len(set(uris)) < len(uris):
        yield Fault(member, Problem.REPEATED, about=next(uri for uri in uris if uris.count(uri) > 1)[:200])
    for place, uri in enumerate(uris):
        for finding in check(uri, is_native=members.application_type == "native"):
            if finding.verdict is Verdict.NO:
                yield _bad_address(f"{member}[{place}]" if len(uris) > 1 else member, uri, finding)


def _other_addresses(members: Metadata, _offer: Offer, _today: date) -> Iterator[Fault]:
    single = {
        "client_uri": members.client_uri,
        "logo_uri": members.logo_uri,
        "policy_uri": members.policy_uri,
        "tos_uri": members.tos_uri,
        "jwks_uri": members.jwks_uri,
        "backchannel_logout_uri": members.backchannel_logout_uri,
        "frontchannel_logout_uri": members.frontchannel_logout_uri,
    }
    tagged = {
        f"{member}#{language}": getattr(members, f"{member}_{language}")
        for member in ("client_uri", "logo_uri", "policy_uri", "tos_uri")
        for language in ("vi", "en")
    }
    for member, uri in {**single, **tagged}.items():
        if uri is not None:
            for finding in check(uri):
                if finding.verdict is Verdict.NO:
                    yield _bad_address(member, uri, finding)
    for member, uri, schemes in (
        # Plain http is good for this machine only, as it is for redirect URIs: `check` refuses it elsewhere.
        ("initiate_login_uri", members.initiate_login_uri, ("https://", "http://")),
        ("sector_identifier_uri", members.sector_identifier_uri, ("https://",)),
    ):
        if uri is not None and (not uri.startswith(schemes) or not is_allowed(uri)):
            yield Fault(member, Problem.NOT_HTTPS)


def _bad_address(member: str, uri: str, finding: Finding) -> Fault:
    detail = f" ({finding.detail})" if finding.detail else ""
    return Fault(member, Problem.BAD_ADDRESS, finding.reason.value.replace("_", " "), f"{uri[:200]}{detail}")


def _frame(members: Metadata, _offer: Offer, _today: date) -> Iterator[Fault]:
    """What a page of ours may load in a frame (OpenID Connect Front-Channel Logout 1.0, 2)."""
    uri = members.frontchannel_logout_uri
    if uri is None or not is_allowed(uri):
        return
    if _origin(uri) not in {_origin(each) for each in members.redirect_uris or () if is_allowed(each)}:
        yield Fault(
            "frontchannel_logout_uri",
            Problem.BAD_ADDRESS,
            "scheme, host and port are not those of a redirect URI",
            uri[:200],
        )
    if "sid" in {name for name, _ in parse_qsl(urlsplit(uri).query, keep_blank_values=True)}:
        yield Fault("frontchannel_logout_uri", Problem.BAD_ADDRESS, "reserved query (sid)", uri[:200])


def _origin(uri: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(uri)
    return parts.scheme, parts.hostname, parts.port or {"https": 443, "http": 80}.get(parts.scheme)


def _proof(members: Metadata, offer: Offer, _today: date) -> Iterator[Fault]:
    method, keys = members.token_endpoint_auth_method, (members.jwks, members.jwks_uri)
    if members.client_secret is not None and method not in SECRET_METHODS:
        detail = f"another token_endpoint_auth_method than {', '.join(sorted(SECRET_METHODS))}"
        yield Fault("client_secret", Problem.NOT_WITH, detail)
    elif members.client_secret is not None and len(members.client_secret) < offer.shortest_secret:
        yield Fault("client_secret", Problem.TOO_SHORT, str(offer.shortest_secret))
    if method == "private_key_jwt" and keys == (None, None):
        yield Fault("jwks", Problem.MISSING)
    if None not in keys:
        yield Fault("jwks", Problem.NOT_WITH, "jwks_uri")
    if members.jwks is not None:
        yield from _key_set(members.jwks)


def _key_set(document: dict[str, object]) -> Iterator[Fault]:
    keys = document.get("keys")
    if not isinstance(keys, list) or not all(isinstance(key, dict) and "kty" in key for key in keys):
        yield Fault("jwks", Problem.MALFORMED, "a JSON Web Key Set is expected (RFC 7517, 5)")
    elif any(key["kty"] == "oct" or PRIVATE_MEMBERS & set(key) for key in keys):
        yield Fault("jwks", Problem.PRIVATE_KEY)


def _pkce(members: Metadata, _offer: Offer, today: date) -> Iterator[Fault]:
    until = members.pkce_exempt_until
    if members.require_pkce and until is not None:
        yield Fault("pkce_exempt_until", Problem.NOT_WITH, "require_pkce true")
    if members.require_pkce is False and members.is_public:
        yield Fault(
            "require_pkce", Problem.NOT_WITH, "token_endpoint_auth_method none: a public client needs PKCE"
        )
    if members.require_pkce is False and until is not None and until < today:
        yield Fault("pkce_exempt_until", Problem.PAST)


def _scopes(members: Metadata, offer: Offer, _today: date) -> Iterator[Fault]:
    grounds = members.scope_policy or {}
    for name in members.scopes:
        ground = grounds.get(name)
        if name in offer.law_only and (ground is None or ground.legal_basis != "law"):
            yield Fault("scope_policy", Problem.LAW_ONLY, name)
    for name, ground in grounds.items():
        if name not in members.scopes:
            yield Fault("scope_policy", Problem.NO_SUCH_SCOPE, about=name)
        if ground.legal_basis == "law" and not ground.legal_reference:
            yield Fault(f"scope_policy.{name}.legal_reference", Problem.MISSING)


def _kind(members: Metadata, _offer: Offer, _today: date) -> Iterator[Fault]:
    is_so = kind_from(
        profile=members.profile,
        grant_types=members.grant_types,
        application_type=members.application_type,
        auth_method=members.token_endpoint_auth_method,
    )
    if members.kind != is_so:
        yield Fault("kind", Problem.NOT_WITH, f"the other members: they make it {is_so}")


def _sector(members: Metadata, _offer: Offer, _today: date) -> Iterator[Fault]:
    if members.sector is None and members.subject_type != "public":
        yield Fault(
            "sector", Problem.NEEDS, "to be named: the redirect URIs have several hosts and no unit is given"
        )


_RULES: tuple[_Rule, ...] = (
    _names,
    _known_values,
    _grants,
    _redirects,
    _other_addresses,
    _frame,
    _proof,
    _pkce,
    _scopes,
    _kind,
    _sector,
    signing_rules,
    reference_rules,
    encryption_rules,
    acting_for_others,
    asking_by_signature,
    decoupled_rules,
    assertion_rules,
    certificate_rules,
)
