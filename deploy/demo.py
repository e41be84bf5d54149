"""Starts the programs of the demo, waits until each answers, says where they are, and ends them together.

Called by `./run`, which has made `.venv`.
"""

import os
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path

from deploy.prepared import is_prepared, note
from deploy.program import INSTANCE, LOGS, ROOT, CannotStart, Program
from idp.demonstration.secrets import DemoSecrets
from idp.demonstration.table import who_can_sign_in

BIN = Path(sys.executable).parent

SECONDS_TO_ANSWER = 60.0
SECONDS_TO_END = 8.0

LAST_LINE = "Ctrl-C ends everything."
"""Of what is printed: everything answers."""


class AskedToEnd(Exception):
    """Ctrl-C, or a signal to end."""


PROVIDER = Program(
    "provider", "provider (Sen ID)", "IDP_PORT", 8000, lambda _port: [f"{BIN}/idp", "serve"], "/readyz"
)
REGISTER = Program(
    "register",
    "population register",
    "POPULATION_PORT",
    8010,
    lambda port: [f"{BIN}/idp", "population", "serve", "--port", str(port)],
    "/healthz",
)
APPLICATIONS = [
    Program(
        name,
        says,
        f"{name.upper()}_PORT",
        port,
        f"clients.{name}",
    )
    for name, says, port in (
        ("portal", "provincial portal", 8001),
        ("health", "health department", 8002),
        ("land", "land department", 8003),
        ("lgsp", "data-sharing API", 8004),
        ("kiosk", "commune's kiosk", 8005),
        ("bank", "bank (high security)", 8006),
    )
]
PROGRAMS = [REGISTER, PROVIDER, *APPLICATIONS]


def main() -> int:
    """Run the demo until it is asked to end, or until one of its programs ends."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _ask_to_end)
    try:
        run()
    except CannotStart as reason:
        print(reason, file=sys.stderr)
        return 1
    except AskedToEnd:
        return 0
    finally:
        end(PROGRAMS)
    return 0


def run() -> None:
    """Prepare, start, wait, tell, watch."""
    refuse_taken_ports(PROGRAMS)
    LOGS.mkdir(parents=True, exist_ok=True)
    environment = settings()
    # The register needs nothing of the others, so it starts while the database is prepared.
    REGISTER.start(environment)
    if is_prepared(INSTANCE, environment):
        PROVIDER.start(environment)
        load_what_applications_share()
    else:
        with prepared(environment):
            load_what_applications_share()
        note(INSTANCE, environment)
        PROVIDER.start(environment)
    environment.update(read_secrets(INSTANCE / "demo.env"))
    for program in APPLICATIONS:
        program.start(environment)
    for program in PROGRAMS:
        wait_for(program)
    tell()
    watch(PROGRAMS)


def settings() -> dict[str, str]:
    """The environment of every program: what the caller set, and the demo's own addresses."""
    own = {program.variable: str(program.port) for program in PROGRAMS}
    own["IDP_DATA_DIR"] = str(INSTANCE)
    defaults = {
        "IDP_ENV": "demo",
        "IDP_ISSUER": PROVIDER.address,
        "IDP_POPULATION_URL": REGISTER.address,
        "IDP_PROVINCE_CODE": "98",
        **{f"{program.name.upper()}_URL": program.address for program in APPLICATIONS},
    }
    return {**defaults, **os.environ, **own, "PYTHONUNBUFFERED": "1"}


def refuse_taken_ports(programs: Iterable[Program]) -> None:
    """Say so before anything starts, when something else listens where we want to."""
    wanted: dict[int, Program] = {}
    for program in programs:
        if program.port in wanted:
            raise CannotStart(
                f"{wanted[program.port].variable} and {program.variable} both name port {program.port}."
            )
        wanted[program.port] = program
    for port, program in wanted.items():
        if is_taken(port):
            raise CannotStart(
                f"Port {port}, for the {program.says}, is taken: end what uses it, or set {program.variable}."
            )


def is_taken(port: int) -> bool:
    """Whether something listens on a port of this machine."""
    with socket.socket() as probe:
        # As servers do: a connection of the run before that still lingers does not count.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


@contextmanager
def prepared(environment: dict[str, str]) -> Iterator[None]:
    """Migrate the database and load the demo, both only as far as they are not there yet, while a block runs.

    Raises:
        CannotStart: It could not be done.
    """
    with subprocess.Popen(
        [f"{BIN}/idp", "demo", "prepare"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as preparing:
        try:
            yield
            said, _ = preparing.communicate()
        except BaseException:
            preparing.kill()
            raise
    if preparing.returncode:
        raise CannotStart(f"The demo could not be prepared:\n{said}".rstrip())


def load_what_applications_share() -> None:
    """Import what each application would: they are copies of this program, and start with it."""
    for name in ("portal", "health", "land", "lgsp", "kiosk"):
        import_module(f"clients.{name}.app")


def read_secrets(path: Path) -> dict[str, str]:
    """The clients' secrets: lines that a shell could read, `NAME=value`."""
    lines = path.read_text().splitlines() if path.exists() else []
    pairs = (word.partition("=") for line in lines for word in shlex.split(line, comments=True))
    return {name: value for name, equals, value in pairs if equals}


def wait_for(program: Program) -> None:
    """Wait until a program answers.

    Raises:
        CannotStart: It ended, or stayed silent for too long.
    """
    until = time.monotonic() + SECONDS_TO_ANSWER
    while not program.answers():
        if program.has_ended():
            raise CannotStart(f"The {program.says} did not start:\n{program.tail()}")
        if time.monotonic() > until:
            seconds = int(SECONDS_TO_ANSWER)
            raise CannotStart(f"The {program.says} did not answer for {seconds} seconds:\n{program.tail()}")
        time.sleep(0.05)  # between two looks: nothing tells when a program listens


def tell() -> None:
    """Print where everything is, and who can sign in."""
    print()
    for program in (PROVIDER, *APPLICATIONS, REGISTER):
        print(f"  {program.says:<22}{program.address}")
    print(f"  {'mail and SMS':<22}{PROVIDER.address}/messages")
    print(f"  {'administration':<22}{PROVIDER.address}/admin")
    for line in who_can_sign_in(DemoSecrets(INSTANCE)):
        print(line)
    print()
    print(LAST_LINE, flush=True)


def watch(programs: Iterable[Program]) -> None:
    """Stay until one of the programs ends.

    Raises:
        CannotStart: One did.
    """
    while True:
        for program in programs:
            if program.has_ended():
                raise CannotStart(f"The {program.says} has ended, and so the demo does:\n{program.tail()}")
        time.sleep(0.3)  # between two looks at what still runs


def end(programs: Iterable[Program]) -> None:
    """End every program that still runs: politely, then not."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    running = [program for program in programs if program.process is not None]
    for program in running:
        program.tell(signal.SIGTERM)
    until = time.monotonic() + SECONDS_TO_END
    for program in running:
        if program.process is not None:
            with suppress(subprocess.TimeoutExpired):
                program.process.wait(max(0.1, until - time.monotonic()))
    for program in running:
        program.tell(signal.SIGKILL)


def _ask_to_end(_number: int, _frame: object) -> None:
    raise AskedToEnd


if __name__ == "__main__":
    sys.exit(main())
