"""The applications know nothing of the provider but what it says about itself over HTTP."""

import ast

from tests.architecture.source import modules

THEIRS = (
    "clients.portal",
    "clients.health",
    "clients.land",
    "clients.lgsp",
    "clients.kiosk",
    "clients.nightly_sync",
)


def imported(tree: ast.Module) -> set[str]:
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names


def test_no_application_imports_the_provider():
    found = {
        module.name: names
        for module in modules("clients")
        if (names := {name for name in imported(module.tree) if name.split(".")[0] == "idp"})
    }

    assert modules("clients"), "no module was found: the rule has lost its subject"
    assert found == {}


def test_applications_share_the_kit_and_nothing_else():
    found = {}
    for module in modules("clients"):
        own = ".".join(module.name.split("/")[:2])
        others = {
            name for name in imported(module.tree) if name.startswith(THEIRS) and not name.startswith(own)
        }
        if others:
            found[module.name] = others

    assert found == {}
