"""`idp/registry/mock/permutation.py`: every value goes to one place and comes back."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idp.registry.mock.permutation import Permutation


@pytest.mark.parametrize("size", [1, 2, 7, 1000, 4096, 10_007])
def test_every_place_is_taken_once(size):
    permutation = Permutation(size, "key")

    assert sorted(map(permutation.forward, range(size))) == list(range(size))


@given(st.integers(0, 998_999), st.text(max_size=20))
def test_what_went_comes_back(value, key):
    permutation = Permutation(999_000, key)

    assert permutation.backward(permutation.forward(value)) == value


def test_another_key_goes_elsewhere_and_neighbours_part():
    first, second = Permutation(999_000, "a"), Permutation(999_000, "b")
    places = [first.forward(value) for value in range(100)]

    assert places != [second.forward(value) for value in range(100)]
    assert sum(abs(here - there) > 1000 for here, there in pairwise(places)) > 90
