"""Scopes: the claims behind each, and on what ground an application may have it (OpenID Connect Core, 5.4).

Names with `vn_` are the province's; their Vietnamese meaning stands beside them.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

SCOPES: dict[str, tuple[str, ...]] = {
    "openid": ("sub",),
    "profile": ("name", "family_name", "middle_name", "given_name", "updated_at", "locale"),
    "email": ("email", "email_verified"),
    "phone": ("phone_number", "phone_number_verified"),
    "address": ("address", "vn_address"),
    "offline_access": (),
    "ho_ten": ("name", "family_name", "middle_name", "given_name", "updated_at", "locale"),  # họ và tên
    "ngay_sinh": ("birthdate", "vn_birthdate_precision"),  # ngày, tháng, năm sinh
    "do_tuoi": (
        "vn_age_over_14",
        "vn_age_over_16",
        "vn_age_over_18",
        "vn_age_over_60",
        "vn_age_over_75",
    ),  # độ tuổi
    "cu_tru": (
        "vn_resident_of_province",
        "vn_resident_of_commune",
    ),  # cư trú: có hay không, không phải địa chỉ
    "gioi_tinh": ("gender", "vn_gender_code"),  # giới tính
    "lien_he": ("phone_number", "phone_number_verified", "email", "email_verified"),  # liên hệ
    "dia_chi": ("address", "vn_address"),  # địa chỉ
    "dinh_danh": ("vn_personal_id", "vn_id_type"),  # số định danh cá nhân
    "cmnd_cu": ("vn_old_id",),  # số chứng minh nhân dân cũ
    "ho_tich": ("vn_birth_registration_place", "vn_home_town", "vn_marital_status"),  # hộ tịch
    "dan_toc": ("vn_ethnicity",),  # dân tộc
    "ton_giao": ("vn_religion",),  # tôn giáo
    "nhom_mau": ("vn_blood_type",),  # nhóm máu
    "ho_gia_dinh": ("vn_household",),  # hộ gia đình
    "to_chuc": ("vn_org",),  # tổ chức được đại diện
    "can_bo": ("vn_official",),  # cán bộ, công chức
    "dai_dien": ("vn_on_behalf_of",),  # người được đại diện
    "xac_minh": ("verified_claims",),  # thông tin xác minh
}
"""Every scope this provider knows by itself; applications may be registered for scopes of interfaces besides."""

LAW_ONLY = frozenset(
    {"dinh_danh", "cmnd_cu", "ho_tich", "dan_toc", "ton_giao", "nhom_mau", "ho_gia_dinh", "dai_dien"}
)
"""Scopes no consent can open: they need a legal ground (Law 91/2025/QH15; Decree 356/2025/NĐ-CP)."""

ADMINISTRATIVE = "sen:"
"""How scopes of the administrative API begin. A program has them for itself; no citizen gives or sees them."""

DATA_SCOPES = tuple(name for name, claims in SCOPES.items() if claims and name != "openid")
"""Scopes with personal data behind them."""

CLAIMS = tuple(dict.fromkeys(claim for claims in SCOPES.values() for claim in claims))
"""Every claim, once."""


@dataclass(frozen=True)
class ScopePolicy:
    """The recorded ground on which an application has a scope.

    Args:
        basis: `law` is told to the citizen, `consent` is asked for.
        reference: The legal reference.
        purpose: What it is for, by language (`vi`, `en`).
        retention: How long it is kept, as ISO 8601 duration or in words.
        optional: Whether the citizen may refuse it and still use the application.
        commune: The code of the commune an application of that commune may ask about (`cu_tru`).
    """

    basis: Literal["law", "consent"] = "consent"
    reference: str = ""
    purpose: dict[str, str] = field(default_factory=dict)
    retention: str = ""
    optional: bool = False
    commune: str = ""


def policy_of(scope: str, recorded: dict[str, Any] | None, today: date | None = None) -> ScopePolicy | None:
    """The ground for a scope from its record; None where the recorded ground does not carry the scope.

    Args:
        scope: The scope.
        recorded: `legal_basis`, `legal_reference`, `purpose`, `retention`, `optional`, `commune` and `until` as
            registered, or None.
        today: The day in Việt Nam. A ground with a last day carries nothing after it, nor where no day is known.
    """
    known = recorded or {}
    if (until := known.get("until")) and (today is None or today.isoformat() > str(until)):
        return None
    is_law = known.get("legal_basis") == "law"
    if scope in LAW_ONLY and not is_law:
        return None
    return ScopePolicy(
        basis="law" if is_law else "consent",
        reference=str(known.get("legal_reference") or ""),
        purpose=_by_language(known.get("purpose")),
        retention=str(known.get("retention") or ""),
        optional=bool(known.get("optional")) and not is_law,
        commune=str(known.get("commune") or ""),
    )


def _by_language(purpose: Any) -> dict[str, str]:
    if isinstance(purpose, dict):
        return {str(language): str(text) for language, text in purpose.items() if text}
    return {"vi": str(purpose)} if purpose else {}
