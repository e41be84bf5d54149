"""`python -m idp.registry.mock serve|generate`: starts the register, or writes its people to a file."""

import argparse
import logging
import os
import socket
import sys
from collections.abc import Sequence
from pathlib import Path

from werkzeug.serving import BaseWSGIServer, make_server

from idp.registry.mock.app import create_app
from idp.registry.mock.consumers import DEMO_KEY, demo_consumers
from idp.registry.mock.export import FORMATS
from idp.registry.mock.generator import DEFAULT_SEED, SIZES, generate
from idp.registry.mock.population import Population
from idp.registry.mock.register import Register
from idp.registry.mock.signing import Signer
from idp.registry.mock.simulation import PROFILES, Simulation

DEFAULT_PORT = 8010


def server(
    host: str,
    port: int,
    *,
    size: str = "demo",
    seed: str = DEFAULT_SEED,
    profile: str = "calm",
    consumer_key: str = DEMO_KEY,
) -> BaseWSGIServer:
    """A server that is bound and ready to `serve_forever()`.

    Args:
        port: 0 takes a free one.
        size: One of `SIZES`.
        profile: One of `PROFILES`.
        consumer_key: The key by which the provider is known.

    Raises:
        OSError: The port is taken.
    """
    register = Register(
        Population(size, seed), demo_consumers(consumer_key), simulation=Simulation(PROFILES[profile])
    )
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    # Our own socket: the server would end the program at a taken port, with words of its own.
    with socket.create_server((host, port)) as bound:
        return make_server(host, port, create_app(register, Signer(seed)), threaded=True, fd=bound.fileno())


def write(size: str, *, seed: str = DEFAULT_SEED, form: str = "csv", out: str = "-") -> None:
    """Write a population to a file, or with `-` to standard output, a person at a time."""
    if out == "-":
        FORMATS[form](generate(size, seed), sys.stdout)
        return
    with Path(out).open("w", encoding="utf-8", newline="") as file:
        FORMATS[form](generate(size, seed), file)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    asked = _parser().parse_args(arguments)
    return _generate(asked) if asked.command == "generate" else _serve(asked)


def _generate(asked: argparse.Namespace) -> int:
    try:
        write(asked.size, seed=asked.seed, form=asked.format, out=asked.out)
    except BrokenPipeError:
        # Whoever reads has seen enough; the interpreter must not complain of it while it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _serve(asked: argparse.Namespace) -> int:
    try:
        running = server(
            asked.host,
            asked.port,
            size=asked.size,
            seed=asked.seed,
            profile=asked.profile,
            consumer_key=asked.key,
        )
    except OSError as error:
        sys.stderr.write(f"The register cannot listen on {asked.host}:{asked.port}: {error.strerror}.\n")
        return 1
    sys.stdout.write(f"Population register (mock, {asked.size}) at http://{asked.host}:{running.port}\n")
    sys.stdout.flush()
    try:
        running.serve_forever()
    except KeyboardInterrupt:
        return 0
    finally:
        running.server_close()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="register", description="A mock population register. Nobody in it is real."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    serve = commands.add_parser("serve", help="answer questions over HTTP")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=int(os.environ.get("POPULATION_PORT", DEFAULT_PORT)))
    serve.add_argument("--size", choices=SIZES, default="demo")
    serve.add_argument("--profile", choices=PROFILES, default="calm")
    serve.add_argument(
        "--key", default=os.environ.get("IDP_POPULATION_API_KEY", DEMO_KEY), help="the provider's key"
    )
    write_out = commands.add_parser("generate", help="write the people to a file")
    write_out.add_argument("--size", choices=SIZES, default="demo")
    write_out.add_argument("--format", choices=FORMATS, default="csv")
    write_out.add_argument("--out", default="-", help="a file; - is standard output")
    for command in (serve, write_out):
        command.add_argument("--seed", default=DEFAULT_SEED, help="same seed, same people, same bytes")
    return parser
