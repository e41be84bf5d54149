"""What every template may use."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from flask import Flask, request
from flask_babel import format_datetime
from flask_babel import gettext as _

from idp.web.assets import asset
from idp.web.current import settings
from idp.web.language import language

_NOT_KEPT = ("lang",)


def register_context(app: Flask) -> None:
    """Give the templates the brand, the language and a few words of formatting."""
    app.context_processor(_context)
    app.jinja_env.globals["asset"] = asset
    app.jinja_env.filters["moment"] = moment
    app.jinja_env.filters["day"] = day
    app.jinja_env.filters["second"] = second
    app.jinja_env.filters["exactly"] = exactly
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


def moment(at: datetime) -> str:
    """A moment as people here write it: `21/11/2026 14:05`, in Vietnamese time."""
    return str(format_datetime(at, "dd/MM/yyyy HH:mm"))


def exactly(at: datetime) -> str:
    """A moment to the second: `21/11/2026 14:05:09`, in Vietnamese time."""
    return str(format_datetime(at, "dd/MM/yyyy HH:mm:ss"))


def second(at: datetime) -> str:
    """A moment of today to the second: `14:05:09`, in Vietnamese time."""
    return str(format_datetime(at, "HH:mm:ss"))


def day(at: datetime) -> str:
    """A day as people here write it: `21/11/2026`, in Vietnamese time."""
    return str(format_datetime(at, "dd/MM/yyyy"))


def _context() -> dict[str, Any]:
    chosen = settings()
    lang = language()
    return {
        "lang": lang,
        "sandbox": chosen.is_demo,
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
