"""The pages behind `policy_uri` and `tos_uri`: what is received, why and how long, read from our own registration.

What the citizen reads here is what the province registered, to the word.
"""

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from clients.kit.language import gettext as _
from clients.kit.oidc import settings

REGISTRATIONS = Path(__file__).parents[1] / "registrations"
SCOPES = {
    "ho_ten": "Họ và tên",
    "ngay_sinh": "Ngày sinh",
    "gioi_tinh": "Giới tính",
    "dia_chi": "Nơi thường trú",
    "dinh_danh": "Số định danh cá nhân",
    "do_tuoi": "Độ tuổi",
    "lien_he": "Số điện thoại, thư điện tử",
    "xac_minh": "Kết quả xác minh danh tính",
    "lgsp:dossiers.read": "Hồ sơ tại các sở",
}
blueprint = Blueprint("notice", __name__)


@dataclass(frozen=True)
class Item:
    """One thing that is received.

    Args:
        label: What it is, in Vietnamese.
        purpose: What for, by language.
        reference: The legal ground; empty where the citizen is asked.
        retention: How long it is kept, as an ISO 8601 duration.
    """

    label: str
    purpose: dict[str, str]
    reference: str
    retention: str


@cache
def registration(client_id: str) -> dict[str, Any]:
    """Our own registration."""
    document: dict[str, Any] = json.loads((REGISTRATIONS / f"{client_id}.json").read_text("utf-8"))
    return document


def items(client_id: str) -> list[Item]:
    """Everything that is received."""
    grounds = registration(client_id).get("scope_policy", {})
    return [
        Item(
            SCOPES.get(scope, scope),
            ground.get("purpose", {}),
            ground.get("legal_reference", ""),
            ground.get("retention", ""),
        )
        for scope, ground in grounds.items()
    ]


def retention(duration: str) -> str:
    """How long something is kept, in words."""
    years = re.fullmatch(r"P(\d+)Y", duration)
    if years:
        return _("1 năm") if years[1] == "1" else _("%(count)s năm", count=years[1])
    return _("không lưu giữ") if duration == "P0D" else duration


@blueprint.get("/privacy")
def privacy() -> ResponseReturnValue:
    """What is processed, and on what ground."""
    unit = registration(settings().name).get("unit", "")
    return render_template("kit/privacy.html", items=items(settings().name), unit=unit, retention=retention)


@blueprint.get("/terms")
def terms() -> ResponseReturnValue:
    """How the application may be used."""
    return render_template("kit/terms.html")
