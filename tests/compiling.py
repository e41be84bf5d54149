"""Who compiles what: every process of the tests reads every file, and each file has to be compiled once.

Where nothing is compiled yet, all processes would come to the same file at the same time, and each compile it.
"""

from importlib import import_module
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def modules_of(number: int, count: int) -> list[str]:
    """The names of the test modules that one of several processes imports before all others.

    Args:
        number: Which process, from 0.
        count: How many processes there are; together they import everything, and nothing twice.
    """
    files = sorted((ROOT / "tests").rglob("test_*.py"))[number::count]
    return [".".join(file.relative_to(ROOT).with_suffix("").parts) for file in files]


def compile_a_part(config: pytest.Config) -> None:
    """Import a part of the test modules, where this is one of the processes that run all tests.

    Args:
        config: What pytest was started with.
    """
    worker = getattr(config, "workerinput", None)
    if worker and config.args_source is pytest.Config.ArgsSource.TESTPATHS:
        for module in modules_of(int(worker["workerid"].removeprefix("gw")), worker["workercount"]):
            import_module(module)
