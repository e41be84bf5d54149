"""Why an identity is believed: who checked it, how and when, in the words of OpenID Connect for Identity Assurance.

Names with `#en` behind them are the same in English; an application reads one of the two.
Source: OpenID Identity Assurance Schema Definition 1.0; Decree 69/2024/NĐ-CP; Law 26/2023/QH15.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from idp.assurance import IdentityAssurance
from idp.store.models import Citizen

BY_DECREE_69, BY_PROVINCE = "vn_nd69_2024", "vn_qd_tinh"
"""Trust frameworks: electronic identification by decree, and the province's own rules for its desks."""

DESK = "desk_check"
"""The member of a sealed identity that holds what an officer checked at a desk: `at`, `check_id`, `chip_verified`."""

_REGISTER = {
    "organization": "Cơ sở dữ liệu quốc gia về dân cư",
    "organization#en": "National Population Database",
}
_MINISTRY = {"name": "Bộ Công an", "name#en": "Ministry of Public Security", "country_code": "VNM"}
_VNEID = {"organization": "VNeID"}
_FRONT_DESK = {"organization": "Bộ phận Một cửa", "organization#en": "One-stop desk"}

_BY_VNEID = (IdentityAssurance.VNEID_1, IdentityAssurance.VNEID_2)


def verification_of(citizen: Citizen, identity: Mapping[str, Any]) -> dict[str, Any] | None:
    """The `verification` of somebody's claims; None for a person nobody has checked.

    Args:
        citizen: The account.
        identity: What it keeps of the person, opened.
    """
    assurance = IdentityAssurance(citizen.assurance)
    if not assurance.is_verified or citizen.verified_at is None:
        return None
    desk, is_by_desk = identity.get(DESK), assurance is IdentityAssurance.AT_DESK
    evidence = []
    if not is_by_desk or identity.get("reference"):
        evidence.append(_register_record(citizen, identity))
    if assurance in _BY_VNEID:
        evidence.append({"type": "vouch", "check_details": [{"check_method": "auth", **_VNEID}]})
    if isinstance(desk, dict):
        evidence.append(_card_at_desk(desk))
    verification = {
        "trust_framework": BY_PROVINCE if is_by_desk else BY_DECREE_69,
        "assurance_level": str(assurance),
        "time": _moment(citizen.verified_at),
        "verification_process": citizen.verification_id,
        "evidence": evidence,
    }
    return {name: value for name, value in verification.items() if value}


def _register_record(citizen: Citizen, identity: Mapping[str, Any]) -> dict[str, Any]:
    check = {
        "check_method": "data",
        **_REGISTER,
        "check_id": identity.get("reference") or citizen.verification_id,
        "time": _moment(citizen.verified_at) if citizen.verified_at else None,
    }
    return {
        "type": "electronic_record",
        "check_details": [_filled(check)],
        "record": {"type": "population_register", "source": _MINISTRY},
    }


def _card_at_desk(desk: Mapping[str, Any]) -> dict[str, Any]:
    """The card that was shown: an officer compared it with the person, and the chip's signature if that was read."""
    about = {**_FRONT_DESK, "check_id": desk.get("check_id"), "time": desk.get("at")}
    methods = ["pvp", *(["vcrypt"] if desk.get("chip_verified") is True else [])]
    return {
        "type": "document",
        "check_details": [_filled({"check_method": method, **about}) for method in methods],
        "document_details": {"type": "idcard", "issuer": _MINISTRY},
    }


def _moment(at: datetime) -> str:
    # In UTC: a zone would say where somebody was (OpenID Connect for Identity Assurance, privacy considerations).
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _filled(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}
