"""Style and types, as the tools see them."""

import subprocess
import sys

import pytest

from tests.architecture.source import ROOT


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(("ruff", "check", "."), id="ruff finds nothing"),
        pytest.param(("ruff", "format", "--check", "."), id="ruff would format nothing differently"),
        pytest.param(("mypy",), id="mypy proves the types of the provider"),
    ],
)
@pytest.mark.timeout(600)
def test_tool_is_content(command):
    checked = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.mark.parametrize(
    "script", ["run", "test", ".ci/run", "deploy/bootstrap.sh", "tests/bench/peers/install"]
)
def test_shell_script_is_posix(script):
    checked = subprocess.run(["sh", "-n", script], cwd=ROOT, capture_output=True, text=True, check=False)
    text = (ROOT / script).read_text()

    assert checked.returncode == 0, checked.stderr
    for only_in_bash in ("[[ ", "function ", "local ", "\nsource ", "&>", "<<<", "$'"):
        assert only_in_bash not in text, only_in_bash
