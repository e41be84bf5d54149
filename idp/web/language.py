"""Vietnamese first, English in full: chosen by the request, then the cookie, then the browser."""

from typing import Any

from babel.support import NullTranslations
from flask import Flask, Response, g, has_app_context, request
from flask_babel import Babel, Domain
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from idp.web.current import settings

LANGUAGES = ("vi", "en")
_COOKIE_SECONDS = 365 * 24 * 3600


def register_languages(app: Flask) -> None:
    """Choose the language of every request and remember a choice made by hand."""
    app.config.setdefault("BABEL_DEFAULT_TIMEZONE", "Asia/Ho_Chi_Minh")
    babel = Babel(
        app, default_locale="vi", locale_selector=language, default_translation_directories="web/translations"
    )
    babel.domain_instance = domain = _OnceAPage()

    @pass_context
    def message(context: Context, text: str, **values: Any) -> str:
        found = domain.get_translations().gettext(text)
        if not context.eval_ctx.autoescape:
            return found % values
        return Markup(found) % values  # noqa: S704  the catalogue's words are ours; `%` escapes what is put into them

    # Jinja's and Flask-Babel's own say the same by way of five more functions, for each message of each page.
    app.jinja_env.globals.update(_=message, gettext=message)
    app.after_request(_remember)


def language() -> str:
    """The language of this request: `vi` or `en`."""
    if "language" not in g:
        g.language = _chosen() or _from_cookie() or _from_browser()
    return str(g.language)


def prefer_language(ui_locales: str | None) -> None:
    """Use the first language of an authorization request that we speak (OpenID Connect Core, 3.1.2.1).

    Args:
        ui_locales: Language tags, separated by spaces, best first.
    """
    if _chosen() is None and (known := first_known((ui_locales or "").split(" "))):
        g.language = known


def first_known(tags: list[str]) -> str | None:
    """The first of some language tags that we speak, by its main part."""
    for tag in tags:
        if (main := tag.replace("_", "-").split("-")[0].lower()) in LANGUAGES:
            return main
    return None


class _OnceAPage(Domain):  # type: ignore[misc]  # Flask-Babel tells no types
    """The messages of a page's language, found once: Flask-Babel looks for them anew for each of a page's messages.

    They are kept where `flask_babel.force_locale` empties the place and puts back what was there.
    """

    def get_translations(self) -> NullTranslations:
        """The messages of this request's language."""
        found: NullTranslations | None = None
        if has_app_context():
            found = getattr(getattr(g, "_flask_babel", None), "babel_translations", None)
        if found is None:
            found = super().get_translations()
            if has_app_context():
                g._flask_babel.babel_translations = found  # noqa: SLF001  there is no other place that it looks after
        return found


def _chosen() -> str | None:
    return first_known([request.args.get("lang", "")])


def _from_cookie() -> str | None:
    return first_known([request.cookies.get(settings().cookie_name("lang"), "")])


def _from_browser() -> str:
    accepted = parse_accept_header(request.headers.get("Accept-Language"), LanguageAccept)
    return first_known([tag for tag, _quality in accepted]) or "vi"


def _remember(response: Response) -> Response:
    if (chosen := _chosen()) is not None:
        response.set_cookie(
            settings().cookie_name("lang"),
            chosen,
            max_age=_COOKIE_SECONDS,
            secure=settings().cookies_secure,
            httponly=True,
            samesite="Lax",
        )
    return response
