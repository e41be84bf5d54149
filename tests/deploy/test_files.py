"""What the files of `deploy/` say about us is true: variables, paths, commands, ports, and times to end."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from idp.cli.command import COMMANDS
from idp.config import Settings
from tests.architecture.source import ROOT, kept_files

DEPLOY = ROOT / "deploy"
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "container" / "compose.yaml").read_text())
DOCKERFILE = (DEPLOY / "container" / "Dockerfile").read_text()
BIN = Path(sys.executable).parent
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
IN_THE_IMAGE = ("/opt/sen-id", "/var/lib/sen-id", "/tmp", "/run/secrets", "/src")  # noqa: S108  a place in an image
SETTINGS = {f"IDP_{name.upper()}" for name in Settings.described()}


def written() -> list[Path]:
    return [path for path in kept_files() if path.is_relative_to(DEPLOY) and path.suffix != ".py"]


def steps() -> list[tuple[str, str]]:
    """Instructions of the container file, their lines joined."""
    lines = [line for line in DOCKERFILE.splitlines() if not line.lstrip().startswith("#")]
    joined = "\n".join(lines).replace("\\\n", " ")
    parts = [line.partition(" ") for line in joined.splitlines() if line.strip()]
    return [(instruction, rest.strip()) for instruction, _, rest in parts]


def final_stage() -> list[tuple[str, str]]:
    found = steps()
    return found[max(place for place, (instruction, _) in enumerate(found) if instruction == "FROM") :]


@pytest.mark.parametrize("path", written(), ids=lambda path: path.relative_to(DEPLOY).as_posix())
def test_every_variable_is_a_setting_of_ours(path):
    named = set(re.findall(r"\bIDP_[A-Z0-9_]+", path.read_text()))

    assert {name for name in named if name.removesuffix("_FILE") not in SETTINGS} == set()


def test_each_way_to_deploy_gives_the_same_secrets():
    given = re.compile(r"\bIDP_[A-Z0-9_]+_FILE\b")
    places = ["systemd/sen-id.service", "systemd/sen-id-worker.service", "systemd/sen-id-migrate.service",
              "container/compose.yaml", "kubernetes/base/settings.yaml"]  # fmt: skip
    found = {place: set(given.findall((DEPLOY / place).read_text())) for place in places}

    assert len(found[places[0]]) == 6
    assert set(map(frozenset, found.values())) == {frozenset(found[places[0]])}


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_starts_a_command_of_ours_and_is_closed(unit):
    lines = unit.read_text().splitlines()
    [start] = [line.partition("=")[2] for line in lines if line.startswith("ExecStart=")]

    assert start.split()[0] == "/opt/sen-id/bin/idp"
    assert start.split()[1] in COMMANDS
    for closed in ("NoNewPrivileges=yes", "ProtectSystem=strict", "CapabilityBoundingSet=", "User=sen-id"):
        assert closed in lines


def test_systemd_finds_nothing_wrong_with_the_units(tmp_path):
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.fail(
            "systemd-analyze is not here. Type: sudo apt-get install -y --no-install-recommends systemd"
        )
    for unit in UNITS:
        # It looks for the program, which only a host has that runs Sen ID.
        (tmp_path / unit.name).write_text(unit.read_text().replace("/opt/sen-id/bin/idp", "/bin/true"))
    files = [tmp_path / unit.name for unit in UNITS]

    said = subprocess.run([analyze, "verify", *files], capture_output=True, text=True, check=False)

    assert (said.returncode, said.stderr) == (0, "")


def test_who_ends_us_waits_as_long_as_we_do():
    waits = Settings(env="demo").stop_wait.total_seconds()
    unit = (DEPLOY / "systemd" / "sen-id.service").read_text()
    kubernetes = (DEPLOY / "kubernetes" / "base" / "provider.yaml").read_text()

    assert int(re.search(r"TimeoutStopSec=(\d+)", unit)[1]) > waits
    assert int(COMPOSE["services"]["provider"]["stop_grace_period"].removesuffix("s")) > waits
    assert int(re.search(r"terminationGracePeriodSeconds: (\d+)", kubernetes)[1]) > waits + 5


def test_nginx_lets_go_of_connections_before_we_do():
    from idp.serving import _HEAD_MILLISECONDS

    nginx = (DEPLOY / "nginx" / "sen-id.conf").read_text()

    assert int(re.search(r"keepalive_timeout (\d+)s;", nginx)[1]) * 1000 < _HEAD_MILLISECONDS


def test_the_image_runs_as_nobody_and_compiles_nothing():
    last = final_stage()
    user = [rest for instruction, rest in last if instruction == "USER"]
    runs = " ".join(rest for instruction, rest in last if instruction == "RUN")

    assert user == ["10001:10001"]
    assert not re.search(r"\b(gcc|build-essential|python3-dev|python3-venv|pip)\b", runs)
    assert "--only-binary=:all:" in DOCKERFILE
    assert {"HEALTHCHECK", "STOPSIGNAL", "ENTRYPOINT", "CMD"} <= {instruction for instruction, _ in last}


def test_the_container_file_keeps_the_usual_rules():
    for instruction, rest in steps():
        assert instruction != "ADD", "COPY says what it does"
        if instruction == "RUN" and "apt-get install" in rest:
            assert "--no-install-recommends" in rest
            assert "rm -rf /var/lib/apt/lists/*" in rest
        if instruction in ("CMD", "ENTRYPOINT"):
            assert rest.startswith("["), "a shell in between would not pass on SIGTERM"


def test_what_the_image_copies_is_there_and_not_ignored():
    kept = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    sources = [
        source
        for instruction, rest in steps()
        if instruction == "COPY" and not rest.startswith("--from")
        for source in rest.split()[:-1]
    ]

    assert sources
    assert [source for source in sources if not (ROOT / source).exists()] == []
    assert sorted(source.removeprefix("./") for source in sources) == sorted(kept)


def test_paths_exist_in_the_image():
    for path in (DEPLOY / "container" / "compose.yaml", *(DEPLOY / "kubernetes" / "base").glob("*.yaml")):
        for place in re.findall(r"IDP_\w+: (/\S+)", path.read_text()):
            assert place.startswith(IN_THE_IMAGE), place


def test_every_folder_with_modules_is_installed():
    # A folder without `__init__.py` works here and is missing in an installation.
    folders = {path.parent for path in kept_files() if path.suffix == ".py"}
    ours = {folder for folder in folders if folder.relative_to(ROOT).parts[:1] in (("idp",), ("migrations",))}

    assert ours
    assert [folder for folder in ours if not (folder / "__init__.py").is_file()] == []


def test_hadolint_finds_nothing_wrong_with_the_container_file(tmp_path):
    wrong = tmp_path / "Dockerfile"
    wrong.write_text("FROM debian:latest\n")

    assert linted(DEPLOY / "container" / "Dockerfile") == (0, "")
    assert linted(wrong)[0] == 1


def linted(path: Path) -> tuple[int, str]:
    done = subprocess.run([BIN / "hadolint", path], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_the_compose_file_is_what_the_specification_says(tmp_path):
    wrong = tmp_path / "compose.yaml"
    wrong.write_text(yaml.safe_dump({**COMPOSE, "services": {"provider": {"replica": 2}}}))

    code, said = of_the_schema(DEPLOY / "container" / "compose.yaml")
    assert code == 0, said
    code, said = of_the_schema(wrong)
    assert (code, "'replica' does not match" in said or "'replica' was unexpected" in said) == (1, True), said


def of_the_schema(path: Path) -> tuple[int, str]:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", path]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_compose_names_what_it_declares():
    declared = {kind: set(COMPOSE[kind]) for kind in ("secrets", "networks", "volumes", "services")}
    for name, service in COMPOSE["services"].items():
        assert set(service.get("secrets", [])) <= declared["secrets"], name
        assert set(service["networks"]) <= declared["networks"], name
        assert set(service.get("depends_on", {})) <= declared["services"], name
        for volume in service.get("volumes", []):
            source = volume.partition(":")[0]
            assert (
                source in declared["volumes"]
                or source == "./tls"
                or (DEPLOY / "container" / source).is_file()
            )


@pytest.mark.parametrize("name", ["migrate", "provider", "worker"])
def test_containers_of_ours_may_write_nothing_and_do_little(name):
    service = COMPOSE["services"][name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["command"][0] in COMMANDS
    assert service["image"] == "sen-id:0.1.0"
