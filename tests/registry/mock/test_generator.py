"""`idp/registry/mock/generator.py`: same seed, same bytes; every number once."""

from hashlib import sha256
from io import StringIO
from itertools import islice

import pytest

from idp.registry.mock.export import write_csv
from idp.registry.mock.generator import SIZES, generate

CHECKSUMS = {
    "tiny": "01a5610063d98dfc5e208cfba45b7c196d7936f128a629c57b37650316770329",
    "demo": "a039d82da97d08698558c4fd816bc1ce52774e6162a4e4648eb440fe4047c964",
}
"""Of the CSV. A change here means that every population changes: say so in the changelog."""


def checksum(size, seed="an-lien"):
    out = StringIO()
    write_csv(generate(size, seed), out)
    return sha256(out.getvalue().encode()).hexdigest()


@pytest.mark.parametrize("size", CHECKSUMS)
def test_the_same_seed_gives_the_same_bytes(size):
    assert checksum(size) == CHECKSUMS[size]


def test_another_seed_gives_other_people_and_the_same_personas():
    mine, others = list(generate("demo", "one")), list(generate("demo", "two"))

    assert mine[:34] == others[:34]
    assert mine[34:] != others[34:]


def test_a_population_has_the_size_its_name_says():
    assert sum(1 for _ in generate("demo")) == 5_000
    assert SIZES["province"] == 4_400_000


def test_every_number_is_given_out_once_and_can_belong_to_nobody():
    people = list(generate("demo"))
    numbers = [n for p in people for n in (p.number, *p.former_numbers) if n]
    old = [p.old_number for p in people if p.old_number]

    assert len(numbers) == len(set(numbers))
    assert len(old) == len(set(old))
    assert {number[:3] for number in numbers} == {"098", "099", "299"}
    assert {number[0] for number in old} == {"9"}


def test_large_populations_stream():
    """The first two thousand of a hundred thousand come without the others, and are as in any other size."""
    first = list(islice(generate("dev"), 2_000))

    assert first == list(islice(generate("province"), 2_000))


def test_an_unknown_size_is_an_error():
    with pytest.raises(KeyError):
        list(generate("huge"))
