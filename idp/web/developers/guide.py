"""The guide for developers: public pages, in the order in which somebody needs them."""

from collections.abc import Callable
from typing import Any, NamedTuple

from flask import Blueprint, abort, render_template, url_for
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from idp.assurance import OWN_LEVELS, acr_uri
from idp.citizens.details import FRESH_FOR
from idp.oauth.metadata import DISCOVERY_PATH
from idp.oauth.scopes import CLAIMS, LAW_ONLY, SCOPES
from idp.web.admin.scope_forms import scope_titles
from idp.web.current import services, settings
from idp.web.developers import api_words, claim_words, fault_words
from idp.web.developers.desk import for_everybody
from idp.web.developers.error_table import error_rows
from idp.web.developers.error_words import ADVICE, CAUSES
from idp.web.developers.snippets import example_snippets
from idp.web.sandbox import people_words

blueprint = for_everybody(Blueprint("developers_guide", __name__, url_prefix="/developers"))


class Chapter(NamedTuple):
    """A page of the guide: a template in `developers/guide/`, and what it shows that the code knows."""

    name: str
    title: LazyString
    values: Callable[[], dict[str, Any]] = dict


def _stacks() -> dict[str, Any]:
    return {"snippets": example_snippets(settings().issuer)}


def _claims() -> dict[str, Any]:
    issuer = settings().issuer
    return {
        "scopes": SCOPES,
        "scope_titles": scope_titles(),
        "claims": CLAIMS,
        "words": claim_words.WORDS,
        "law_only": LAW_ONLY,
        "on_demand": {str(detail) for detail in FRESH_FOR},
        "levels": [(int(level), (f"LoA{int(level)}", acr_uri(issuer, level))) for level in OWN_LEVELS],
    }


def _errors() -> dict[str, Any]:
    return {"errors": error_rows(), "advice": ADVICE, "causes": CAUSES}


def _testing() -> dict[str, Any]:
    able = [each for each in services().sandbox.people.all() if each.barred is None]
    return {
        "people": [(each, people_words.WORDS[each.key]) for each in able],
        "faults": fault_words.WORDS,
    }


def _api() -> dict[str, Any]:
    return {"problems": api_words.PROBLEMS, "scopes": api_words.SCOPES}


CHAPTERS = (
    Chapter("start", _l("Bắt đầu trong 30 phút")),
    Chapter("stacks", _l("Vài dòng cho từng ngôn ngữ"), _stacks),
    Chapter("claims", _l("Phạm vi và thông tin"), _claims),
    Chapter("errors", _l("Mã lỗi và sự cố"), _errors),
    Chapter("logout", _l("Đăng xuất cho đúng")),
    Chapter("testing", _l("Thử nghiệm"), _testing),
    Chapter("live", _l("Đưa vào vận hành")),
    Chapter("wording", _l("Nút và lời")),
    Chapter("api", _l("API quản trị"), _api),
)
"""In the order of reading."""


@blueprint.get("", strict_slashes=False)
def start() -> str:
    """What one gets, and the way from nothing to a sign-in that works."""
    return _page(CHAPTERS[0])


@blueprint.get("/guide/<name>")
def chapter(name: str) -> str:
    """A page of the guide."""
    found = next((each for each in CHAPTERS[1:] if each.name == name), None)
    return _page(found) if found is not None else abort(404)


@blueprint.get("/api")
def api() -> str:
    """The page that problems of the API lead to: `type` names it, and the kind of problem on it."""
    return _page(CHAPTERS[-1])


def paragraph_about(reason: str) -> str:
    """Where the guide helps with an incident.

    Args:
        reason: As the incident has it, in English; an OAuth error begins with its code and a colon.
    """
    cause = next((each for each in CAUSES if any(sign in reason for sign in each.signs)), None)
    code = reason.partition(":")[0].strip()
    anchor = cause.anchor if cause else f"error-{code}" if code in ADVICE else "incident-codes"
    return url_for("developers_guide.chapter", name="errors", _anchor=anchor)


def _page(which: Chapter) -> str:
    issuer = settings().issuer
    return render_template(
        f"developers/guide/{which.name}.html",
        chapters=CHAPTERS,
        chapter=which,
        issuer=issuer,
        discovery=issuer + DISCOVERY_PATH,
        **which.values(),
    )
