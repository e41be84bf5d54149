"""Pages obey the content policy and work without script: nothing inline, nothing from elsewhere."""

import re
from pathlib import Path

import pytest

from tests.architecture.source import ROOT, templates

FORBIDDEN = {
    "an inline style": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "an inline script": re.compile(r"<script\b(?![^>]*\bsrc=)", re.IGNORECASE),
    "an event attribute": re.compile(r"<[^>{]*\son[a-z]+\s*=", re.IGNORECASE),
    "a javascript address": re.compile(r"javascript:", re.IGNORECASE),
    "something from another host": re.compile(
        r"<(?:script|link|img)\b[^>]*(?:src|href)=[\"']https?:", re.IGNORECASE
    ),
    "markup taken on trust": re.compile(r"\|\s*safe\b|autoescape\s+false", re.IGNORECASE),
    "a hidden gettext": re.compile(r"{%-?\s*(?:set|for)\s+_\b"),
}


JINJA_COMMENT = re.compile(r"{#.*?#}", re.DOTALL)


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_page_has(what):
    pages = [path for path in templates() if path.suffix == ".html"]
    found = {
        path.relative_to(ROOT).as_posix(): match.group()
        for path in pages
        if (match := FORBIDDEN[what].search(_markup(path)))
    }

    assert pages, "no template was found: the rule has lost its subject"
    assert found == {}


LEADS_ELSEWHERE = {"form_post.html"}
"""Forms that post to an application: a token of ours must not go there."""


def test_every_form_that_changes_something_carries_a_token():
    post_form = re.compile(r"<form\b[^>]*method=[\"']post[\"'][^>]*>(.*?)</form>", re.IGNORECASE | re.DOTALL)
    token = re.compile(r"csrf|hidden_tag|form_open|submit_form")
    unprotected = [
        path.relative_to(ROOT).as_posix()
        for path in templates()
        if path.is_relative_to(ROOT / "idp") and path.name not in LEADS_ELSEWHERE
        for form in post_form.findall(_markup(path))
        if not token.search(form)
    ]

    assert unprotected == []


def _markup(path: Path) -> str:
    return JINJA_COMMENT.sub("", path.read_text(encoding="utf-8"))
