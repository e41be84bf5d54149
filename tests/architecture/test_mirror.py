"""Every module with logic has a test module of its own name, or tests whose better name stands here."""

import ast
from pathlib import Path

from tests.architecture.source import ROOT, Module, modules

TESTED_BY: dict[str, str] = {
    "idp/audit/events/event.py": "tests/architecture/test_audit_guard.py",
    "idp/backup/": "tests/backup",
    "idp/audit/stumps.py": "tests/audit/test_retention.py",
    "idp/citizens/account_keys.py": "tests/citizens/test_help_desk.py",
    "idp/citizens/officers.py": "tests/web/scim/test_officers_leaving.py",
    "idp/citizens/help_desk_state.py": "tests/citizens/test_help_desk.py",
    "idp/cli/": "tests/cli",
    "idp/configuration_page.py": "tests/test_config.py",
    "idp/connections.py": "tests/conformance",
    "idp/declared/": "tests/declared",
    "idp/demonstration/": "tests/journeys",
    "idp/foundation.py": "tests/conformance",
    "idp/house.py": "tests/conformance",
    "idp/keys/making.py": "tests/keys/test_rotation.py",
    # The protocol's tests are named by clause.
    "idp/oauth/": "tests/conformance",
    "idp/operators/handling.py": "tests/operators/test_roster.py",
    "idp/operators/links.py": "tests/operators/test_enrolment.py",
    "idp/operators/directory.py": "tests/web/scim/test_users.py",
    "idp/operators/machine_rights.py": "tests/web/api/test_door.py",
    "idp/operators/webauthn_ceremony.py": "tests/operators/test_passkeys.py",
    "idp/outbound/departures.py": "tests/conformance/test_backchannel_logout_reasons.py",
    "idp/outbound/logout_delivery.py": "tests/conformance/test_backchannel_logout.py",
    "idp/outbound/logout_report.py": "tests/conformance/test_backchannel_logout.py",
    "idp/outbound/network.py": "tests/outbound/test_http.py",
    "idp/observing_settings.py": "tests/tracing/test_spans.py",
    "idp/serving_settings.py": "tests/test_config.py",
    "idp/protocol_settings.py": "tests/test_config.py",
    "idp/store_settings.py": "tests/test_config.py",
    # Dynamic registration is tested by clause.
    "idp/relying_parties/admission.py": "tests/conformance/test_rfc7591.py",
    "idp/relying_parties/client_id.py": "tests/relying_parties/test_registration.py",
    "idp/relying_parties/coach_evidence.py": "tests/relying_parties/test_coach.py",
    "idp/relying_parties/key_certificates.py": "tests/relying_parties/test_lint.py",
    "idp/relying_parties/lint_facts.py": "tests/relying_parties/test_lint.py",
    "idp/relying_parties/invitations.py": "tests/cli/test_invitations.py",
    "idp/relying_parties/sector_documents.py": "tests/conformance/test_openid_registration.py",
    "idp/relying_parties/self_registration.py": "tests/conformance/test_rfc7592.py",
    "idp/outbound/ping_delivery.py": "tests/conformance/test_ciba_ping.py",
    "idp/relying_parties/certificate_rules.py": "tests/conformance/test_rfc8705.py",
    "idp/relying_parties/sealed_secrets.py": "tests/keys/test_resealing.py",
    "idp/relying_parties/software_statements.py": "tests/conformance/test_software_statements.py",
    # A query is tested through the rule it was written for.
    "idp/store/models/": "tests/store",
    "idp/store/repositories/": "tests/citizens",
    "idp/store/schema.py": "tests/store/test_db.py",
    # Forms and words are tested on the pages that show them.
    "idp/web/admin/": "tests/web/admin",
    "idp/web/api/": "tests/web/api",
    "idp/web/citizen/": "tests/web/citizen",
    "idp/web/client_certificate.py": "tests/conformance/test_rfc8705.py",
    "idp/web/check_session.py": "tests/conformance/test_session_management.py",
    "idp/registry/invented.py": "tests/citizens/test_test_people.py",
    "idp/web/scim/": "tests/web/scim",
    "idp/web/sandbox/": "tests/web/sandbox",
    "idp/web/side.py": "tests/web/sandbox/test_sides.py",
    "idp/web/developers/": "tests/web/developers",
    "idp/web/context.py": "tests/web/test_home.py",
    "idp/web/delivery_words.py": "tests/web/admin/test_deliveries.py",
    "idp/web/end_session.py": "tests/conformance/test_rp_initiated_logout.py",
    "idp/web/incidents.py": "tests/web/test_errors.py",
    "idp/web/registration.py": "tests/conformance/test_rfc7591.py",
}
"""A module, or the folder of modules without a test module of their own name: where their tests are."""

DECISIONS = (ast.If, ast.IfExp, ast.Match, ast.For, ast.While, ast.Try, ast.BoolOp, ast.comprehension)


def test_every_module_with_logic_has_its_tests():
    missing = [
        module.name
        for module in modules("idp")
        if _has_logic(module)
        and not _test_files(module.path)
        and not module.name.startswith(tuple(TESTED_BY))
    ]

    assert missing == []


def test_tests_of_another_name_are_there():
    assert [place for place in TESTED_BY.values() if not (ROOT / place).exists()] == []
    assert [name for name in TESTED_BY if not (ROOT / name).exists()] == []


def _has_logic(module: Module) -> bool:
    if module.path.stem in ("__init__", "__main__"):
        return False
    decisions = sum(
        isinstance(node, DECISIONS) for _, function in module.functions() for node in ast.walk(function)
    )
    return decisions >= 2


def _test_files(path: Path) -> list[Path]:
    inside = path.relative_to(ROOT / "idp")
    folder = ROOT / "tests" / inside.parts[0] if len(inside.parts) > 1 else ROOT / "tests"
    names = {f"test_{path.stem}.py", f"test_{path.parent.name}_{path.stem}.py"}
    return [found for found in folder.rglob("test_*.py") if found.name in names]
