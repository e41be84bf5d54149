"""Secrets of the demonstration, kept between starts."""

import stat

from idp.demonstration.secrets import DemoSecrets


def test_a_secret_is_made_once(tmp_path):
    first = DemoSecrets(tmp_path)
    made = first.get("client:portal", lambda: "a secret")
    first.write()

    assert DemoSecrets(tmp_path).get("client:portal", lambda: "another") == made


def test_applications_read_theirs_from_lines_a_shell_understands(tmp_path):
    secrets = DemoSecrets(tmp_path)
    secrets.get("client:nightly-sync", lambda: "s1")
    secrets.get("totp:098172000101", lambda: "KEY")
    secrets.write()

    assert (tmp_path / "demo.env").read_text() == "NIGHTLY_SYNC_CLIENT_SECRET=s1\n"


def test_nobody_else_may_read_them(tmp_path):
    secrets = DemoSecrets(tmp_path / "instance")
    secrets.get("client:portal", lambda: "a secret")
    secrets.write()

    for name in ("demo.json", "demo.env"):
        assert stat.S_IMODE((tmp_path / "instance" / name).stat().st_mode) == 0o600
