"""`idp/registry/mock/draws.py`: the same numbers everywhere, for ever."""

from idp.registry.mock.draws import Draws, Weighted


def test_the_numbers_of_a_place_never_change():
    draws = Draws("an-lien", "household:7")

    assert [draws.below(1000) for _ in range(5)] == [672, 906, 79, 515, 359]


def test_another_seed_and_another_place_are_other_numbers():
    def first(seed, place):
        draws = Draws(seed, place)
        return [draws.below(2**32) for _ in range(40)]

    assert first("a", "x") == first("a", "x")
    assert first("a", "x") != first("b", "x")
    assert first("a", "x") != first("a", "y")


def test_draws_stay_within_their_limits():
    draws = Draws("a", "limits")

    assert {draws.between(3, 5) for _ in range(200)} == {3, 4, 5}
    assert not any(draws.happens(0) for _ in range(200))
    assert all(draws.happens(10_000) for _ in range(200))


def test_weights_are_kept_roughly():
    draws, table = Draws("a", "weights"), Weighted([("rare", 1), ("often", 9)])
    drawn = [draws.weighted(table) for _ in range(5000)]

    assert 350 < drawn.count("rare") < 650
