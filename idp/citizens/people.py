"""What is known about a citizen, as claims (OpenID Connect Core, 5.1; the province's own begin with `vn_`)."""

from typing import Any

from idp.assurance import CHECKED_CLAIMS
from idp.citizens.details import told
from idp.citizens.evidence import verification_of
from idp.clock import Clock
from idp.crypto.sealing import Sealer
from idp.store.models import Citizen

_AS_STORED = {
    "vn_personal_id": "number",
    "vn_old_id": "old_number",
    "vn_birth_registration_place": "birth_registration",
    "vn_home_town": "home_town",
    "vn_marital_status": "marital_status",
    "vn_ethnicity": "ethnicity",
}
"""Claims that are told as the register stores them."""

_GENDER_CODES = {"male": "1", "female": "2", "other": "3"}
_VIET_NAM = "VN"


class People:
    """Opens what an account keeps sealed. Nothing is asked of the register here."""

    def __init__(self, sealer: Sealer, clock: Clock) -> None:
        self._sealer = sealer
        self._clock = clock

    def claims_of(self, citizen: Citizen) -> dict[str, Any]:
        """Every claim that is known; unknown ones are missing.

        Other people in them have a `reference` that is not for applications; `idp.oauth.relatives` replaces it.

        Args:
            citizen: The account.
        """
        identity = self._identity(citizen)
        claims: dict[str, Any] = {
            **_name(identity),
            **_birth(identity),
            **_gender(identity),
            **_address(identity.get("permanent_address")),
            **{claim: identity.get(kept) for claim, kept in _AS_STORED.items()},
            **told(identity, self._clock()),
            "locale": citizen.locale,
            "updated_at": int(citizen.updated_at.timestamp()),
            **self._contacts(citizen),
        }
        known = {name: value for name, value in claims.items() if value not in (None, "", {})}
        if "vn_personal_id" in known:
            known["vn_id_type"] = "so_dinh_danh_ca_nhan"
        verification = verification_of(citizen, identity)
        checked = {name: known[name] for name in CHECKED_CLAIMS if name in known}
        if verification and checked:
            known["verified_claims"] = {"verification": verification, "claims": checked}
        return known

    def _identity(self, citizen: Citizen) -> dict[str, Any]:
        if citizen.identity_sealed is None:
            return {}
        opened = self._sealer.open_json(citizen.identity_sealed, "citizen.identity_sealed")
        return opened if isinstance(opened, dict) else {}

    def _contacts(self, citizen: Citizen) -> dict[str, Any]:
        # An account keeps only contacts that were confirmed by a code.
        found: dict[str, Any] = {}
        if citizen.phone_sealed is not None:
            found["phone_number"] = self._sealer.open_text(citizen.phone_sealed, "citizen.phone_sealed")
            found["phone_number_verified"] = True
        if citizen.email_sealed is not None:
            found["email"] = self._sealer.open_text(citizen.email_sealed, "citizen.email_sealed")
            found["email_verified"] = True
        return found


def _name(identity: dict[str, Any]) -> dict[str, Any]:
    parts = {part: identity.get(part) for part in ("family_name", "middle_name", "given_name")}
    return {"name": identity.get("name"), **parts}


def _birth(identity: dict[str, Any]) -> dict[str, Any]:
    birthdate = identity.get("birthdate")
    if not birthdate:
        return {}
    precision = {1: "year", 2: "month"}.get(len(str(birthdate).split("-")), "day")
    # OpenID Connect knows a whole date and a year; a month alone is told as the year.
    told = str(birthdate)[:4] if precision == "month" else birthdate
    return {"birthdate": told, "vn_birthdate_precision": precision}


def _gender(identity: dict[str, Any]) -> dict[str, Any]:
    gender = identity.get("gender")
    return {"gender": gender, "vn_gender_code": _GENDER_CODES.get(str(gender))}


def _address(kept: Any) -> dict[str, Any]:
    """The permanent residence, as OpenID Connect has it (Core, 5.1.1) and with the codes of today's boundaries."""
    if not isinstance(kept, dict):
        return {}
    lines = [kept.get("detail"), kept.get("ward"), kept.get("province")]
    is_here = kept.get("country") in ("VNM", _VIET_NAM)
    address = {
        "formatted": ", ".join(line for line in lines if line),
        "street_address": kept.get("detail"),
        "locality": kept.get("ward"),
        "region": kept.get("province"),
        "country": _VIET_NAM if is_here else kept.get("country"),
    }
    codes = {
        "province_code": kept.get("province_code"),
        "ward_code": kept.get("ward_code"),
        "asof": kept.get("as_of"),
        "legacy_district_code": kept.get("legacy_district_code"),
        "legacy_ward_code": kept.get("legacy_ward_code"),
        "legacy_note": kept.get("legacy_note"),
    }
    return {"address": _filled(address), "vn_address": _filled(codes)}


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}
