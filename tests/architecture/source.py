"""The sources of the project, parsed, for rules that look at all of them."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """One Python file."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """Its path inside the project, for messages and exceptions."""
        return self.path.relative_to(ROOT).as_posix()

    def functions(self) -> Iterator[tuple[str, Function]]:
        """Every function and method with its dotted name."""
        yield from _functions(self.tree, "")


def modules(*folders: str) -> tuple[Module, ...]:
    """Every Python file below some folders of the project."""
    paths = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return tuple(_module(path) for path in paths if "node_modules" not in path.parts)


def this_commit() -> str:
    """The state of the sources, as Git names it; `-dirty` where files differ from it, beside those of `docs`.

    What measures writes its results there, one after the other.
    """
    commit = _git("describe", "--always", "--exclude=*")
    changed = _git("status", "--porcelain", "--", ".", ":!docs")
    return f"{commit}-dirty" if commit and changed else commit or "unknown"


def _git(*words: str) -> str:
    return subprocess.run(
        ["git", *words], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()


def forget() -> None:
    """Let go of what was parsed: millions of objects, through which every garbage collection would have to look."""
    _module.cache_clear()


@cache
def _module(path: Path) -> Module:
    text = path.read_text(encoding="utf-8")
    return Module(path, text, ast.parse(text, str(path)))


@cache
def templates() -> tuple[Path, ...]:
    """Every page and part of a page, of the provider and of the applications."""
    folders = (ROOT / "idp" / "web" / "templates", *sorted((ROOT / "clients").glob("**/templates")))
    return tuple(path for folder in folders for path in sorted(folder.rglob("*")) if path.is_file())


@cache
def kept_files() -> tuple[Path, ...]:
    """Every file that is or would be committed."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    paths = [ROOT / name.decode() for name in listed.stdout.split(b"\0") if name]
    return tuple(path for path in paths if path.is_file())


def _functions(parent: ast.AST, prefix: str) -> Iterator[tuple[str, Function]]:
    for node in ast.iter_child_nodes(parent):
        if isinstance(node, Function):
            yield prefix + node.name, node
        if isinstance(node, ast.ClassDef | Function):
            yield from _functions(node, f"{prefix}{node.name}.")
        elif not isinstance(node, ast.expr):
            yield from _functions(node, prefix)
