"""Every module with logic has a test module of its own name."""

import ast
from pathlib import Path

from tests.architecture.source import ROOT, Module, modules

TESTS = ROOT / "tests"
TESTED_ELSEWHERE: dict[str, str] = {
    "idp/oauth/client_assertion.py": "tests/conformance/test_rfc7523_client_auth.py",
    "idp/oauth/client_auth.py": "tests/conformance/test_rfc6749_clients.py",
    "idp/oauth/endpoints/introspection.py": "tests/conformance/test_rfc7662.py",
    "idp/oauth/endpoints/presented.py": "tests/conformance/test_rfc7662.py",
    "idp/oauth/endpoints/revocation.py": "tests/conformance/test_rfc7009.py",
    "idp/oauth/endpoints/userinfo.py": "tests/conformance/test_openid_core_userinfo.py",
    "idp/oauth/extensions/id_token.py": "tests/conformance/test_openid_core_id_token.py",
    "idp/oauth/extensions/pkce.py": "tests/conformance/test_rfc7636.py",
    "idp/oauth/grants/authorization_code.py": "tests/conformance/test_rfc6749_token.py",
    "idp/oauth/grants/client_credentials.py": "tests/conformance/test_rfc6749_clients.py",
    "idp/oauth/grants/code_request.py": "tests/conformance/test_openid_core_request.py",
    "idp/oauth/grants/issuing.py": "tests/conformance/test_rfc9068.py",
    "idp/oauth/grants/refresh_token.py": "tests/conformance/test_rfc9700.py",
    "idp/oauth/server.py": "tests/conformance/test_authlib_traps.py",
    "idp/oauth/endpoints/end_session.py": "tests/conformance/test_rp_initiated_logout.py",
    "idp/outbound/logout_delivery.py": "tests/conformance/test_backchannel_logout.py",
    "idp/outbound/logout_report.py": "tests/web/citizen/test_sign_out.py",
    "idp/outbound/network.py": "tests/outbound/test_http.py",
    "idp/web/citizen/farewell.py": "tests/web/citizen/test_sign_out.py",
    "idp/web/end_session.py": "tests/conformance/test_rp_initiated_logout.py",
    "idp/store/repositories/browser_sessions.py": "tests/citizens/test_sessions.py",
    "idp/store/repositories/credentials.py": "tests/citizens/test_second_factor.py",
    "idp/store/repositories/recovery_codes.py": "tests/citizens/test_recovery_codes.py",
    "idp/web/citizen/sign_in_answers.py": "tests/web/citizen/test_sign_in.py",
    "idp/web/citizen/signed_in.py": "tests/web/citizen/test_account.py",
}
"""A module with logic: the file whose tests are its tests, where another name says it better."""

DECISIONS = (ast.If, ast.IfExp, ast.Match, ast.For, ast.While, ast.Try, ast.BoolOp, ast.comprehension)


def test_every_module_with_logic_has_its_tests():
    missing = [
        module.name
        for module in modules("idp")
        if _has_logic(module) and module.name not in TESTED_ELSEWHERE and not _test_files(module.path)
    ]

    assert missing == []


def test_tests_elsewhere_are_there():
    assert [place for place in TESTED_ELSEWHERE.values() if not (ROOT / place).is_file()] == []
    assert [name for name in TESTED_ELSEWHERE if not (ROOT / name).is_file()] == []


def _has_logic(module: Module) -> bool:
    if module.path.stem in ("__init__", "__main__"):
        return False
    decisions = sum(
        isinstance(node, DECISIONS) for _, function in module.functions() for node in ast.walk(function)
    )
    return decisions >= 2


def _test_files(path: Path) -> list[Path]:
    inside = path.relative_to(ROOT / "idp")
    folder = TESTS / inside.parts[0] if len(inside.parts) > 1 else TESTS
    names = {f"test_{path.stem}.py", f"test_{path.parent.name}_{path.stem}.py"}
    return [found for found in folder.rglob("test_*.py") if found.name in names]
