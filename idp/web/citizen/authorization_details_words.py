"""How what an application wants to do for a citizen is said to them: each type of authorization details in words.

What the application wrote stands where values stand, as short as `oauth/authorization_details.py` lets it be.
"""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask_babel import gettext as _

from idp.oauth.authorization_details import Detail


@dataclass(frozen=True)
class Act:
    """One act, in words: what it is, and for what exactly it is allowed."""

    title: str
    facts: tuple[tuple[str, str], ...]


def act_of(detail: Detail) -> Act:
    """One object of authorization details, in words.

    Args:
        detail: As it was checked.

    Raises:
        KeyError: The type has no words.
    """
    return WORDS[detail["type"]](detail)


def _submission(detail: Detail) -> Act:
    return Act(
        title=str(_("Nộp hồ sơ thay Ông/Bà")),
        facts=(
            (str(_("Thủ tục")), detail["procedure"]),
            (str(_("Mã hồ sơ")), detail.get("dossier_code") or detail["dossier_id"]),
            (str(_("Đơn vị nộp thay")), detail["unit"]),
            (str(_("Nơi nhận hồ sơ")), ", ".join(_host(each) for each in detail["locations"])),
        ),
    )


def _host(location: str) -> str:
    return urlsplit(location).netloc or location


WORDS: dict[str, Callable[[Detail], Act]] = {"nop_ho_so": _submission}
"""By the name of the type."""
