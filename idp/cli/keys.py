"""`idp keys`: the signing keys."""

import json
from dataclasses import asdict

import click

from idp.cli.answers import in_json, tell
from idp.cli.context import provider


@click.group()
def keys() -> None:
    """The signing keys."""


@keys.command("list")
@in_json
def list_keys(as_json: bool) -> None:
    """Show the ring: which key is next, which signs, which are retired."""
    with provider() as services:
        rows = [
            {
                "kid": key.kid,
                "algorithm": key.algorithm,
                "state": key.state,
                "created_at": key.created_at.isoformat(),
                "retired_at": key.retired_at.isoformat() if key.retired_at else None,
            }
            for key in services.rotation.all()
        ]
    if as_json:
        click.echo(json.dumps(rows, indent=2))
        return
    for row in rows:
        click.echo(f"{row['algorithm']:6} {row['state']:8} {row['kid']}  since {row['created_at']}")


@keys.command()
@in_json
def rotate(as_json: bool) -> None:
    """Retire the current keys, let the next ones sign, and publish new next ones."""
    with provider() as services:
        done = services.rotation.rotate()
        services.rotation.forget_retired(services.settings.key_rotation_overlap)
    sentences = [
        f"{step.algorithm}: {step.current} signs now, {step.next} is next, {step.retired} is retired."
        for step in done
    ]
    tell([asdict(step) for step in done], "\n".join(sentences), as_json=as_json)
