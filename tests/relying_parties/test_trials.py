"""Trials: one more redirect URI, for ten minutes, for one operator, once."""

import pytest
from sqlalchemy import select

from idp.relying_parties.trials import Trials
from idp.store.db import db
from idp.store.models import AuditRecord
from idp.web.current import services
from tests.builders import a_client

CALLBACKS = "https://id.anlien.example/admin/clients/portal/trial/callback"


@pytest.fixture
def trials(app) -> Trials:
    a_client()
    return services().client_desk.trials


def portal():
    db.session.expire_all()
    return services().clients.find("portal")


def test_a_trial_opens_an_address_nobody_can_guess(trials, clock):
    trial = trials.begin(portal(), "op-1", CALLBACKS)

    assert trial.redirect_uri.startswith(f"{CALLBACKS}/")
    assert len(trial.redirect_uri) - len(CALLBACKS) > 20
    assert portal().trial_uri_at(clock()) == trial.redirect_uri
    assert trial.redirect_uri not in portal().metadata_["redirect_uris"]


def test_the_answer_is_taken_once(trials, clock):
    trial = trials.begin(portal(), "op-1", CALLBACKS)
    client = portal()

    assert trials.take(client, "op-1", trial.redirect_uri, trial.state) == trial
    assert trials.take(portal(), "op-1", trial.redirect_uri, trial.state) is None
    assert portal().trial_uri_at(clock()) is None


@pytest.mark.parametrize("wrong", ["operator", "address", "state", "empty state"])
def test_what_does_not_belong_to_the_trial_is_not_taken(trials, wrong):
    trial = trials.begin(portal(), "op-1", CALLBACKS)
    operator = "op-2" if wrong == "operator" else "op-1"
    address = f"{CALLBACKS}/x" if wrong == "address" else trial.redirect_uri
    state = {"state": "x", "empty state": ""}.get(wrong, trial.state)

    assert trials.take(portal(), operator, address, state) is None
    assert portal().trial_uri == trial.redirect_uri


def test_a_trial_is_over_after_ten_minutes(trials, clock):
    trial = trials.begin(portal(), "op-1", CALLBACKS)
    clock.advance(minutes=10)

    assert portal().trial_uri_at(clock()) is None
    assert trials.take(portal(), "op-1", trial.redirect_uri, trial.state) is None


def test_a_new_trial_replaces_the_one_before(trials, clock):
    first = trials.begin(portal(), "op-1", CALLBACKS)
    second = trials.begin(portal(), "op-2", CALLBACKS)

    assert portal().trial_uri_at(clock()) == second.redirect_uri
    assert trials.take(portal(), "op-1", first.redirect_uri, first.state) is None


def test_a_trial_leaves_the_version_of_the_registration(trials):
    version = portal().version
    trials.begin(portal(), "op-1", CALLBACKS)

    assert portal().version == version


def test_trials_are_told(trials):
    trial = trials.begin(portal(), "op-1", CALLBACKS)
    trials.record(trial, "done", ("name", "sub"))
    started, finished = db.session.scalars(select(AuditRecord).order_by(AuditRecord.id))

    assert (started.name, started.operator_id) == ("client.trial_started", "op-1")
    assert finished.details == {"outcome": "done", "claims": ["name", "sub"]}
