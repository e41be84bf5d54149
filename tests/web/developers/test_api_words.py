"""The page about the API, and docs/api.md: every kind of problem and every scope, and no others."""

import ast
import re

import pytest

from idp.operators.machine_rights import RIGHT_OF, SCOPES
from idp.web.api.operations import OPERATIONS
from idp.web.api.problems import GUIDE, KINDS
from idp.web.developers import api_words
from idp.web.scim.attributes import KEPT
from idp.web.scim.officers import MEMBERS
from tests.architecture.source import ROOT, modules

GUIDE_FILE = ROOT / "docs" / "api.md"
_KIND = re.compile(r"[a-z]+(-[a-z]+)*")


def kinds_in_the_code() -> set[str]:
    """What stands where a kind of problem does: second in a call of `Problem` or `refuse`, or in a table of them."""
    found = set()
    for module in modules("idp/web/api"):
        for node in ast.walk(module.tree):
            parts = node.args if isinstance(node, ast.Call) else getattr(node, "elts", [])
            is_call = isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Problem", "refuse")
            status = parts[0] if parts and isinstance(parts[0], ast.Constant) else None
            is_row = isinstance(node, ast.Tuple) and status is not None and isinstance(status.value, int)
            if (is_call or is_row) and len(parts) > 1 and isinstance(parts[1], ast.Constant):
                found.add(parts[1].value)
    return {kind for kind in found if isinstance(kind, str) and _KIND.fullmatch(kind)}


def test_every_kind_is_known_and_none_is_idle():
    assert kinds_in_the_code() | {"http", "out-of-reach", "needs-people"} == KINDS


def test_every_kind_and_every_scope_has_its_words():
    assert set(api_words.PROBLEMS) == KINDS
    assert tuple(api_words.SCOPES) == SCOPES


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_that_problems_lead_to_has_a_place_for_each(client, language):
    page = client.get(f"{GUIDE}?lang={language}")

    assert page.status_code == 200
    assert [kind for kind in KINDS if f'id="{kind}"' not in page.text] == []
    assert [scope for scope in SCOPES if scope not in page.text] == []


def test_the_document_has_a_heading_for_each_kind():
    headings = re.findall(r"^### `([a-z-]+)`$", GUIDE_FILE.read_text(encoding="utf-8"), re.MULTILINE)

    assert sorted(headings) == sorted(KINDS)


def test_the_document_tells_what_each_scope_gives():
    rows = re.findall(
        r"^\| `(sen:[a-z.]+)` \| (.*) \|$", GUIDE_FILE.read_text(encoding="utf-8"), re.MULTILINE
    )

    assert {scope: set(re.findall("`([a-z_]+)`", rights)) for scope, rights in rows if scope in RIGHT_OF} == {
        scope: {right.value for right in rights} for scope, rights in RIGHT_OF.items()
    }
    assert [scope for scope, _ in rows] == list(SCOPES)


def test_the_document_lists_every_operation():
    text = GUIDE_FILE.read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| (\w+) `(/\S+)` \| `([a-z_]+)` \|", text, re.MULTILINE)

    assert rows == [
        (each.id, each.method, each.path.replace("<", "{").replace(">", "}"), each.right.value)
        for each in OPERATIONS
    ]


def test_the_document_maps_every_attribute():
    text = GUIDE_FILE.read_text(encoding="utf-8").lower()

    assert [name for name in (*KEPT, *MEMBERS) if f"`{name.rpartition(':')[2]}" not in text] == []
