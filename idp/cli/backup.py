"""`idp backup`: copies of the database, and putting one back."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from idp.backup import restoring, taking, verifying
from idp.backup.era import Ended
from idp.backup.manifest import BadBackup
from idp.cli.answers import in_json, tell
from idp.cli.context import provider
from idp.clock import utc_now
from idp.config import Settings

_FOLDER = click.Path(file_okay=False, path_type=Path)
_PG_BIN = click.option(
    "--pg-bin", type=_FOLDER, help="Folder of pg_dump and pg_restore. Default: the search path."
)


@click.group()
def backup() -> None:
    """Copies of the database, and putting one back."""


@backup.command()
@click.argument("into", type=_FOLDER)
@_PG_BIN
@click.option("--json", "as_json", is_flag=True, help="Print the manifest as JSON.")
def create(into: Path, pg_bin: Path | None, as_json: bool) -> None:
    """Copy the database into a new folder of INTO. The provider may serve meanwhile.

    The key-encryption key is not in the copy, and nobody can use one without the other: keep it elsewhere.
    """
    with provider() as services:
        try:
            taken = taking.take(services, into, pg_bin)
        except BadBackup as bad:
            raise click.ClickException(str(bad)) from bad
    if as_json:
        click.echo(json.dumps({"folder": str(taken.folder), **asdict(taken.manifest)}, indent=2))
    else:
        click.echo(
            f"{taken.folder}: {taken.manifest.size} bytes, {taken.manifest.facts.rows['citizen']} citizens."
        )


@backup.command()
@click.argument("folder", type=_FOLDER)
@_PG_BIN
@in_json
def verify(folder: Path, pg_bin: Path | None, as_json: bool) -> None:
    """Check a copy without touching it. Ends with 1 when something is wrong."""
    found = list(verifying.verify(folder, Settings.from_environment(), utc_now, pg_bin))
    if as_json:
        click.echo(json.dumps([asdict(each) for each in found], indent=2))
    else:
        for each in found:
            click.echo(f"{'ok  ' if each.ok else 'BAD '} {each.subject}: {each.text}")
    if not all(each.ok for each in found):
        raise SystemExit(1)


@backup.command()
@click.argument("folder", type=_FOLDER)
@_PG_BIN
@click.option("--replace", is_flag=True, help="Move a database that is there aside. It is kept.")
@click.option(
    "--keep-recovery-codes", is_flag=True, help="Printed recovery codes stay good: none was used since."
)
@in_json
def restore(
    folder: Path, pg_bin: Path | None, *, replace: bool, keep_recovery_codes: bool, as_json: bool
) -> None:
    """Put a copy in the place of the database, and begin a new era.

    Whatever may have been used since the copy was taken is ended: everybody signs in again, applications begin anew.
    """
    wish = restoring.Wish(
        folder=folder, replace=replace, keep_recovery_codes=keep_recovery_codes, pg_bin=pg_bin
    )
    try:
        restored = restoring.restore(wish, Settings.from_environment(), utc_now)
    except BadBackup as bad:
        raise click.ClickException(str(bad)) from bad
    kept = [] if restored.aside is None else [f"What was there is kept: {restored.aside}"]
    sentences = [
        *kept,
        *_ended(restored.ended),
        f"Restored as of {restored.manifest.taken_at}. Start the provider, then run `idp doctor`.",
    ]
    said = {
        "taken_at": restored.manifest.taken_at,
        "kept": str(restored.aside) if restored.aside else None,
        "ended": asdict(restored.ended),
    }
    tell(said, "\n".join(sentences), as_json=as_json)


@backup.command("new-era")
@click.option("--keep-recovery-codes", is_flag=True, help="Printed recovery codes stay good.")
@click.confirmation_option(prompt="Everybody will have to sign in again. Go on?")
@in_json
def new_era(*, keep_recovery_codes: bool, as_json: bool) -> None:
    """Begin a new era on a database that was put back by other means, before it is served again."""
    settings = Settings.from_environment()
    ended = restoring.begin_era(settings, utc_now, keep_recovery_codes=keep_recovery_codes)
    tell({"ended": asdict(ended)}, "\n".join(_ended(ended)), as_json=as_json)


def _ended(ended: Ended) -> list[str]:
    counted = [f"{count:9}  {name.replace('_', ' ')}" for name, count in asdict(ended).items()]
    return ["Ended, because it may have been used since the copy was taken:", *counted]
