"""How the watch is put together."""

from dataclasses import dataclass

from idp.audit.checks import AuditChecks
from idp.audit.log import AuditLog
from idp.clock import Clock
from idp.config import Settings
from idp.crypto.sealing import Sealer
from idp.keys.ring import KeyRing
from idp.registry.port import PopulationRegister
from idp.store.db import DatabaseSession
from idp.store.repositories.audit_checks import AuditCheckRows
from idp.store.repositories.audit_records import AuditRecords
from idp.store.repositories.audit_search import AuditSearch
from idp.store.repositories.banners import BannerRows
from idp.store.repositories.breaches import BreachRows
from idp.store.repositories.event_counts import EventCounts
from idp.store.repositories.outbox_entries import OutboxEntries
from idp.store.repositories.signing_keys import SigningKeys
from idp.watching.banners import Banners
from idp.watching.breaches import Breaches
from idp.watching.exports import Exports
from idp.watching.figures import Figures
from idp.watching.live import Live
from idp.watching.pulse import Pulse
from idp.watching.rollup import TOLD, Rollup


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What it stands on."""

    settings: Settings
    session: DatabaseSession
    stale: DatabaseSession
    clock: Clock
    sealer: Sealer
    ring: KeyRing
    audit: AuditLog
    register: PopulationRegister


@dataclass(frozen=True, kw_only=True)
class Watch:
    """Everything that watches: figures, the log and its checks, breaches, banners."""

    rollup: Rollup
    figures: Figures
    pulse: Pulse
    live: Live
    search: AuditSearch
    checks: AuditChecks
    exports: Exports
    breaches: Breaches
    banners: Banners


def build_watch(on: Ground) -> Watch:
    """Build it."""
    counts = EventCounts(on.session, TOLD)
    entries, keys = OutboxEntries(on.session, on.clock), SigningKeys(on.session)
    return Watch(
        rollup=Rollup(counts, on.clock),
        figures=Figures(EventCounts(on.stale, TOLD), on.clock),
        pulse=Pulse(on.register.probe, counts, on.clock),
        live=Live(entries, keys, counts, on.settings.key_rotation_every, on.clock),
        search=AuditSearch(on.stale),
        checks=AuditChecks(AuditCheckRows(on.session), AuditRecords(on.session), on.audit, on.clock),
        exports=Exports(AuditSearch(on.session), on.ring, on.settings.issuer, on.audit, on.clock),
        breaches=Breaches(BreachRows(on.session), on.sealer, on.audit, on.clock),
        banners=Banners(BannerRows(on.session), on.audit, on.clock),
    )
