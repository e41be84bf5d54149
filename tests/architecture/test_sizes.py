"""How large things may get. A budget may be exceeded for a reason, and the reason stands here."""

import ast

from tests.architecture.source import ROOT, Function, modules

LINES_OF_A_FILE = 300
LINES_OF_A_FUNCTION = 40
ARGUMENTS_OF_A_CONSTRUCTOR = 7
DECORATORS_OF_A_VIEW = 2

LARGER_ON_PURPOSE: dict[str, str] = {
    "clients/bank.py": "everything a high-security client does, to be read and copied as one file",
}
"""File, or file and function (`idp/x.py:f`): why it is one idea all the same."""


def test_files_stay_small():
    sizes = {module.name: module.text.count("\n") for module in modules("idp", "clients", "deploy", "tests")}

    assert _offenders(sizes, LINES_OF_A_FILE) == {}


def test_functions_stay_small():
    sizes = {
        f"{module.name}:{name}": _lines(function)
        for module in modules("idp", "clients", "deploy", "tests")
        for name, function in module.functions()
    }

    assert _offenders(sizes, LINES_OF_A_FUNCTION) == {}


def test_constructors_ask_for_little():
    counts = {
        f"{module.name}:{name}": len(function.args.args) + len(function.args.kwonlyargs) - 1
        for module in modules("idp", "clients")
        for name, function in module.functions()
        if name.endswith(".__init__")
    }

    assert _offenders(counts, ARGUMENTS_OF_A_CONSTRUCTOR) == {}


def test_views_wear_few_decorators():
    counts = {
        f"{module.name}:{name}": len(function.decorator_list)
        for module in modules("idp/web", "clients")
        for name, function in module.functions()
        if any(_is_route(decorator) for decorator in function.decorator_list)
    }

    assert counts, "no view was found: the rule has lost its subject"
    assert _offenders(counts, DECORATORS_OF_A_VIEW) == {}


def test_exceptions_still_have_their_subjects():
    assert [name for name in LARGER_ON_PURPOSE if not (ROOT / name.partition(":")[0]).is_file()] == []


def _offenders(sizes: dict[str, int], most: int) -> dict[str, int]:
    return {name: size for name, size in sizes.items() if size > most and name not in LARGER_ON_PURPOSE}


def _lines(function: Function) -> int:
    first, last = function.body[0], function.end_lineno or 0
    is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    docstring = (first.end_lineno or 0) - first.lineno + 1 if is_docstring else 0
    return last - function.lineno + 1 - docstring


def _is_route(decorator: ast.expr) -> bool:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(called, ast.Attribute) and called.attr in ("route", "get", "post")
