"""One table of moves: from where, to where, by whom, and what must hold."""

from types import SimpleNamespace

import pytest

from idp.operators.rights import Right
from idp.relying_parties.faults import Fault, Problem
from idp.relying_parties.life import MOVES, Actor, Life, Needs, Refusal, Stopped
from idp.relying_parties.states import State
from idp.store.db import db
from idp.web.admin.words import STATES
from idp.web.current import services
from tests.builders import a_client

EVERYTHING = Actor("province", frozenset(Needs))


@pytest.fixture
def life(app):
    return Life(services().client_desk.registrations)


def find():
    db.session.expire_all()
    return services().clients.find("portal")


def test_rights_are_named_as_the_operators_have_them():
    assert {right.value for right in Needs} <= {right.value for right in Right}


def test_every_state_has_words_and_can_be_reached():
    assert set(STATES) == {state.value for state in State}
    assert {move.target for move in MOVES.values()} == set(State)


def test_what_is_retired_stays_so():
    assert [name for name, move in MOVES.items() if State.RETIRED in move.sources] == []


@pytest.mark.parametrize("name", MOVES)
@pytest.mark.parametrize("state", State)
def test_a_move_is_made_from_its_own_states_only(life, name, state):
    a_client(state=state.value, scope_policy={})
    stopped = life.make(name, find(), EVERYTHING)

    if state in MOVES[name].sources:
        assert stopped is None
        assert find().state == MOVES[name].target
    else:
        assert stopped == Stopped(Refusal.NOT_NOW)
        assert find().state == state


@pytest.mark.parametrize("name", MOVES)
def test_a_move_needs_its_right(life, name):
    move = MOVES[name]
    state = next(iter(move.sources))
    a_client(state=state.value, scope_policy={})
    everything_else = Actor("somebody", frozenset(Needs) - {move.needs})

    assert name not in life.moves(find(), everything_else)
    assert life.make(name, find(), everything_else) == Stopped(Refusal.NO_RIGHT)
    assert find().state == state


def test_a_legal_ground_does_not_go_live_at_once(life):
    a_client(state="draft")

    assert life.make("live_at_once", find(), EVERYTHING) == Stopped(Refusal.LAW)


def test_the_coach_has_to_be_content_unless_one_approves_oneself(life):
    life.coach_is_complete = lambda _client_id: False
    a_client(state="draft")
    developer = Actor("developer", frozenset({Needs.DRAFT}))

    assert life.stop("ask", find(), developer) == Stopped(Refusal.COACH)
    assert life.stop("ask", find(), EVERYTHING) is None


@pytest.mark.parametrize(
    ("name", "state"), [("ask", "draft"), ("go_live", "test"), ("live_at_once", "draft")]
)
def test_what_is_not_told_is_neither_asked_for_nor_live(life, name, state):
    missing = (Fault("unit", Problem.MISSING),)
    life.untold = lambda _client: missing
    a_client(state=state, scope_policy={})

    assert life.make(name, find(), EVERYTHING) == Stopped(Refusal.UNTOLD, missing)
    assert find().state == state


def test_two_who_move_at_once_move_it_once(life):
    seen_before = SimpleNamespace(client_id=a_client(state="test").client_id, state="test")
    assert life.make("go_live", find(), EVERYTHING) is None

    assert life.make("retire", seen_before, EVERYTHING) == Stopped(Refusal.OVERTAKEN)
    assert find().state == "live"


def test_what_is_retired_loses_its_sessions_and_tokens(life):
    a_client()
    heard = []
    services().client_desk.registrations.on_suspend.append(heard.append)
    life.make("retire", find(), EVERYTHING)

    assert heard == ["portal"]


def test_a_unit_undoes_its_own_suspensions_only(life):
    a_client(state="suspended", unit="Sở Y tế")
    of_unit = Actor("somebody", frozenset(Needs), "Sở Y tế")

    assert life.make("resume", find(), of_unit) == Stopped(Refusal.NO_RIGHT)

    life.stopped_by = lambda _client_id: "Sở Xây dựng"
    assert life.make("resume", find(), of_unit) == Stopped(Refusal.NO_RIGHT)

    life.stopped_by = lambda _client_id: "Sở Y tế"
    assert life.make("resume", find(), of_unit) is None
