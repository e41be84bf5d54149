"""`idp db`: the tables."""

import json
from dataclasses import asdict

import click

from idp.cli.answers import in_json
from idp.cli.context import provider
from idp.services import Services
from idp.store import upgrading
from idp.store.db import db as database
from idp.store.preflight import OlderProcesses, Report, examine, refuse_while_used
from idp.store.repositories.log_months import LOGS


@click.group()
def db() -> None:
    """The database."""


@db.command()
@click.option(
    "--force", is_flag=True, help="Take away what older processes still use; their requests will fail."
)
def upgrade(force: bool) -> None:
    """Bring the tables to the newest migration and make what an installation makes once."""
    with provider() as services:
        try:
            upgrade_and_prepare(services, forced=force)
        except (OlderProcesses, upgrading.UpgradeBlocked) as error:
            raise click.ClickException(f"{error}. Nothing was changed.") from error
    click.echo("The database is up to date.")


@db.command()
@in_json
def check(as_json: bool) -> None:
    """Look at what an upgrade would do, and what stands in its way. Ends with 1 when something does."""
    with provider() as services:
        report = examine(database.engine, services.clock)
    click.echo(json.dumps(_as_dict(report), indent=2) if as_json else _as_text(report))
    if not report.may_go_on:
        raise SystemExit(1)


@db.command()
@in_json
def partitions(as_json: bool) -> None:
    """Make the months of the logs that are missing, and show all of them. The worker makes them every hour."""
    with provider() as services:
        services.retention.make_ahead()
        found = {log.table: services.log_months.of(log) for log in LOGS}
    if as_json:
        told = {table: [asdict(month) for month in months] for table, months in found.items()}
        click.echo(json.dumps(told, indent=2, default=str))
    elif not any(found.values()):
        click.echo("The logs are one table each: this database has no partitions.")
    else:
        for table, months in found.items():
            click.echo(table)
            for month in months:
                until = f"until {month.until:%Y-%m-%d}" if month.until else "everything else"
                click.echo(f"  {month.name:<28} {until:<18} about {month.rows} rows")


@db.command(hidden=True)
@click.argument("message")
def revision(message: str) -> None:
    """Write the migration that leads to the models as they are (for developers)."""
    with provider():
        upgrading.write_migration(database.engine, message)


def upgrade_and_prepare(services: Services, *, forced: bool = False) -> None:
    """Upgrade the tables, then make the installation's secrets, first keys and next months. Commits.

    Args:
        services: Of the installation.
        forced: Also where processes still run that use what is taken away.

    Raises:
        OlderProcesses: They run, and it was not forced.
        UpgradeBlocked: Somebody held a table all along.
    """
    services.settings.data_dir.mkdir(parents=True, exist_ok=True)
    upgrading.upgrade(database.engine, refuse=None if forced else refuse_while_used(services.clock))
    # Two nodes that start at once would each make the secrets, and the second would fail.
    upgrading.hold_others_off(database.session.connection())
    services.prepare_installation()
    database.session.commit()
    services.retention.make_ahead()
    database.session.commit()


def _as_dict(report: Report) -> dict[str, object]:
    return {
        "may_go_on": report.may_go_on,
        "stands_at": report.stands_at,
        "pending": [asdict(migration) for migration in report.pending],
        "rows": report.rows,
        "processes": report.processes,
        "findings": [asdict(finding) for finding in report.findings],
    }


def _as_text(report: Report) -> str:
    lines = [f"The tables stand at {report.stands_at or 'nothing'}; {len(report.pending)} migrations to do."]
    for each in report.pending:
        rows = ", ".join(f"{table} (about {report.rows.get(table, 0)} rows)" for table in each.touches)
        lines.append(
            f"  {each.number} {each.phase:<8} {each.title}{' Changes ' + rows + '.' if rows else ''}"
        )
    lines += [f"{each.state.upper():<4}  {each.subject}: {each.text}" for each in report.findings]
    return "\n".join([*lines, "Go on." if report.may_go_on else "Do not upgrade yet."])
