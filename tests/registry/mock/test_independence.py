"""The mock is a program of its own: nothing of it comes from the rest of idp."""

import ast

from tests.architecture.source import modules


def test_it_imports_nothing_else_of_idp():
    foreign = [
        (module.name, node.module)
        for module in modules("idp/registry/mock")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith("idp")
        and not (node.module or "").startswith("idp.registry.mock")
    ]

    assert foreign == []


def test_a_provider_of_a_real_register_carries_no_mock():
    importing = {
        module.name
        for module in modules("idp/registry")
        if not module.name.startswith("idp/registry/mock/")
        and any(
            isinstance(node, ast.ImportFrom) and (node.module or "").startswith("idp.registry.mock")
            for node in ast.walk(module.tree)
        )
    }

    # The second one has the sandbox's people; it is loaded when the first of them is met (`test_light_start.py`).
    assert importing == {"idp/registry/in_process.py", "idp/registry/invented.py"}
