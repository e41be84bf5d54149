"""How a command answers: with a sentence for people, or as JSON for programs."""

import json
from typing import Any, NoReturn

import click

REFUSED = 2
"""How a command ends that refuses."""

in_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
"""For a command that says what it did in a sentence, unless it is asked for JSON."""

always_json = click.option(
    "--json", is_flag=True, expose_value=False, help="Nothing changes by it: the answer is JSON anyway."
)
"""For a command that has nothing to say in a sentence; who adds --json to every command may do so here."""


def tell(said: Any, sentence: str, *, as_json: bool) -> None:
    """Print one of two answers.

    Args:
        said: What JSON tells.
        sentence: What a person reads.
        as_json: Which one is asked for.
    """
    click.echo(json.dumps(said, indent=2, ensure_ascii=False) if as_json else sentence)


def refuse(sentence: str) -> NoReturn:
    """Say what stands in the way, and end.

    Args:
        sentence: What a person reads.

    Raises:
        SystemExit: Always.
    """
    click.echo(f"Error: {sentence}", err=True)
    raise SystemExit(REFUSED)
