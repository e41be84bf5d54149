"""Words and calls that do not belong in the house."""

import ast

from tests.architecture.source import Module, modules

NAMES_THAT_SAY_NOTHING = {"utils", "util", "helpers", "helper", "common", "manager", "base", "misc"}
SAYS_SOMETHING_HERE = {
    "idp/store/models/base.py": "the declarative base, by SQLAlchemy's own word",
}

WALL_CLOCKS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "date.today",
    "datetime.date.today",
    "time.time",
    "time.time_ns",
    "func.now",
    "func.current_timestamp",
}
MAY_READ_THE_CLOCK = {
    "idp/clock.py": "it is the only source of time",
    "idp/registry/mock/clock.py": "the mock register is a program of its own, with a clock of its own",
}


def test_no_module_has_a_name_that_says_nothing():
    empty = {
        module.name
        for module in modules("idp", "clients")
        if {module.path.stem, module.path.parent.name} & NAMES_THAT_SAY_NOTHING
    }

    assert empty == set(SAYS_SOMETHING_HERE)


def test_time_comes_from_the_clock_only():
    readers = {
        module.name: calls
        for module in modules("idp")
        if (calls := _calls(module) & WALL_CLOCKS) and module.name not in MAY_READ_THE_CLOCK
    }

    assert readers == {}


def test_security_does_not_rest_on_assert():
    asserting = [
        f"{module.name}:{node.lineno}"
        for module in modules("idp", "clients", "deploy")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Assert)
    ]

    assert asserting == []


def test_every_module_says_what_it_is():
    silent = [
        module.name
        for module in modules("idp", "clients", "deploy", "tests")
        if module.tree.body and not ast.get_docstring(module.tree)
    ]

    assert silent == []


def test_tests_wait_for_things_and_not_for_time():
    sleeping = [
        f"{module.name}:{node.lineno}"
        for module in modules("tests")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("time.sleep", "page.wait_for_timeout")
    ]

    # The one place where waiting is written down: it polls.
    assert {place.partition(":")[0] for place in sleeping} <= {"tests/waiting.py"}


def _calls(module: Module) -> set[str]:
    return {ast.unparse(node.func) for node in ast.walk(module.tree) if isinstance(node, ast.Call)}
