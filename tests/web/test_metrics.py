"""`/metrics`: for whoever has the token, and for nobody else not even there."""

import re
from datetime import timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy.exc import OperationalError

from idp import measures
from idp.measures.metrics import METRICS
from idp.store.db import db
from idp.variables import Secret
from idp.watching.live import Live
from idp.web.current import services
from tests.installation import changed
from tests.test_measures import measuring

TOKEN = "a token of sixteen signs and more"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
__all__ = ["measuring"]


@pytest.fixture
def settings(settings):
    return changed(settings, metrics_token=Secret(TOKEN))


def families(answer):
    return {each.name: each for each in text_string_to_metric_families(answer.text)}


@pytest.mark.parametrize(
    "given",
    [{}, {"Authorization": TOKEN}, {"Authorization": "Bearer "}, {"Authorization": f"Bearer {TOKEN}é"},
     {"Authorization": f"Basic {TOKEN}"}, {"Authorization": f"Bearer {TOKEN} "[:-2]}],
)  # fmt: skip
def test_without_the_token_there_is_no_such_page(client, measuring, given):
    refused, unknown = client.get("/metrics", headers=given), client.get("/no-such-page", headers=given)

    assert (refused.status_code, refused.text) == (404, unknown.text)


def test_where_no_token_is_set_none_fits(app, client, measuring):
    services().settings = changed(services().settings, metrics_token=Secret(""))

    for given in ({}, {"Authorization": "Bearer "}, BEARER):
        assert client.get("/metrics", headers=given).status_code == 404


def test_where_nothing_is_measured_there_is_no_such_page(client):
    assert client.get("/metrics", headers=BEARER).status_code == 404


def test_prometheus_can_read_it(client, measuring):
    answer = client.get("/metrics", headers=BEARER)

    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    assert answer.headers["Cache-Control"] == "no-store"
    assert families(answer)["sen_database_up"].samples[0].value == 1


def test_what_waits_to_leave_is_told_by_kind(app, client, measuring, clock):
    outbox = services().outbox
    for number in range(3):
        outbox.add("mail", {"to": f"{number}"})
        clock.advance(seconds=10)
    (claim,) = outbox.entries.claim(1, timedelta(minutes=1))
    outbox.entries.fail(claim, "refused")
    db.session.commit()

    found = families(client.get("/metrics", headers=BEARER))
    values = {
        name: {sample.labels["kind"]: sample.value for sample in found[name].samples}
        for name in ("sen_outbox_waiting", "sen_outbox_oldest_seconds", "sen_outbox_given_up")
    }
    assert values["sen_outbox_waiting"] == {"mail": 2}
    assert values["sen_outbox_given_up"] == {"mail": 1}
    assert values["sen_outbox_oldest_seconds"]["mail"] in (20, 30)


def test_the_age_of_keys_and_the_pulse_of_the_register_are_told(app, client, measuring, clock):
    clock.advance(days=3)
    services().watch.pulse.take()
    db.session.commit()

    found = families(client.get("/metrics", headers=BEARER))
    ages = {
        (s.labels["algorithm"], s.labels["state"]): s.value
        for s in found["sen_signing_key_age_seconds"].samples
    }
    assert set(ages) == {
        (name, state) for name in ("RS256", "ES256", "EdDSA") for state in ("current", "next")
    }
    assert found["sen_signing_key_rotation_seconds"].samples[0].value == 90 * 86400
    pulses = {sample.labels["outcome"]: sample.value for sample in found["sen_register_pulses"].samples}
    assert pulses == {"answered": 1, "silent": 0, "misconfigured": 0}


def test_a_database_that_is_gone_is_told_and_hides_nothing_else(client, measuring, monkeypatch):
    def gone(_self):
        raise OperationalError("SELECT", {}, Exception("gone"))

    monkeypatch.setattr(Live, "queues", gone)
    client.get("/healthz")
    found = families(client.get("/metrics", headers=BEARER))

    assert found["sen_database_up"].samples[0].value == 0
    assert "sen_requests" in found


def test_it_costs_three_statements(client, measuring, statements):
    client.get("/metrics", headers=BEARER)
    with statements.counted():
        client.get("/metrics", headers=BEARER)

    assert len(statements) == 3, str(statements)


def test_every_metric_is_told(client, measuring):
    client.get("/healthz")
    services().watch.pulse.take()
    with measures.register_asked() as came_of_it:  # as an exchange over HTTP does
        came_of_it("answered")
    text = client.get("/metrics", headers=BEARER).text

    told = set(re.findall(r"# TYPE (\S+) ", text))
    assert told == {metric.name for metric in METRICS}
