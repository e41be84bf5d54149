"""The demo's programs start, are waited for, and end together."""

import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress

import psutil
import pytest

from deploy import demo
from tests.architecture.source import ROOT
from tests.servers import free_ports
from tests.waiting import until

SERVES = "import http.server as h, sys; h.test(h.SimpleHTTPRequestHandler, port=int(sys.argv[1]), bind='127.0.0.1')"
SAYS_AND_ENDS = "import sys; print('no such thing'); sys.exit(3)"
STAYS_SILENT = "import time; print('thinking', flush=True); time.sleep(600)"
WITH_A_CHILD = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {STAYS_SILENT!r}]); {SERVES}"


@pytest.fixture
def program(tmp_path, monkeypatch):
    """Makes programs of Python text, and ends them."""
    monkeypatch.setattr("deploy.program.LOGS", tmp_path)
    made = []

    def make(text: str, name: str = "portal", variable: str = "PORTAL_PORT") -> demo.Program:
        command = lambda port: [sys.executable, "-c", text, str(port)]  # noqa: E731  as the table of programs has it
        made.append(demo.Program(name, name, variable, free_ports(1)[0], command))
        return made[-1]

    yield make
    for each in made:
        each.tell(signal.SIGKILL)
        if each.process:
            each.process.wait()


def test_a_program_is_waited_for_until_it_answers(program):
    started = program(SERVES)
    started.start(dict(os.environ))

    demo.wait_for(started)

    assert started.answers()


def test_a_program_that_ends_is_named_with_the_tail_of_its_log(program):
    started = program(SAYS_AND_ENDS)
    started.start(dict(os.environ))

    with pytest.raises(demo.CannotStart, match=r"(?s)The portal did not start:.*no such thing"):
        demo.wait_for(started)


def test_a_silent_program_is_named_with_the_tail_of_its_log(program, monkeypatch):
    monkeypatch.setattr(demo, "SECONDS_TO_ANSWER", 0.5)
    started = program(STAYS_SILENT)
    started.start(dict(os.environ))
    until(lambda: "thinking" in started.tail(), what="the first line")

    with pytest.raises(demo.CannotStart, match=r"(?s)did not answer for 0 seconds:.*thinking"):
        demo.wait_for(started)


def test_a_taken_port_is_told_in_one_sentence(program):
    wanted = program(SERVES)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", wanted.port))
        taken.listen()

        with pytest.raises(demo.CannotStart) as told:
            demo.refuse_taken_ports([wanted])

    assert str(told.value) == (
        f"Port {wanted.port}, for the portal, is taken: end what uses it, or set PORTAL_PORT."
    )


def test_two_programs_with_one_port_are_told_apart(program, monkeypatch):
    one, other = program(SERVES), program(SERVES, "land", "LAND_PORT")
    monkeypatch.setenv("LAND_PORT", str(one.port))

    with pytest.raises(demo.CannotStart, match="PORTAL_PORT and LAND_PORT both name port"):
        demo.refuse_taken_ports([one, other])


@pytest.mark.parametrize("port", ["x", "0", "65536", "-1", "80 "])
def test_a_port_that_is_none_is_told(program, monkeypatch, port):
    monkeypatch.setenv("PORTAL_PORT", port)

    with pytest.raises(demo.CannotStart, match="PORTAL_PORT must be a port number"):
        demo.refuse_taken_ports([program(SERVES)])


def test_when_one_program_ends_the_watch_ends(program):
    lasting, short = program(SERVES), program(SAYS_AND_ENDS, "land", "LAND_PORT")
    for each in (lasting, short):
        each.start(dict(os.environ))

    with pytest.raises(demo.CannotStart, match="The land has ended, and so the demo does"):
        demo.watch([lasting, short])


def test_nothing_is_left_behind(program, monkeypatch):
    monkeypatch.setattr(signal, "signal", lambda *_: None)
    monkeypatch.setattr(demo, "SECONDS_TO_END", 1)
    started = program(WITH_A_CHILD)
    started.start(dict(os.environ))
    demo.wait_for(started)
    family = [psutil.Process(started.process.pid)]
    family += until(family[0].children, what="the child")

    demo.end([started])

    assert psutil.wait_procs(family, timeout=10)[1] == []


def test_programs_end_with_a_supervisor_that_was_killed(tmp_path):
    script = f"""
import os, sys
from pathlib import Path
from deploy import demo, program
program.LOGS = Path({str(tmp_path)!r})
started = demo.Program("portal", "", "X", 1, lambda port: [sys.executable, "-c", {STAYS_SILENT!r}])
started.start(dict(os.environ))
print(started.process.pid, flush=True)
started.process.wait()
"""
    supervisor = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    child = psutil.Process(int(supervisor.stdout.readline()))

    supervisor.kill()
    supervisor.wait()
    supervisor.stdout.close()

    with suppress(psutil.NoSuchProcess):
        child.wait(10)
    assert not child.is_running()


COPIES = """
import os, signal, subprocess, sys
from pathlib import Path
from deploy import demo, program
program.LOGS, port = Path(sys.argv[1]), sys.argv[2]
serves = demo.Program("serves", "", "X", int(port), "serves")
serves.start({"ITS_OWN": "yes", "AT": port})
demo.wait_for(serves)
try:
    serves.process.wait(0.01)
except subprocess.TimeoutExpired:
    print("still there")
refuses = demo.Program("refuses", "refusing", "Y", 1, "refuses")
refuses.start(dict(os.environ))
try:
    demo.wait_for(refuses)
except demo.CannotStart as told:
    print(told)
serves.tell(signal.SIGTERM)
print(serves.process.wait(10), serves.has_ended())
"""


def test_a_module_runs_in_a_copy_with_its_own_log_environment_and_group(tmp_path):
    (tmp_path / "serves.py").write_text(
        "import os, sys\n"
        "print(sys.argv[1:], os.environ.get('ITS_OWN'), os.environ.get('HOME'), os.getpgid(0) == os.getpid())\n"
        f"print('told', file=sys.stderr); sys.argv[1:] = [os.environ['AT']]; {SERVES}"
    )
    (tmp_path / "refuses.py").write_text("raise SystemExit('no such thing')")
    done = subprocess.run(
        [sys.executable, "-c", COPIES, str(tmp_path), str(free_ports(1)[0])],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.stderr == ""
    told = ["still there", "The refusing did not start:", "  no such thing", "-15 True"]
    assert done.stdout.splitlines() == told
    log = (tmp_path / "serves.log").read_text()
    assert "[] yes None True" in log
    assert "told" in log


def test_secrets_are_read_as_a_shell_would(tmp_path):
    file = tmp_path / "demo.env"
    file.write_text("# made by idp demo prepare\nPORTAL_CLIENT_SECRET='a b#c'\n\nHEALTH_CLIENT_SECRET=x=y\n")

    assert demo.read_secrets(file) == {"PORTAL_CLIENT_SECRET": "a b#c", "HEALTH_CLIENT_SECRET": "x=y"}


def test_without_secrets_there_are_none(tmp_path):
    assert demo.read_secrets(tmp_path / "demo.env") == {}
