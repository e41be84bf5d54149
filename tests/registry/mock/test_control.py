"""`idp/registry/mock/control.py`: switched by people and programs here, never by a page elsewhere."""

import pytest

from idp.registry.mock.app import create_app
from idp.registry.mock.person import Life
from idp.registry.mock.signing import Signer


@pytest.fixture
def web(register):
    return create_app(register, Signer("test")).test_client()


def test_a_profile_is_switched_by_name_while_it_runs(web, register):
    answer = web.post("/_sim/profile", json={"profile": "storm"})

    assert answer.json == {"profile": "storm", "latency": "real", "fault": "011", "share": 4000}
    assert web.get("/_sim/profile").json == answer.json
    assert register.simulation.profile.name == "storm"


def test_a_profile_can_be_put_together(web, register):
    answer = web.post("/_sim/profile", json={"latency": 1.5, "fault": "090", "share": 5000, "seed": "x"})

    assert answer.json == {"profile": "custom", "latency": 1.5, "fault": "090", "share": 5000}


@pytest.mark.parametrize(
    "body",
    [
        {"profile": "x"},
        {"profile": []},
        {"latency": "x"},
        {"latency": 1e9},
        {"fault": "999"},
        {"share": "x"},
        [],
        "x",
    ],
)
def test_a_profile_that_does_not_exist_changes_nothing(web, register, body):
    assert web.post("/_sim/profile", json=body).status_code == 400
    assert register.simulation.profile.name == "calm"


def test_a_person_switches_by_a_button_and_comes_back_to_the_page(web, register):
    answer = web.post("/_sim/profile", data={"profile": "html"}, headers={"Origin": "http://localhost"})

    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert register.simulation.profile.name == "html"


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", "http://localhost:1"])
def test_a_page_of_another_site_switches_nothing(web, register, origin):
    answer = web.post("/_sim/profile", data={"profile": "html"}, headers={"Origin": origin})

    assert answer.status_code == 403
    assert register.simulation.profile.name == "calm"


def test_somebody_may_die_while_it_runs(web, register):
    assert web.post("/_sim/life", json={"id_no": "098172000101", "life": "da_chet"}).json == {"known": True}
    assert register.population.by_number("098172000101").life is Life.DEAD
    assert web.post("/_sim/life", json={"id_no": "098172999999", "life": "da_chet"}).json == {"known": False}


@pytest.mark.parametrize("body", [{}, {"id_no": "1", "life": "song"}, {"id_no": "098172000101", "life": "x"}])
def test_a_wrong_fate_is_refused(web, body):
    assert web.post("/_sim/life", json=body).status_code == 400
