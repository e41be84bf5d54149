"""How a citizen reads what is fetched on demand: what is known already in words, else that it will be fetched."""

from collections.abc import Callable
from typing import Any

from flask_babel import gettext as _

from idp.citizens.details import Detail

BLOOD_TYPES = {"01": "A", "02": "B", "03": "AB", "04": "O"}
"""By the register's codes."""


def detail_words(claims: tuple[str, ...], known: dict[str, Any]) -> str | None:
    """What an application would get of it; None where nothing of it is fetched on demand.

    Args:
        claims: The claims that are meant.
        known: Those that can be told now.
    """
    if not any(claim in _READ for claim in claims):
        return None
    said = [_READ[claim](known[claim]) for claim in claims if claim in _READ and claim in known]
    return ", ".join(said) or str(
        _("Chỉ được lấy từ cơ sở dữ liệu của cơ quan nhà nước sau khi Ông/Bà tiếp tục.")
    )


def _religion(code: Any) -> str:
    return str(_("Mã %(code)s trong danh mục tôn giáo", code=code))


def _blood_type(code: Any) -> str:
    return BLOOD_TYPES.get(str(code), str(code))


def _household(value: Any) -> str:
    count = len(value.get("members", ()))
    return str(
        _("Quan hệ với chủ hộ và %(count)s thành viên khác, không kèm tên và số định danh", count=count)
    )


def _organisations(value: Any) -> str:
    return ", ".join(str(organisation.get("name", "")) for organisation in value)


def _office(value: Any) -> str:
    return ", ".join(str(value[part]) for part in ("title", "unit") if value.get(part))


def _represented(value: Any) -> str:
    return str(_("%(count)s người, không kèm tên và số định danh", count=len(value)))


_READ: dict[str, Callable[[Any], str]] = {
    Detail.RELIGION: _religion,
    Detail.BLOOD_TYPE: _blood_type,
    Detail.HOUSEHOLD: _household,
    Detail.ORGANISATIONS: _organisations,
    Detail.OFFICE: _office,
    Detail.REPRESENTED: _represented,
}
