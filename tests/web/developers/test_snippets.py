"""The lines to copy are those of the documents, where our tests, or somebody by hand, have run them."""

import ast
from pathlib import Path

import pytest

from idp.web.developers.snippets import STACKS, example_snippets, snippets_for
from tests.builders import a_client

ROOT = Path(__file__).parents[3]
DOCUMENTS = ROOT / "docs" / "integrating"


@pytest.fixture
def lines(app) -> dict[str, str]:
    with app.test_request_context():
        return {each.stack.name: each.text for each in example_snippets("https://id.example")}


@pytest.mark.parametrize("stack", ["csharp", "php"])
def test_lines_nobody_could_run_are_those_of_the_page_that_says_so(lines, stack):
    page = (DOCUMENTS / "server-side-web.md").read_text("utf-8")

    missing = [line for line in lines[stack].splitlines() if line not in page and not line.startswith("//")]

    assert missing == []


def test_spring_boot_has_the_properties_of_the_example(lines):
    example = (DOCUMENTS / "examples" / "application.properties").read_text("utf-8")
    named = {"${ISSUER}": "https://id.example", "${CLIENT_ID}": "library"}
    for place, value in named.items():
        example = example.replace(place, value)

    assert [line for line in example.split() if line not in lines["java"]] == []


def test_flask_has_the_registration_of_the_example(lines):
    example = _registration((DOCUMENTS / "examples" / "web.py").read_text("utf-8"))
    shown = _registration(lines["python"])

    assert set(shown) == set(example)
    assert shown["client_kwargs"] == example["client_kwargs"]


@pytest.mark.parametrize("stack", ["browser", "node"])
def test_openid_client_is_called_as_in_the_example(lines, stack):
    example = (DOCUMENTS / "examples" / "single_page.mjs").read_text("utf-8")
    called = {part.partition("(")[0] for part in lines[stack].split("openid.")[1:]}

    assert called >= {"discovery", "buildAuthorizationUrl"}
    assert {name for name in called if f"openid.{name}" not in example} <= {"randomNonce"}


def test_go_has_the_calls_of_the_example(lines):
    example = (DOCUMENTS / "examples" / "web.go").read_text("utf-8")

    for call in ("oidc.NewProvider(context.Background(), ", "config.AuthCodeURL(state, oidc.Nonce(nonce), "):
        assert call in example
        assert call in lines["go"]


def test_an_application_gets_its_own_values_and_the_stacks_of_its_kind(app):
    with app.test_request_context():
        mine = snippets_for("https://id.example", a_client("mine", scopes=("openid", "ho_ten")))
        page = a_client("page", secret=None)
        spa = snippets_for("https://id.example", page)

    assert {each.stack.name for each in mine} == {each.name for each in STACKS if "web" in each.kinds}
    assert all("mine" in each.text for each in mine)
    assert [each.stack.name for each in spa] == ["browser"]


def _registration(text: str) -> dict[str, str]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "register":
            return {str(word.arg): ast.unparse(word.value) for word in node.keywords}
    raise AssertionError("no registration")
