"""What a registration knows of itself."""

from datetime import timedelta

from tests.builders import a_client


def test_a_trial_counts_until_its_time(app, clock):
    client = a_client(trial_uri="https://id.example/x", trial_until=clock() + timedelta(minutes=10))

    assert client.trial_uri_at(clock()) == "https://id.example/x"
    assert client.trial_uri_at(clock() + timedelta(minutes=10)) is None
    assert a_client("land").trial_uri_at(clock()) is None


def test_only_a_live_application_is_live(app):
    assert a_client().is_live
    assert not a_client("land", state="suspended").is_live
