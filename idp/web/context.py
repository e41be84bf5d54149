"""What every template may use."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from flask import Flask, request
from flask_babel import gettext as _

from idp.web.assets import asset
from idp.web.current import services, settings
from idp.web.language import language
from idp.web.side import door, in_sandbox

_NOT_KEPT = ("lang",)
_HERE = ZoneInfo("Asia/Ho_Chi_Minh")


def register_context(app: Flask) -> None:
    """Give the templates the brand, the language and a few words of formatting."""
    app.context_processor(_context)
    app.jinja_env.globals["asset"] = asset
    app.jinja_env.filters["moment"] = moment
    app.jinja_env.filters["day"] = day
    app.jinja_env.filters["second"] = second
    app.jinja_env.filters["exactly"] = exactly
    app.jinja_env.filters["figure"] = figure
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def moment(at: datetime) -> str:
    """A moment as people here write it: `21/11/2026 14:05`, in Vietnamese time."""
    return _shown(at, "%d/%m/%Y %H:%M")


def exactly(at: datetime) -> str:
    """A moment to the second: `21/11/2026 14:05:09`, in Vietnamese time."""
    return _shown(at, "%d/%m/%Y %H:%M:%S")


def second(at: datetime) -> str:
    """A moment of today to the second: `14:05:09`, in Vietnamese time."""
    return _shown(at, "%H:%M:%S")


def day(at: datetime) -> str:
    """A day as people here write it: `21/11/2026`, in Vietnamese time."""
    return _shown(at, "%d/%m/%Y")


def _shown(at: datetime, pattern: str) -> str:
    # Both languages write it alike. Babel would load a language's whole data for it: 4 MB.
    return at.astimezone(_HERE).strftime(pattern)


def figure(number: int) -> str:
    """A whole number as people of the page's language write it: `1.234`, or `1,234`."""
    grouped = f"{number:,}"
    return grouped.replace(",", ".") if language() == "vi" else grouped


def _context() -> dict[str, Any]:
    chosen = settings()
    lang = language()
    return {
        "lang": lang,
        "sandbox": chosen.is_demo,
        "banners": services().watch.banners.running,
        # Asked when the page is made: the request may have changed sides on the way.
        "among_test_people": in_sandbox,
        "door": door,
        "brand": {
            "service": chosen.service_name,
            "slogan": _("Đăng nhập một lần"),
            "province": chosen.province if lang == "vi" else chosen.province_en,
            "support_line": chosen.support_line,
            "support_hours": chosen.support_hours,
            "themed": bool(chosen.theme_css),
        },
        "language_links": [
            (tag, label, _in_language(tag)) for tag, label in (("vi", "Tiếng Việt"), ("en", "English"))
        ],
    }


def _in_language(tag: str) -> str:
    # The same page, or for a page that was posted to, the same address by GET: nothing typed is in it.
    kept = [(key, value) for key, value in request.args.items(multi=True) if key not in _NOT_KEPT]
    return "?" + urlencode([*kept, ("lang", tag)])
