"""How easily a password is guessed."""

import subprocess
import sys

from idp.crypto.password_strength import LOOKED_AT, common_passwords, guesses


def test_a_common_password_is_guessed_sooner_than_a_long_one():
    assert guesses("123456") < 100 < guesses("bốn con trâu qua sông Hậu")


def test_what_a_stranger_knows_makes_it_weaker():
    assert guesses("nguyenvanan1990", ["nguyenvanan", "1990"]) < guesses("nguyenvanan1990")


def test_an_endless_password_costs_no_more_than_a_long_one():
    assert guesses("ab" * 5000) == guesses(("ab" * 5000)[:LOOKED_AT])


def test_the_most_common_password_is_known():
    assert "password" in common_passwords()


def test_a_server_that_sets_no_password_does_not_load_the_word_lists():
    probe = "import sys, idp.app; sys.exit('zxcvbn' in sys.modules or 'alembic' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", probe], check=False).returncode == 0
