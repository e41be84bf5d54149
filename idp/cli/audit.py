"""`idp audit`: reading the audit log, and checking that nobody has touched it."""

import json

import click

from idp.audit.events.chain import Checkpoint, RecordsDropped
from idp.audit.verify import Report
from idp.audit.verify import verify as verify_log
from idp.cli.answers import in_json, tell
from idp.cli.audit_search import as_dict, as_line, export, search
from idp.cli.context import provider

_MOST_FINDINGS = 50


@click.group()
def audit() -> None:
    """The audit log."""


audit.add_command(search)
audit.add_command(export)


@audit.command()
@in_json
@click.option("--noted", multiple=True, help="Digest of a checkpoint noted elsewhere; it has to be there.")
def verify(as_json: bool, noted: tuple[str, ...]) -> None:
    """Check every chain of the log, and every checkpoint. Ends with 1 when something is wrong."""
    with provider() as services:
        records = services.audit_records
        marks, dropped = records.named(Checkpoint.name), records.named(RecordsDropped.name)
        report = verify_log(records.in_chain_order(), marks, noted, dropped)
    click.echo(json.dumps(_as_dict(report), indent=2) if as_json else _as_text(report))
    if not report.is_whole:
        raise SystemExit(1)


@audit.command()
@in_json
def checkpoint(as_json: bool) -> None:
    """Write a checkpoint now, and print its digest.

    What was written before cannot be cut off unseen any more. Kept elsewhere, the digest shows even a log that was
    written anew as a whole (`idp audit verify --noted`).
    """
    with provider() as services:
        chains = services.checkpoints.write()
        digest = services.checkpoints.latest()
    written = f"A checkpoint names {chains} chains." if chains else "Nothing has happened since the last one."
    noted = "" if digest is None else f"\nNote it outside of this machine: {digest}"
    tell({"chains": chains, "digest": digest}, written + noted, as_json=as_json)


@audit.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per line.")
@click.option(
    "--area", "areas", multiple=True, help="Only events of this area (client, operator, sign_in, …)."
)
@click.option("--client", "client_id", help="Only events about this application.")
@click.option("--most", default=50, show_default=True, type=click.IntRange(1, 100_000), help="How many.")
def list_events(as_json: bool, areas: tuple[str, ...], client_id: str | None, most: int) -> None:
    """Show what happened, the latest first."""
    with provider() as services:
        found = services.audit_records.acts(areas, most=most, client_id=client_id)
        for record in found:
            click.echo(json.dumps(as_dict(record), ensure_ascii=False) if as_json else as_line(record))


def _as_dict(report: Report) -> dict[str, object]:
    return {
        "whole": report.is_whole,
        "records": report.records,
        "chains": report.chains,
        "checkpoints": report.checkpoints,
        "findings": [vars(finding) for finding in report.findings],
    }


def _as_text(report: Report) -> str:
    counted = f"{report.records} records in {report.chains} chains, {report.checkpoints} checkpoints"
    if report.is_whole:
        return f"The audit log is whole: {counted}."
    shown = [f"{each.writer} {each.sequence}: {each.what}" for each in report.findings[:_MOST_FINDINGS]]
    return "\n".join([f"The audit log was touched ({counted}; {len(report.findings)} findings):", *shown])
