"""Every module with logic has a test module of its own name."""

import ast
from pathlib import Path

from tests.architecture.source import ROOT, Module, modules

TESTS = ROOT / "tests"
TESTED_ELSEWHERE: dict[str, str] = {}
"""A module with logic: the file whose tests are its tests, where another name says it better."""

DECISIONS = (ast.If, ast.IfExp, ast.Match, ast.For, ast.While, ast.Try, ast.BoolOp, ast.comprehension)


def test_every_module_with_logic_has_its_tests():
    missing = [
        module.name
        for module in modules("idp")
        if _has_logic(module) and module.name not in TESTED_ELSEWHERE and not _test_files(module.path)
    ]

    assert missing == []


def test_tests_elsewhere_are_there():
    assert [place for place in TESTED_ELSEWHERE.values() if not (ROOT / place).is_file()] == []
    assert [name for name in TESTED_ELSEWHERE if not (ROOT / name).is_file()] == []


def _has_logic(module: Module) -> bool:
    if module.path.stem in ("__init__", "__main__"):
        return False
    decisions = sum(
        isinstance(node, DECISIONS) for _, function in module.functions() for node in ast.walk(function)
    )
    return decisions >= 2


def _test_files(path: Path) -> list[Path]:
    inside = path.relative_to(ROOT / "idp")
    folder = TESTS / inside.parts[0] if len(inside.parts) > 1 else TESTS
    names = {f"test_{path.stem}.py", f"test_{path.parent.name}_{path.stem}.py"}
    return [found for found in folder.rglob("test_*.py") if found.name in names]
