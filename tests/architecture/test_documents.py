"""What the documents say is there, and nothing of the machine they were written on."""

import re
from pathlib import Path

import pytest

from idp.config import Settings
from tests.architecture.source import ROOT, kept_files

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
OF_A_MACHINE = re.compile(
    r"(?<![\w.])/(?:work|root|home/\w+)/|registry\.npmjs|files\.pythonhosted|pypi\.org|deb\.debian\.org"
)


def documents() -> list[Path]:
    return [path for path in kept_files() if path.suffix == ".md"]


def test_every_setting_says_what_it_is():
    assert [name for name, setting in Settings.described().items() if not setting.description] == []


def test_links_between_documents_lead_somewhere():
    broken = [
        f"{path.relative_to(ROOT)} -> {target}"
        for path in documents()
        for target in LINK.findall(path.read_text(encoding="utf-8"))
        if "://" not in target
        and not target.startswith(("#", "mailto:"))
        and not (path.parent / target.partition("#")[0]).exists()
    ]

    assert documents(), "no document was found: the rule has lost its subject"
    assert broken == []


def test_headings_that_are_linked_to_exist():
    broken = []
    for path in documents():
        for target in LINK.findall(path.read_text(encoding="utf-8")):
            file, _, anchor = target.partition("#")
            place = path.parent / file if file else path
            if anchor and "://" not in target and anchor not in _anchors(place):
                broken.append(f"{path.relative_to(ROOT)} -> {target}")

    assert broken == []


def test_no_file_names_a_machine_or_a_registry_host():
    named = {}
    for path in kept_files():
        text = path.read_bytes().decode("utf-8", "replace")
        if match := OF_A_MACHINE.search(text):
            named[path.relative_to(ROOT).as_posix()] = match.group()

    assert named == {}


@pytest.mark.parametrize("folder", ["journeys/openid_client", "bench/peers/oidc_provider"])
def test_lock_file_leaves_the_registry_to_the_machine(folder):
    lock = (ROOT / "tests" / folder / "package-lock.json").read_text(encoding="utf-8")

    assert '"resolved"' not in lock
    assert lock.count('"integrity"') == lock.count('"node_modules/')


@pytest.mark.parametrize(
    "file",
    [
        "requirements.txt",
        "requirements-dev.txt",
        "tests/bench/peers/canaille/requirements.txt",
        "tests/bench/peers/django_oauth_toolkit/requirements.txt",
        "tests/bench/peers/servers/requirements.txt",
    ],
)
def test_every_requirement_is_pinned(file):
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    wanted = [line.partition("#")[0].strip() for line in lines if not line.startswith(("#", "-r"))]

    assert [line for line in wanted if line and "==" not in line] == []


def _anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+\s+(.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-") for heading in headings}
