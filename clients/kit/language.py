"""Vietnamese is written in the pages; English is looked up by it. No tool is needed to add a sentence."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Flask, Response, current_app, g, request, url_for

from clients.kit.settings import Settings

LANGUAGES = ("vi", "en")
HERE = ZoneInfo("Asia/Ho_Chi_Minh")
_A_YEAR = 365 * 24 * 60 * 60
_SWAPPED = str.maketrans(",.", ".,")
_NO_PAGES = ("sign_in", "callback", "backchannel")


def register_language(app: Flask, settings: Settings, english: Mapping[str, str]) -> None:
    """Choose the language of each request: `?lang=`, then a cookie, then the browser."""
    app.extensions["english"] = english
    cookie = settings.cookie_name("lang")

    @app.before_request
    def choose() -> None:
        asked = request.args.get("lang"), request.cookies.get(cookie)
        known = [language for language in asked if language in LANGUAGES]
        g.language = known[0] if known else request.accept_languages.best_match(LANGUAGES, LANGUAGES[0])

    @app.after_request
    def remember(response: Response) -> Response:
        if request.args.get("lang") in LANGUAGES:
            response.set_cookie(
                cookie, g.language, _A_YEAR, httponly=True, secure=settings.is_secure, samesite="Lax"
            )
        return response

    app.jinja_env.globals.update(_=gettext, language=language, here_in=here_in)
    app.jinja_env.filters.update(day=day, moment=moment, picked=picked, area=area)


def language() -> str:
    """The language of this request."""
    return str(g.get("language", LANGUAGES[0]))


def gettext(message: str, **values: object) -> str:
    """A sentence in the language of this request."""
    text = message
    if language() == "en":
        text = current_app.extensions["english"].get(message, message)
    return text % values if values else text


def picked(texts: Mapping[str, str]) -> str:
    """The text of this request's language out of several."""
    return texts.get(language()) or texts[LANGUAGES[0]]


def here_in(other: str) -> str:
    """This page in another language; the answer of a form, or of the provider, leads to the first page."""
    rule = request.url_rule
    is_page = rule is not None and "GET" in (rule.methods or ()) and request.blueprint not in _NO_PAGES
    if request.endpoint is None or not is_page:
        return f"/?lang={other}"
    asked = {**request.args.to_dict(), **(request.view_args or {}), "lang": other}
    return url_for(request.endpoint, **asked)


def day(value: str | float) -> str:
    """A date as it is written here: 08/03/1990; a year stays a year.

    Args:
        value: `YYYY-MM-DD`, `YYYY-MM`, `YYYY`, or seconds since 1970.
    """
    if isinstance(value, str):
        return "/".join(reversed(value.split("-")))
    return datetime.fromtimestamp(value, HERE).strftime("%d/%m/%Y")


def moment(value: float) -> str:
    """Date and time, in Việt Nam.

    Args:
        value: Seconds since 1970.
    """
    return datetime.fromtimestamp(value, HERE).strftime("%d/%m/%Y %H:%M")


def area(value: float) -> str:
    """An area as it is written here: 1.234,5 m²; in English 1,234.5 m².

    Args:
        value: Square metres.
    """
    text = f"{value:,.1f}".removesuffix(".0")
    return f"{text if language() == 'en' else text.translate(_SWAPPED)} m²"
