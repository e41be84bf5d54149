"""The processes of the tests divide what is to be compiled among themselves."""

from itertools import chain

from tests.compiling import modules_of


def test_together_they_import_everything_and_nothing_twice():
    parts = [modules_of(number, 4) for number in range(4)]

    assert sorted(chain.from_iterable(parts)) == sorted(modules_of(0, 1))
    assert __name__ in modules_of(0, 1)
    assert max(map(len, parts)) - min(map(len, parts)) <= 1
