"""`idp/registry/mock/businesses.py`: who represents what; nothing in it can be real."""

from idp.registry.mock.businesses import represented_by


def test_numbers_have_a_first_pair_that_is_no_provinces():
    numbers = [line["id"] for line in represented_by("098187000122")]

    assert [len(number) for number in numbers] == [10, 13]
    assert all(number.startswith("98") for number in numbers)


def test_what_has_no_end_is_sent_without_one():
    company, branch = represented_by("098187000122")

    assert "valid_to" not in company
    assert branch["valid_to"]
    assert represented_by("098172000101") == []
