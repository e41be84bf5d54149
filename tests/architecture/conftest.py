"""The rules look at all sources together; the tests after them do without."""

from collections.abc import Iterator

import pytest

from tests.architecture.source import forget


@pytest.fixture(scope="package", autouse=True)
def _forget_afterwards() -> Iterator[None]:
    yield
    forget()
