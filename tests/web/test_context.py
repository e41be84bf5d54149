"""How moments are written: alike in both languages, in Vietnamese time."""

from datetime import UTC, datetime

import pytest

from idp.web.context import day, exactly, moment, second

AT = datetime(2026, 11, 20, 17, 5, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (moment, "21/11/2026 00:05"),
        (exactly, "21/11/2026 00:05:09"),
        (second, "00:05:09"),
        (day, "21/11/2026"),
    ],
)
def test_a_moment_is_written_in_vietnamese_time(written, text):
    assert written(AT) == text
